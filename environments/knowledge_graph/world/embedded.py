"""The graph that ships with the package, and its ontology: ``data/graph.kg.zst`` and ``data/ontology.json.zst``.

The graph is an index file, compressed whole: opening it is decompressing it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import zstandard

from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.ontology import Ontology
from agentgym.errors import DataError
from agentgym.stores import read_store

DATA = Path(__file__).parents[1] / "data"
GRAPH = DATA / "graph.kg.zst"
ONTOLOGY = DATA / "ontology.json.zst"


@cache
def embedded_graph() -> Index:
    """Return the embedded graph, shared by all environments of the process.

    Raises:
        DataError: the file is missing or damaged.
    """
    try:
        raw = zstandard.ZstdDecompressor().decompress(GRAPH.read_bytes())
    except (OSError, zstandard.ZstdError) as error:
        raise DataError(f"The embedded graph {GRAPH} cannot be read: {error}. Restore it.") from None
    return Index(raw, "the embedded graph")


@cache
def embedded_ontology() -> Ontology:
    """Return the embedded graph's ontology.

    Raises:
        DataError: the file is missing or damaged.
    """
    return read_store(ONTOLOGY, Ontology)
