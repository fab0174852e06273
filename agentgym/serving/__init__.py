"""Model servers that we start ourselves: one guarded process each, watched, and ended whatever happens."""
