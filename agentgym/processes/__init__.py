"""Processes and threads of ours: who owns them, and that they end with their owner."""
