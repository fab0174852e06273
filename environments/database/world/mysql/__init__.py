"""The embedded MySQL: the part of the language that models use, computed as the server computes it.

A statement gives the server's rows and leaves the server's tables, or it is refused in words: what is not known to be
the same is not done. The right values are MariaDB's (10.11, ``sql_mode = ''``); ``benchmarks/database_exactness.py``
compares the two.
"""
