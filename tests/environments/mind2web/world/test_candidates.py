"""Which candidates are played."""

from __future__ import annotations

from agentgym.environments.mind2web.official.files import entries_of, read_task
from agentgym.environments.mind2web.tasks import EMBEDDED
from agentgym.environments.mind2web.world.candidates import ranking, reachable
from agentgym.environments.mind2web.world.sample import samples_of


def test_ranks_of_a_score_file_go_before_ours() -> None:
    record = read_task(*entries_of(EMBEDDED, "dev")[0])
    sample = samples_of(record)[0]
    ours = ranking(sample)
    given = samples_of(record, {sample.id: (*reversed(ours), "no such node")})[0]
    assert ranking(given) == tuple(reversed(ours))


def test_where_none_is_right_the_best_right_one_has_the_last_place() -> None:
    samples = [s for e in entries_of(EMBEDDED, "test_website") for s in samples_of(read_task(*e))]
    promoted = 0
    for sample in samples:
        ranked = ranking(sample)
        positives, negatives = reachable(sample, 10)
        made, others = reachable(sample, 10, complete=True)
        if positives:
            assert (made, others) == (positives, negatives)
            continue
        promoted += 1
        right = {c.backend_node_id for c in sample.action.pos_candidates}
        assert made == [next(i for i in ranked if i in right)]
        assert sorted(others) == sorted(ranked[:9])
    assert promoted == 5
