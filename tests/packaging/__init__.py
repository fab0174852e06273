"""What is installed, and what the texts say of it."""
