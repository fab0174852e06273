"""Queries: tables joined, filtered, grouped, sorted; all in memory, with a clock."""
