"""The comparison of episodes in the browser, with an environment that needs none."""
