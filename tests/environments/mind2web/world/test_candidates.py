"""Which candidates are played."""

from __future__ import annotations

from agentgym.environments.mind2web.official.files import entries_of, read_task
from agentgym.environments.mind2web.tasks import EMBEDDED
from agentgym.environments.mind2web.world.candidates import ranking
from agentgym.environments.mind2web.world.sample import samples_of


def test_ranks_of_a_score_file_go_before_ours() -> None:
    record = read_task(*entries_of(EMBEDDED, "dev")[0])
    sample = samples_of(record)[0]
    ours = ranking(sample)
    given = samples_of(record, {sample.id: (*reversed(ours), "no such node")})[0]
    assert ranking(given) == tuple(reversed(ours))
