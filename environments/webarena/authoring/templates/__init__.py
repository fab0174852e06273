"""Templates of the embedded tasks, by site; each draws its parameters from the sites' databases."""
