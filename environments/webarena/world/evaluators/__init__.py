"""Evaluators of a finished episode: what was answered, where the agent is, what pages hold."""
