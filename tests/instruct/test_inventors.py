"""What every inventor keeps: no answer breaks it, and the same answer is read the same."""

from __future__ import annotations

import random

import pytest

from agentgym import registry
from agentgym.instruct.self_instruct import inventor_of
from agentgym.inventing import Refused
from agentgym.tasks import Task

ENVIRONMENTS = ("AgentTune/OS-v0", "AgentTune/DB-v0")
PARTS = (
    "NULL",
    "'",
    '"',
    "(",
    ")",
    ";",
    "--",
    "\n",
    "```",
    "### Task\n",
    "Kind: ",
    "-1e999",
    "\x00",
    "é",
    "LIMIT 1",
    "$((",
    "`",
)


def _damaged(text: str, rng: random.Random) -> str:
    for _ in range(rng.randint(1, 8)):
        at, other = rng.randrange(len(text)), rng.randrange(len(text))
        middle = rng.choice([rng.choice(PARTS), "", text[other : other + rng.randint(1, 40)]])
        text = text[:at] + middle + text[at + (rng.randint(1, 15) if middle == "" else 0) :]
    return text


@pytest.mark.parametrize("env_id", ENVIRONMENTS)
def test_no_answer_breaks_it(env_id: str) -> None:
    inventor, rng = inventor_of(env_id), random.Random(7)
    seeds = inventor.seeds()
    (message,) = inventor.question(seeds, inventor.kinds[0], 2)
    written = message["content"].partition("Examples:")[2]
    assert [t.data for t in inventor.read(written) if isinstance(t, Task)] == [t.data for t in seeds]
    kept = 0
    for _ in range(40):
        text = _damaged(written, rng)
        found = inventor.read(text)
        assert found == inventor.read(text)
        for task in found:
            if isinstance(task, Refused):
                assert task.detail and task.flaw in ("schema", "reference")
                continue
            kept += 1
            names = [w.name for w in inventor.wrong(task, "12")]
            assert names[:2] == ["nothing", "echo"] and inventor.text(task)
            ids = [w.task.id for w in inventor.wrong(task, "12")]
            assert len(set(ids)) == len(ids)
    assert kept > 50


def test_every_card_that_names_one_has_one() -> None:
    named = [i for i in registry.known_ids() if registry.card(i).inventor or registry.card(i).derivation]
    assert set(ENVIRONMENTS) == set(named)
