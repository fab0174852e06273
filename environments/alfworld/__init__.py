"""ALFWorld: household tasks in text (Shridhar et al. 2021), on an engine of our own or TextWorld's."""
