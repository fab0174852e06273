"""The planner's examples."""

from __future__ import annotations

from agentgym.environments.rewoo.demonstration import EXAMPLES
from agentgym.environments.rewoo.tasks import store


def test_every_kind_has_one_and_none_is_a_task() -> None:
    used = {k.problem.examples for k in store().problems}
    assert used <= set(EXAMPLES) and len(set(EXAMPLES.values())) == len(EXAMPLES)
    for kept in store().problems:
        assert kept.problem.question not in EXAMPLES[kept.problem.examples]
