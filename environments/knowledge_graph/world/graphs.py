"""Opening a graph by what names it: the embedded one, an index file, or the URL of an endpoint."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Protocol

from agentgym.arguments import EMBEDDED
from agentgym.environments.knowledge_graph.world.embedded import embedded_graph
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.stamps import Stamp, stamp
from agentgym.environments.knowledge_graph.world.terms import FREEBASE
from agentgym.environments.knowledge_graph.world.toolkit import GraphEpisode
from agentgym.errors import DataError, OptionError


class Graph(Protocol):
    """A graph: gives every episode a view with caches of its own.

    Attributes:
        namespace: what ids and relations are below.
    """

    namespace: str

    def episode(self) -> GraphEpisode:
        """Return the view of one episode."""
        ...

    def identity(self) -> str:
        """Return what tells it from other graphs, as text: its URL, or a hash of its content."""
        ...


def is_url(graph: object) -> bool:
    """Whether a graph is named by the URL of an endpoint."""
    return isinstance(graph, str) and graph.startswith(("http://", "https://"))


def full_name(graph: str | Path) -> str:
    """Return the name of a graph or an ontology as it holds everywhere: paths are made absolute.

    Raises:
        OptionError: it is the hash of an object's content, as a log has it, by which nothing can be opened.
    """
    text = str(graph)
    if text.startswith("content:"):
        raise OptionError(
            f"{text} is the hash of a graph or an ontology that was given as an object: give that object again."
        )
    return text if text == EMBEDDED or is_url(text) else str(Path(text).expanduser().absolute())


def open_graph(graph: str, namespace: str = FREEBASE) -> Graph:
    """Open a graph; environments of a process share it, for as long as its file does not change.

    Args:
        graph: ``embedded``, a URL (``http://localhost:8890/sparql``) or the path of an index file.
        namespace: of an endpoint; an index knows its own.

    Raises:
        DataError: there is no such file, or it is no index.
        OptionError: the URL is not an HTTP URL.
    """
    if graph == EMBEDDED:
        return embedded_graph()
    if is_url(graph):
        return _endpoint(graph, namespace)
    path = Path(full_name(graph))
    if not path.is_file():
        raise DataError(
            f"graph={graph!r}: there is no such file. Give the URL of a SPARQL endpoint, or an index that "
            "`agentgym data kg build FILE…` makes from N-Triples or TSV."
        )
    return _index(path, stamp(path))


@lru_cache(maxsize=8)
def _index(path: Path, _: Stamp) -> Index:
    return Index.open(path)


@lru_cache(maxsize=8)
def _endpoint(url: str, namespace: str) -> Graph:
    # Here, because the HTTP client takes longer to import than everything else.
    from agentgym.environments.knowledge_graph.world.endpoint import Endpoint
    from agentgym.environments.knowledge_graph.world.sparql_graph import SparqlGraph

    return SparqlGraph(Endpoint(url, namespace=namespace), namespace, url)
