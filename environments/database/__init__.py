"""Database (AgentBench's DB task): questions answered and tables changed through SQL."""
