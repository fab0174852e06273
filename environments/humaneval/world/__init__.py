"""What plays: the problem, the program, the run of its tests in a sandbox."""
