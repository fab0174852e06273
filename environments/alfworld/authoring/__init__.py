"""What makes games: rooms, the generator, the embedded store, game files in ALFWorld's layout.

Nothing that plays imports it.
"""
