"""A calculator, and what can be asked of it in words: equations, dates, units. Nothing is ever evaluated by Python."""
