"""The administration of the shop."""
