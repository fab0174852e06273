"""What plays: items, where they are searched in, and the scratchpad of the paper's protocol."""
