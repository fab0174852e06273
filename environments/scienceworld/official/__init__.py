"""What others made: the package's own environment, which ours must equal, and the texts of AgentTuning's harness."""
