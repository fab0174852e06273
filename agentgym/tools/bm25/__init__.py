"""Full-text search: BM25 with Lucene's analysis and Lucene's order, without Java."""

from agentgym.tools.bm25.builder import LUCENE, Weights, build, in_memory, open_or_build
from agentgym.tools.bm25.index import Hits, Index

VERSION = "2"
"""Version of analysis and arrays: part of the name of a folder that an index is kept in."""

__all__ = ["LUCENE", "VERSION", "Hits", "Index", "Weights", "build", "in_memory", "open_or_build"]
