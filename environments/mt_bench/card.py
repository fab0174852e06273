"""The card of MT-Bench."""

from __future__ import annotations

from agentgym.card import Card, Source

_DATA = "https://raw.githubusercontent.com/lm-sys/FastChat/587d5cfa1609a43d192cedb8441cac3c17db105d/fastchat/llm_judge/data"

CARD = Card(
    title="MT-Bench",
    licence="Apache-2.0",
    official_licence="Apache-2.0 (FastChat)",
    official="MTBENCH_DATA",
    sources=(
        Source(
            url=f"{_DATA}/mt_bench/question.jsonl",
            sha256="119565adbab82227089cefdb44c8d7e2cf04dc0a0ec233634c82e7d4e2a944f7",
            path="question.jsonl",
        ),
        Source(
            url=f"{_DATA}/mt_bench/reference_answer/gpt-4.jsonl",
            sha256="f957a5bc977badb66885ec970e6cd08527845780313f0995764260e5777b9b3f",
            path="reference_answer/gpt-4.jsonl",
        ),
        Source(
            url=f"{_DATA}/judge_prompts.jsonl",
            sha256="fd283293406d024f44c174b094ef48031d0687a4682fd3a56b29b138f80281b6",
            path="judge_prompts.jsonl",
        ),
    ),
    judge="agentgym.environments.mt_bench.scoring:MTBenchJudge",
)
