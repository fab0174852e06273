"""The same graph for SPARQL, through rdflib on the oxrdflib store, in memory or beside the index on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agentgym.environments.knowledge_graph.world import terms
from agentgym.errors import DataError, DependencyError
from agentgym.install import hint

if TYPE_CHECKING:
    import rdflib

    from agentgym.environments.knowledge_graph.world.index import Index


def rdf_graph(index: Index) -> rdflib.Graph:
    """Return the triples of an index as an rdflib graph that answers SPARQL, in memory.

    For a large index, :func:`store_path` names a store on disk that ``agentgym data kg build --sparql`` makes and
    :func:`open_rdf` opens in no time.

    Raises:
        DependencyError: oxrdflib is not installed.
    """
    store = oxigraph_module().Store()
    store.bulk_extend(quads(index, index.namespace))
    return _wrapped(store)


def store_path(index: Path) -> Path:
    """Return where the SPARQL store of an index file lies."""
    return index.with_name(index.name + ".sparql")


def open_rdf(folder: Path) -> rdflib.Graph:
    """Open a SPARQL store on disk, read-only.

    Raises:
        DataError: there is none.
        DependencyError: oxrdflib is not installed.
    """
    oxigraph = oxigraph_module()
    if not folder.is_dir():
        raise DataError(
            f"There is no SPARQL store at {folder}; `agentgym data kg build --sparql FILE…` makes one."
        )
    try:
        return _wrapped(oxigraph.Store.read_only(str(folder)))
    except OSError as error:
        raise DataError(f"{folder} is no SPARQL store, or a damaged one: {error}.") from error


def oxigraph_module() -> Any:
    """Import and return pyoxigraph.

    Raises:
        DependencyError: oxrdflib, which brings it, is not installed.
    """
    try:
        import oxrdflib  # noqa: F401
        import pyoxigraph
    except ImportError as error:
        raise DependencyError(f"SPARQL on an index needs oxrdflib: {hint('kg')}.") from error
    return pyoxigraph


def _wrapped(store: Any) -> rdflib.Graph:
    import rdflib
    from oxrdflib import OxigraphStore
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    # rdflib would write literals otherwise than the file has them ("05" as "5"), as it takes them out of the store; the
    # index has them as they are. The setting is the process's.
    rdflib.NORMALIZE_LITERALS = False
    return rdflib.Graph(store=OxigraphStore(store=store), identifier=DATASET_DEFAULT_GRAPH_ID)


def quads(triples: Iterable[terms.Triple], namespace: str) -> Iterator[Any]:
    """Yield triples as pyoxigraph's quads of the default graph."""
    from pyoxigraph import BlankNode, Literal, NamedNode, Quad

    def node(term: str) -> Any:
        if terms.is_literal(term):
            text, datatype, language = terms.split_literal(term)
            if language:
                return Literal(text, language=language)
            return Literal(text, datatype=NamedNode(datatype)) if datatype else Literal(text)
        return BlankNode(term[2:]) if term.startswith("_:") else NamedNode(terms.to_iri(term, namespace))

    relations: dict[str, Any] = {}
    for s, r, o in triples:
        relation = relations.get(r)
        if relation is None:
            relation = relations[r] = node(r)
        yield Quad(node(s), relation, node(o))
