"""Do episodes in the browser depend on what was played before or beside them, and does anything pile up?"""
