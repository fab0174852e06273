"""What there is to know about KG besides how it is played."""

from __future__ import annotations

from agentgym.card import Card, Part

CARD = Card(
    title="Knowledge graph",
    licence="Apache-2.0; sources and their licences: environments/knowledge_graph/data/NOTICE.md",
    official_licence="Apache-2.0 (AgentBench); Freebase: CC BY 2.5",
    extra="kg",
    gives=(Part("oxrdflib", "SPARQL on an index, in process"),),
    commands="agentgym.environments.knowledge_graph.commands:commands",
    prompts="agentgym.environments.knowledge_graph.official.prompts:read",
    official="AGENTGYM_KG",
    calls_functions=True,
)
