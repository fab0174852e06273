"""What makes graphs and questions: the stores in ``data/``, and an index of anybody's triples.

Nothing that plays imports it.
"""
