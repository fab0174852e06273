"""The functions, each with the types that it takes and gives.

What is computed is MySQL's; where arguments are of a kind for which that is not known, the call is refused.
"""
