"""Self-instruct end to end, with a scripted generator and a scripted solver."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest

import agentgym
from agentgym import sandbox
from agentgym.errors import OptionError, PolicyError
from agentgym.instruct import card
from agentgym.instruct.record import SOLVED, TASKS, Folder, Settings, Verdict
from agentgym.instruct.self_instruct import inventor_of, self_instruct, settings_of
from agentgym.policies.expert import ExpertPolicy
from agentgym.policy import Policy
from tests.dataset.runs import curate
from tests.instruct.authors import DONE, FINISH, bash, db_task, inventing, os_task, solving, sql

SANDBOXED = pytest.mark.skipif(bool(sandbox.unavailable("bubblewrap")), reason="no bubblewrap here")
SHELF = "CREATE TABLE jars (name TEXT, grams INT, shelf TEXT);\nINSERT INTO jars VALUES ('plum', 300, 'a'), "
SHELF += "('fig', 250, 'b'), ('pear', 410, 'a'), ('quince', 180, 'c');"
PLUM = db_task(
    "UPDATE",
    "The jar of figs has moved to shelf d. Write it down.",
    SHELF,
    "UPDATE jars SET shelf = 'd' WHERE name = 'fig'",
)
PEAR = db_task(
    "DELETE", "All pears are eaten up: remove their jar.", SHELF, "DELETE FROM jars WHERE name = 'pear'"
)


def invent(
    out: Path, env: str, generator: Policy, solver: Policy, tasks: int, calls: int, **given: object
) -> tuple[Folder, Settings]:
    """Invent tasks; return the folder and the settings."""
    settings = settings_of(env, generator, solver, count=1, **given)
    folder = self_instruct(out, settings, generator, solver, tasks=tasks, calls=calls, concurrency=2)
    return asyncio.run(folder), settings


@SANDBOXED
def test_good_tasks_are_accepted_and_each_bad_one_is_rejected_for_its_reason(tmp_path: Path) -> None:
    note = os_task(
        "Write the word harbour into the new file /root/note.txt.", "mkdir -p /root",
        "echo harbour > /root/note.txt", '[ "$(cat /root/note.txt 2>/dev/null)" = harbour ]',
    )  # fmt: skip
    answers = {
        Verdict.ACCEPTED: note,
        Verdict.DUPLICATE: note.replace("harbour", "lighthouse"),
        Verdict.SCHEMA: "### Task\nKind: operation\nDescription: A task without any solution at all.",
        Verdict.REFERENCE: os_task(
            "Remove the file /srv/old/leaf.txt from the machine.", "mkdir -p /srv/old; touch /srv/old/leaf.txt",
            "rm /srv/old/leaves.txt", "[ ! -e /srv/old/leaf.txt ]",
        ),
        Verdict.EVALUATION: os_task(
            "Make the folder /opt/attic/boxes for old things.", "mkdir -p /opt/attic", "mkdir /opt/attic/boxes",
            "true",
        ),
        Verdict.NETWORK: os_task(
            "Install the program cowsay so that people can call it.", "true", "apt-get install -y cowsay",
            "command -v cowsay",
        ),
        Verdict.SOLVER: os_task(
            "How many words has the file /home/poem.txt in all of its lines?",
            "printf 'a b\\nc d e\\n' > /home/poem.txt",
            "wc -w < /home/poem.txt", '[ "$1" = "$(wc -w < /home/poem.txt)" ]', kind="question",
        ),
    }  # fmt: skip
    solver = solving(
        lambda task: (
            [bash("echo harbour > /root/note.txt"), FINISH] if "harbour" in task else ["Act: answer(2)"]
        )
    )
    folder, settings = invent(
        tmp_path, "os", inventing(list(answers.values())), solver, 9, len(answers), runs=3,
        env_args={"backend": "bubblewrap"},
    )  # fmt: skip
    assert [p.verdict for p in folder.proposals] == list(answers), [p.detail for p in folder.proposals]
    accepted, *_ = folder.proposals
    assert accepted.runs == 3 and accepted.wrong == accepted.rejected >= 4
    details = {p.verdict: p.detail for p in folder.proposals}
    assert "accepts: nothing, echo" in details[Verdict.EVALUATION] and "apt-get" in details[Verdict.NETWORK]
    assert accepted.task in details[Verdict.DUPLICATE] and "Solution" in details[Verdict.SCHEMA]
    text = card.text(folder, settings)
    assert "7 proposals, 1 accepted (14.3%)" in text and "solver disagrees (call 6)" in text
    run = agentgym.rollout("os", "expert", data=tmp_path / TASKS, split="train", backend="bubblewrap")
    assert (run.scored, run.mean_reward) == (1, 1.0)
    rows = curate(tmp_path / SOLVED, tmp_path / "data", keep="reward == 1")
    assert len(rows) == 1 and rows[0].source is not None and rows[0].source.task_id == accepted.task


def test_changes_of_a_database_are_compared_by_their_states(tmp_path: Path) -> None:
    answers = [
        PLUM,
        db_task("UPDATE", "Set the shelf of every jar to its shelf.", SHELF, "UPDATE jars SET shelf = shelf"),
        db_task(
            "INSERT", "Add a jar of honey of 500 grams.", SHELF, "INSERT INTO pots VALUES ('honey', 500, 'a')"
        ),
        # All rows meet the condition: the data does not tell it from no condition at all.
        db_task(
            "DELETE", "Throw the jars below 999 grams away.", SHELF, "DELETE FROM jars WHERE grams < 999"
        ),
        PEAR,
        db_task("SELECT", "List all jars that stand on the shelf a.", SHELF, "SELECT * FROM jars"),
    ]
    right = solving(lambda task: [sql("UPDATE jars SET shelf = 'd' WHERE grams = 250"), DONE])
    folder, settings = invent(tmp_path, "db", inventing(answers), right, 9, 6)
    assert [p.verdict for p in folder.proposals] == [
        Verdict.ACCEPTED, Verdict.REFERENCE, Verdict.REFERENCE, Verdict.EVALUATION, Verdict.SOLVER, Verdict.SCHEMA,
    ]  # fmt: skip
    assert "changes nothing" in folder.proposals[1].detail and "does not run" in folder.proposals[2].detail
    run = agentgym.rollout("db", "expert", data=tmp_path / TASKS, split="train")
    assert (run.scored, run.mean_reward) == (1, 1.0)
    assert [e.task_id for e in run] == [folder.proposals[0].task]
    assert "| accepted | 1 |" in card.text(folder, settings)


def test_it_goes_on_where_it_stopped_and_the_pool_grows(tmp_path: Path) -> None:
    solver = solving(
        lambda task: [
            sql(
                "UPDATE jars SET shelf = 'd' WHERE name = 'fig'"
                if "figs" in task
                else "DELETE FROM jars WHERE grams = 410"
            ),
            DONE,
        ]
    )
    folder, _ = invent(tmp_path, "db", inventing([PLUM, PEAR, PLUM]), solver, 1, 3, shots=3)
    assert len(folder.calls) == 1 and folder.proposals[0].verdict is Verdict.ACCEPTED
    folder, _ = invent(tmp_path, "db", inventing([PLUM, PEAR, PLUM]), solver, 3, 3, shots=3)
    assert [p.verdict for p in folder.proposals] == [Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.DUPLICATE]
    assert folder.proposals[0].task in folder.proposals[1].examples
    run = agentgym.rollout("db", "expert", data=tmp_path / TASKS, split="train")
    assert (run.scored, run.mean_reward) == (2, 1.0)


def test_nothing_is_invented_that_is_nearly_a_test_task(tmp_path: Path) -> None:
    inventor = inventor_of("AgentTune/DB-v0")
    env = agentgym.registry.make("AgentTune/DB-v0", {"split": "test", "kinds": "UPDATE"})
    words = inventor.text(env.unwrapped.tasks[0])  # type: ignore[attr-defined]
    leaking = db_task("UPDATE", words, SHELF, "UPDATE jars SET shelf = 'd' WHERE name = 'fig'")
    folder, _ = invent(tmp_path, "db", inventing([leaking]), solving(lambda task: [DONE]), 1, 1)
    assert folder.proposals[0].verdict is Verdict.LEAK and "test/" in folder.proposals[0].detail
    assert not (tmp_path / TASKS).exists()


def test_a_call_that_fails_is_counted_and_a_generator_that_is_gone_ends_it(tmp_path: Path) -> None:
    nothing = solving(lambda task: [DONE])
    # Two calls at once, of which one has an answer.
    folder, settings = invent(tmp_path / "a", "db", inventing([PLUM]), nothing, 2, 2)
    assert [c.error for c in folder.calls] == ["", "list index out of range"]
    assert "1 of them failed" in card.text(folder, settings) and "No task was accepted" in card.text(
        folder, settings
    )
    with pytest.raises(PolicyError, match="The generator does not answer: list index out of range"):
        invent(tmp_path / "b", "db", inventing([]), nothing, 2, 2)
    assert not (tmp_path / "b" / "rounds.jsonl").exists()


def test_what_the_solver_could_not_play_is_played_when_it_goes_on(tmp_path: Path) -> None:
    there = False

    def act(task: str) -> list[str]:
        if not there:
            raise RuntimeError("no server")
        return [sql("UPDATE jars SET shelf = 'd' WHERE name = 'fig'"), DONE]

    solver = solving(act)
    folder, _ = invent(tmp_path, "db", inventing([PLUM]), solver, 1, 1)
    assert folder.proposals[0].verdict is Verdict.MACHINERY and not (tmp_path / TASKS).exists()
    there = True
    folder, _ = invent(tmp_path, "db", inventing([PLUM]), solver, 1, 1)
    assert folder.proposals[0].verdict is Verdict.ACCEPTED and (tmp_path / TASKS).exists()
    assert Folder(tmp_path, folder_settings(tmp_path)).proposals[0].verdict is Verdict.ACCEPTED


def test_halves_of_surrogate_pairs_are_in_no_file(tmp_path: Path) -> None:
    broken = PLUM.replace("moved", "mo\ud83dved")
    folder, _ = invent(tmp_path, "db", inventing([broken]), solving(lambda task: [DONE]), 1, 1)
    assert folder.proposals[0].verdict is Verdict.SOLVER
    assert msgspec.json.encode(Folder(tmp_path, folder_settings(tmp_path)).rounds)


def folder_settings(path: Path) -> Settings:
    return msgspec.json.decode((path / "settings.json").read_bytes(), type=Settings)


def test_the_expert_is_no_solver_and_not_every_environment_can_be_invented_for(tmp_path: Path) -> None:
    generator, expert = inventing([PLUM]), ExpertPolicy()
    with pytest.raises(OptionError, match="The solver cannot be the expert"):
        invent(tmp_path / "a", "db", generator, expert, 1, 1)
    with pytest.raises(OptionError, match=r"no inventor\. Those that have: .*DB"):
        settings_of("webshop", generator, expert)
