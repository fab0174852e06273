"""A data set in the browser: its rows, what was dropped, which turns are trained, what stands in a test set."""
