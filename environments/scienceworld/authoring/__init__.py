"""What makes the data that ships: recorded gold paths."""
