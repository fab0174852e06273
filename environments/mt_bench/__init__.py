"""MT-Bench: open questions of two turns, rated by a judge."""
