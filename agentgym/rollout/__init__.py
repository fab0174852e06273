"""The rollout engine: episodes of a policy in an environment, concurrently, into one log."""
