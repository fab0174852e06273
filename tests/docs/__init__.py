"""The commands and listings of docs/, run."""
