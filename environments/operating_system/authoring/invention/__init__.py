"""Tasks that a model invents: the question to it, its answers read, wrong solutions, seeds in our own words."""
