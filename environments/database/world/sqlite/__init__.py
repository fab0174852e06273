"""The embedded backend: SQLite, made to answer as a MySQL server would."""
