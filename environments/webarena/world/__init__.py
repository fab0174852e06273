"""What plays: configurations of tasks, the browser session, observations, evaluators."""
