"""Walkthroughs recorded on TextWorld's own engine, replayed on ours: evidence that needs no data and no TextWorld.

Thirty games of our own were played on the reference engine; ``walkthroughs.jsonl`` holds the commands and, for
every turn, hashes of what TextWorld answered and of the commands that it admitted. Ours has to give the same.
``python -m tests.environments.alfworld.golden.record`` records them again.
"""
