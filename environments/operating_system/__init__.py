"""AgentTune/OS-v0: a shell on a Linux machine, as AgentBench and AgentTuning set it."""
