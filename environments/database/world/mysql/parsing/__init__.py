"""Reading a statement: the part of MySQL's grammar that the embedded database does, and nothing beside it.

What does not fit is refused; where a statement is certainly none of MySQL's either, with the server's error.
Each module reads what the one below it cannot: cursor, expressions, calls, queries, changes, definitions, statements.
"""
