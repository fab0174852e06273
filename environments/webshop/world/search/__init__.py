"""Full-text search: BM25 with Lucene's analysis and Lucene's order, without Java."""

from agentgym.environments.webshop.world.search.builder import build, open_or_build
from agentgym.environments.webshop.world.search.index import Hits, Index

VERSION = "2"
"""Version of analysis and arrays: part of the name of a folder that an index is kept in."""

__all__ = ["VERSION", "Hits", "Index", "build", "open_or_build"]
