"""Reports: statistics, error categories, tables, figures and one self-contained page."""
