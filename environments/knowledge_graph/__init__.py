"""Knowledge graph: answering questions with seven tools over a graph (AgentBench's KG)."""
