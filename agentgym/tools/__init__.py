"""Tools that several environments hold: search, an encyclopedia and its readers, a calculator, an equation solver."""
