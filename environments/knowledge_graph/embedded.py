"""The graph and the questions that ship with the package: ``data/graph.kg.zst`` and ``data/questions.json.zst``.

The graph is an index file, compressed whole: opening it is decompressing it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import zstandard

from agentgym.environments.knowledge_graph.index import Index
from agentgym.environments.knowledge_graph.ontology import Ontology
from agentgym.environments.knowledge_graph.questions import Question
from agentgym.environments.knowledge_graph.schema import NAMESPACE, ontology

if TYPE_CHECKING:
    from agentgym.environments.knowledge_graph.build_graph import Facts

DATA = Path(__file__).with_name("data")
GRAPH = DATA / "graph.kg.zst"
QUESTIONS = DATA / "questions.json.zst"
_PARTS = {"test": ("test-iid", "test-compositional", "test-zeroshot")}


@cache
def embedded_graph() -> Index:
    """Return the embedded graph, shared by all environments of the process."""
    raw = zstandard.ZstdDecompressor().decompress(GRAPH.read_bytes())
    return Index(raw, "the embedded graph")


@cache
def embedded_ontology() -> Ontology:
    """Return the embedded graph's ontology."""
    return ontology()


@cache
def embedded_questions(split: str) -> dict[str, Question]:
    """Return the questions of a split by id; ``test`` is the three kinds of test questions in turn."""
    parts = _PARTS.get(split, (split,))
    chosen = [q for q in _all() if q.id.rsplit("-", 1)[0] in parts]
    return {q.id: q for q in sorted(chosen, key=lambda q: q.id.rsplit("-", 1)[1])}


@cache
def _all() -> list[Question]:
    raw = zstandard.ZstdDecompressor().decompress(QUESTIONS.read_bytes())
    return msgspec.json.decode(raw, type=list[Question])


def write_store(facts: Facts) -> tuple[int, int]:
    """Write the stores that ship; return how many triples and questions there are."""
    from agentgym.environments.knowledge_graph.encode import encode
    from agentgym.environments.knowledge_graph.generator import make_questions

    DATA.mkdir(exist_ok=True)
    compressor = zstandard.ZstdCompressor(level=19)
    content = encode(facts.triples, NAMESPACE)
    GRAPH.write_bytes(compressor.compress(content))
    index = Index(content, "the embedded graph")
    questions = make_questions(index, ontology())
    QUESTIONS.write_bytes(compressor.compress(msgspec.json.encode(questions)))
    return index.triples, len(questions)
