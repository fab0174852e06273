"""Instruction construction: what is to be played so that training data comes of it.

Instructions come from a train split (:mod:`.selection`), are derived from questions with reference queries
(:mod:`.derivation`), or are invented by a model and validated (:mod:`.self_instruct`). What plays them is the ordinary
engine. :mod:`.thoughts` completes the thoughts that a data set lacks.
"""
