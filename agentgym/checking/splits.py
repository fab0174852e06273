"""Is what is tested kept out of what is trained on: by content, and by id?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from agentgym.checking.findings import Finding, guarded
from agentgym.checking.subject import Subject
from agentgym.errors import AgentGymError, EnvironmentFailure

TRAINING = ("train", "dev")
"""Splits that share no task with any other; what an environment adds may be parts of its test split."""


def splits(subject: Subject) -> Iterator[Finding]:
    """Compare the tasks of every two splits."""
    yield from guarded("leaks between splits", lambda: _leaks(subject))


def _leaks(subject: Subject) -> Iterator[Finding]:
    check, ids, hashes = "leaks between splits", {}, {}
    for split in subject.cls.splits:
        try:
            with subject.made(split=split) as env:
                ids[split] = set(env.tasks.ids)
                hashes[split] = {env.tasks.content_hash(i): i for i in env.tasks.ids}
                if len(hashes[split]) < len(ids[split]):
                    twice = len(ids[split]) - len(hashes[split])
                    yield Finding(
                        check, "note", f"{twice} tasks of {split} have the content of another one of it"
                    )
        except AgentGymError as error:
            yield Finding(check, "skipped", f"{split}: {error}")
    for one, other in combinations(ids, 2):
        same_ids, same = ids[one] & ids[other], hashes[one].keys() & hashes[other].keys()
        if not same_ids and not same:
            continue
        example = hashes[one][min(same)] if same else min(same_ids)
        said = f"{one} and {other} share {len(same)} contents and {len(same_ids)} ids ({example})"
        if {one, other} & {*TRAINING}:
            raise EnvironmentFailure(f"{said}: what is trained on must not be tested.")
        yield Finding(check, "note", said)
    yield Finding(check, "ok", ", ".join(f"{s} {len(i)}" for s, i in ids.items()))
