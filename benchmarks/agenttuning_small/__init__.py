"""The paper's effect on a laptop: data, three tunings, evaluation, table; see docs/experiment.md."""
