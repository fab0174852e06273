"""The package's own environment, driven as its README does: what ours must equal."""
