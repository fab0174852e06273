"""What our exports are worth to others: official validators, loaders, and our own importers."""
