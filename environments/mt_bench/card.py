"""The card of MT-Bench."""

from __future__ import annotations

from agentgym.card import Card

CARD = Card(
    title="MT-Bench",
    licence="Apache-2.0",
    official_licence="Apache-2.0 (FastChat)",
    official="MTBENCH_DATA",
    judge="agentgym.environments.mt_bench.scoring:MTBenchJudge",
)
