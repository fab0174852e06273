"""The graphs of AgentBench's questions, from the files that a checkout does not hold."""

from __future__ import annotations

import gzip
from collections import defaultdict
from functools import cache

from agentgym.environments.knowledge_graph.authoring.encode import encode
from agentgym.environments.knowledge_graph.official.questions import load_questions
from agentgym.environments.knowledge_graph.world import terms
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.question import Question
from tests.shared_data import shared

FILES = ("dev", "kg_rl_all")


@cache
def closures() -> dict[tuple[str, int], list[tuple[str, str, str]]]:
    """Return the triples of each item's graph."""
    found: dict[tuple[str, int], list[tuple[str, str, str]]] = defaultdict(list)
    with gzip.open(shared("freebase/closure_dev_train.tsv.gz"), "rt") as file:
        for line in file:
            name, item, h, r, t = line.rstrip("\n").split("\t")
            found[name, int(item)].append((h, r, terms.from_text(t)))
    return found


def items() -> list[tuple[Question, Index]]:
    """Return all questions, each with the index of its graph."""
    graphs = closures()
    return [
        (question, Index(encode(graphs[name, i])))
        for name in FILES
        for i, question in enumerate(load_questions(shared(f"agentbench/kg/{name}.json")).values())
    ]
