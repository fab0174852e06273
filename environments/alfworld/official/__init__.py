"""Readers of ALFWorld's own files: game files, PDDL problems, domains and grammars."""
