"""AgentTune/CardGame-v0: the Digital Card Game (AgentBench's "Aquawar"), on an engine of our own."""
