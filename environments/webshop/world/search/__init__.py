"""Full-text search: BM25 with Lucene's analysis and Lucene's order, without Java."""

from agentgym.environments.webshop.world.search.builder import build, open_or_build
from agentgym.environments.webshop.world.search.index import Hits, Index

__all__ = ["Hits", "Index", "build", "open_or_build"]
