"""Writing the store for SPARQL beside an index; :func:`.world.rdf.open_rdf` opens it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from agentgym.environments.knowledge_graph.world.rdf import oxigraph_module, quads
from agentgym.environments.knowledge_graph.world.terms import Triple


def build_rdf(triples: Iterable[Triple], folder: Path, namespace: str) -> None:
    """Write a SPARQL store of triples; an older one at the same place is replaced.

    Raises:
        DependencyError: oxrdflib is not installed.
    """
    oxigraph = oxigraph_module()
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    store = oxigraph.Store(str(partial))
    store.bulk_extend(quads(triples, namespace))
    store.optimize()
    del store
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
