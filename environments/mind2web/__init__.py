"""AgentTune/Mind2Web-v0: the next action on a real web page (Deng et al. 2023)."""
