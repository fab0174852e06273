"""The contract: what every environment has to keep."""
