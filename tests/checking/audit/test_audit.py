"""An audit finds a reward that can be had without the task, and a solution that fails."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym import Action, Outcome, Task, TaskSet, Tool
from agentgym.card import Card
from agentgym.checking import examine
from agentgym.checking.audit import audit
from agentgym.checking.audit.playing import IDLE
from agentgym.env import AgentEnv
from agentgym.errors import UnknownNameError
from agentgym.status import Status


class Asks(AgentEnv):
    """Asks for a word that stands in the question."""

    tools = (Tool(name="answer", description="Answer.", parameters={"text": {"type": "string"}}),)
    words = ("lemon", "grape", "melon")

    def load_tasks(self) -> TaskSet:
        return TaskSet.of([Task(id=w, data=f"{self.split} {w}", split=self.split) for w in self.words])

    def begin(self, task: Task) -> str:
        return f"Which fruit has {len(task.id)} letters and begins with {task.id[0]}?"

    def right(self, text: str, word: str) -> bool:
        return text == word

    def perform(self, action: Action) -> Outcome:
        assert self.task is not None
        won = self.right(str(action["text"]), self.task.id)
        return Outcome(observation="Over.", reward=float(won), terminated=True)

    def gold(self, task: Task) -> Any:
        yield Action(name="answer", arguments={"text": task.id})


class Takes(Asks):
    """Takes whatever is not empty."""

    def right(self, text: str, word: str) -> bool:
        return bool(text)


class Refuses(Asks):
    """Refuses its own solution of one task."""

    def right(self, text: str, word: str) -> bool:
        return text == word != "melon"


class Breaks(Asks):
    """Breaks on an empty answer."""

    def perform(self, action: Action) -> Outcome:
        return super().perform(action) if action["text"] else None  # type: ignore[return-value]


class Patient(Asks):
    """Refuses every wrong answer and goes on for two hundred turns; what was said last is worth a half."""

    turns = 0

    def __init__(self, **arguments: Any) -> None:
        super().__init__(max_steps=200, **arguments)

    def perform(self, action: Action) -> Outcome:
        assert self.task is not None
        type(self).turns += 1
        if self.right(str(action["text"]), self.task.id):
            return Outcome(observation="Over.", reward=1.0, terminated=True)
        return Outcome(observation="No.", refused=True)

    def at_limit(self, outcome: Outcome) -> Outcome:
        return Outcome(observation="Late.", reward=0.5, terminated=True)


class Short(Asks):
    """Has one turn, in which two of three tasks can be solved; its card says so, or not."""

    card = Card(limited="Melons take two turns.")

    def __init__(self, **arguments: Any) -> None:
        super().__init__(max_steps=1, **arguments)

    def gold(self, task: Task) -> Any:
        if task.id == "melon":
            yield Action(name="answer", arguments={"text": "a melon, I think"})
        yield Action(name="answer", arguments={"text": task.id})

    def perform(self, action: Action) -> Outcome:
        done = super().perform(action)
        return done if done.reward else Outcome(observation="Go on.")


class Silent(Short):
    """The same, and its card says nothing of it."""

    card = Card()


class Chooses(Asks):
    """Asks which of two, one and the same in two tasks of three."""

    card = Card(chance=2 / 3)

    def right(self, text: str, word: str) -> bool:
        return (text == "lemon") == (word != "melon") if text else False

    def gold(self, task: Task) -> Any:
        yield Action(name="answer", arguments={"text": "lemon" if task.id != "melon" else "other"})


class Leaves(Asks):
    """Has nothing to ask in one task, and leaves another one to a judge."""

    def begin(self, task: Task) -> Any:
        asked = super().begin(task)
        return Outcome(observation=asked, unasked=True) if task.id == "melon" else asked

    def perform(self, action: Action) -> Outcome:
        assert self.task is not None
        if self.task.id == "melon":
            return Outcome(observation="Over.", terminated=True, status=Status.UNANSWERABLE)
        if self.task.id == "lemon":
            return Outcome(observation="Over.", terminated=True, status=Status.UNSCORED)
        return super().perform(action)


def _audit(name: str, **arguments: Any) -> Any:
    return audit(f"tests.checking.audit.test_audit:{name}", **arguments)


def test_a_sound_environment_is_clean() -> None:
    found = _audit("Asks")
    assert found.clean
    assert (found.false_pass_ceiling, found.gold_false_fail, found.errors, found.tasks) == (0.0, 0.0, 0, 3)
    assert _audit("Asks", tasks=2).tasks == 2


def test_a_reward_that_is_given_away_is_found() -> None:
    found = _audit("Takes")
    assert found.false_pass_ceiling == 1.0 and not found.clean
    assert found.worst.policy.startswith("answer")
    assert found.lazy.mean == 1.0
    assert found.guessing.share == 1.0


def test_a_solution_that_fails_is_found() -> None:
    found = _audit("Refuses")
    assert found.gold_false_fail == pytest.approx(1 / 3)
    assert found.tallies[0].examples == ["melon"]


def test_a_way_to_leave_the_mean_is_counted() -> None:
    found = _audit("Breaks")
    assert found.errors > 0 and not found.clean
    assert found.facts()["errors"] == found.errors
    assert any("Breaks.perform must return" in c for t in found.tallies for c in t.complaints)


def test_what_is_right_by_chance_is_a_guess() -> None:
    found = _audit("Chooses")
    assert 0.0 < found.false_pass_ceiling <= found.chance and found.beyond_chance == 0.0 and found.clean


def test_what_is_refused_again_and_again_is_cut_short_and_scored_as_at_the_limit() -> None:
    Patient.turns = 0
    found = _audit("Patient", tasks=["melon"])
    assert found.tasks == 1 and found.lazy.mean == 0.5 and found.gold_false_fail == 0.0
    # A few say something else each turn, and play to the limit.
    assert 200 < Patient.turns < 2 * 200 + len(found.tallies) * 2 * IDLE


def test_solutions_beyond_the_limit_are_left_out_where_the_card_says_why() -> None:
    found = _audit("Short")
    assert (found.tasks, found.beyond_limit, found.gold_false_fail) == (3, 1, 0.0) and found.facts()[
        "beyond_limit"
    ] == 1
    assert {t.tasks for t in found.tallies} == {2}
    silent = _audit("Silent")
    assert silent.beyond_limit == 0 and silent.gold_false_fail == pytest.approx(1 / 3)


def test_the_expert_of_a_check_may_end_at_a_limit_where_the_card_says_why() -> None:
    short, silent = (
        [f for f in examine(f"tests.checking.audit.test_audit:{name}").findings if f.check == "expert, react"]
        for name in ("Short", "Silent")
    )
    assert [f.result for f in short] == ["ok", "note"] and "Melons take two turns" in short[1].detail
    assert "melon" in short[1].detail and "reward 1 on 2 tasks" in short[0].detail
    assert [f.result for f in silent] == ["failed"]


def test_an_id_that_is_none_is_told() -> None:
    with pytest.raises(UnknownNameError, match="plum"):
        _audit("Asks", tasks=["lemon", "plum"])


def test_what_cannot_be_solved_or_scored_is_left_out() -> None:
    found = _audit("Leaves")
    assert (found.tasks, found.unanswerable, found.unscored, found.gold_false_fail) == (3, 1, 1, 0.0)
    assert {t.tasks for t in found.tallies if t.tasks} == {1}
