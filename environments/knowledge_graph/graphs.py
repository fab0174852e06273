"""Opening a graph by what names it: the embedded one, an index file, or the URL of an endpoint."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

from agentgym.environments.knowledge_graph.index import Index
from agentgym.environments.knowledge_graph.terms import FREEBASE
from agentgym.environments.knowledge_graph.toolkit import GraphEpisode
from agentgym.errors import DataError


class Graph(Protocol):
    """A graph: gives every episode a view with caches of its own."""

    def episode(self) -> GraphEpisode:
        """Return the view of one episode."""
        ...


def is_url(graph: object) -> bool:
    """Whether a graph is named by the URL of an endpoint."""
    return isinstance(graph, str) and graph.startswith(("http://", "https://"))


@cache
def open_graph(graph: str, namespace: str = FREEBASE) -> Graph:
    """Open a graph; all environments of a process share it.

    Args:
        graph: ``embedded``, a URL (``http://localhost:8890/sparql``) or the path of an index file.
        namespace: of an endpoint; an index knows its own.

    Raises:
        DataError: there is no such file, or it is no index.
    """
    if graph == "embedded":
        from agentgym.environments.knowledge_graph.embedded import embedded_graph

        return embedded_graph()
    if is_url(graph):
        from agentgym.environments.knowledge_graph.endpoint import Endpoint
        from agentgym.environments.knowledge_graph.sparql_graph import SparqlGraph

        return SparqlGraph(Endpoint(graph, namespace=namespace), namespace, graph)
    path = Path(graph).expanduser()
    if not path.is_file():
        raise DataError(
            f"graph={graph!r}: there is no such file. Give the URL of a SPARQL endpoint, or an index that "
            "`agentgym data kg build FILE…` makes from N-Triples or TSV."
        )
    return Index.open(path)
