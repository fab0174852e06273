"""Contamination: how much of a test set stands in a training set, by two readings of the paper's sentence."""
