"""What plays: graphs, the programs that are evaluated on them, and the tools that make programs."""
