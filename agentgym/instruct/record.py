"""What became of every task that a model proposed, and the files of a self-instruct folder.

| file | what |
| --- | --- |
| ``tasks.json.zst`` | the accepted tasks, which the environment loads as ``data`` |
| ``rounds.jsonl`` | one :class:`Round` a line: its calls, and all that they proposed, with verdicts and reasons |
| ``settings.json`` | what the folder was made with |
| ``validated.json.zst`` | the tasks that passed validation, whether or not the solver solved them |
| ``solved/`` | the run of the solver, an ordinary log: `agentgym curate` makes conversations of it |
| ``README.md`` | the card |
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from agentgym.errors import DataError, OptionError
from agentgym.policy import Usage

ROUNDS = "rounds.jsonl"
SETTINGS = "settings.json"
TASKS = "tasks.json.zst"
VALIDATED = "validated.json.zst"
SOLVED = "solved"
CARD = "README.md"


class Verdict(StrEnum):
    """What became of a proposal: accepted, or the first reason against it."""

    ACCEPTED = "accepted"
    SCHEMA = "schema"
    """A part is missing, or has another form."""
    DUPLICATE = "near duplicate"
    """It is nearly a task that is known: a seed, or a validated one."""
    LEAK = "near a test task"
    NETWORK = "network"
    REFERENCE = "reference rejected"
    """Its own solution does not run, changes nothing, or is not accepted by its evaluation."""
    UNSTABLE = "reference not always accepted"
    EVALUATION = "evaluation accepts wrong solutions"
    SOLVER = "solver disagrees"
    """The second model's result is not accepted."""
    MACHINERY = "machinery"
    """A run of it broke or took too long: it was not judged."""


class Proposal(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One proposal.

    Attributes:
        call: number of the call that proposed it.
        verdict, detail: what became of it, and why.
        task: id of the task; empty where it is none.
        kind: kind that was asked for.
        examples: ids of the tasks that the prompt showed.
        model: the model that answered.
        text: what the model wrote, where no task came of it; else the words of the task.
        wrong: wrong solutions that were tried out.
        rejected: how many of them the evaluation rejected.
        passed: names of those that it accepted.
        equivalent: mutations that left the same behind as the reference, and were not counted.
        runs: in how many of the fresh runs the reference was accepted.
    """

    call: int
    verdict: Verdict
    detail: str = ""
    task: str = ""
    kind: str = ""
    examples: list[str] = []
    model: str = ""
    text: str = ""
    wrong: int = 0
    rejected: int = 0
    passed: list[str] = []
    equivalent: int = 0
    runs: int = 0


class Call(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One call of the generator: how many proposals its answer holds, and what it took."""

    call: int
    proposals: int = 0
    usage: Usage | None = None
    cost: float | None = None
    seconds: float = 0.0
    error: str = ""


class Round(msgspec.Struct, kw_only=True):
    """The calls of one round and what became of their proposals; one line of the file."""

    calls: list[Call]
    proposals: list[Proposal]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What tasks are invented with.

    Attributes:
        env_id: the environment.
        env_args: its arguments, besides data and split.
        generator: label and identity of the policy that invents.
        solver: of the policy that solves.
        count: tasks that a call asks for.
        shots: examples that a prompt shows.
        seed: of what is drawn.
        runs: fresh runs of the reference, all of which must be accepted.
        similarity: ROUGE-L from which on a task is nearly another.
        required: share of wrong solutions that the evaluation must reject.
        inventor: version of the inventor.
        seconds: time limit of a step of the environment.

    Raises:
        OptionError: a number out of its range.
    """

    env_id: str
    env_args: dict[str, Any] = {}
    generator: str = ""
    solver: str = ""
    count: int = 3
    shots: int = 3
    seed: int = 0
    runs: int = 5
    similarity: float = 0.7
    required: float = 0.95
    inventor: str = ""
    seconds: float = 60.0

    def __post_init__(self) -> None:
        for name in ("count", "shots", "runs"):
            if getattr(self, name) < 1:
                raise OptionError(f"{name} must be at least 1, got {getattr(self, name)}.")
        for name in ("similarity", "required"):
            if not 0.0 < getattr(self, name) <= 1.0:
                raise OptionError(f"{name} is above 0 and up to 1, got {getattr(self, name)}.")


class Folder:
    """A self-instruct folder: opened, checked against the settings, appended to round by round.

    Args:
        path: its place; new, empty, or one that was made with the same settings.
        settings: what tasks are invented with.

    Raises:
        OptionError: something else is there, or it was made with other settings.
        DataError: a file of it is damaged.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        known = path / SETTINGS
        if known.exists():
            self._check(known, settings)
        elif path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise OptionError(f"{path} is there already and no folder of invented tasks: name another one.")
        else:
            path.mkdir(parents=True, exist_ok=True)
            known.write_bytes(msgspec.json.format(msgspec.json.encode(settings), indent=2))
        self.rounds = list(read_rounds(path))

    @property
    def proposals(self) -> list[Proposal]:
        """All proposals so far."""
        return [p for r in self.rounds for p in r.proposals]

    @property
    def calls(self) -> list[Call]:
        """All calls so far."""
        return [c for r in self.rounds for c in r.calls]

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes from going on with the folder.

        Raises:
            OptionError: another one does.
        """
        lock = os.open(self.path / ".lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise OptionError(
                    f"Another process is inventing into {self.path}: wait for it, or name another folder."
                ) from None
            yield
        finally:
            os.close(lock)

    def add(self, finished: Round) -> None:
        """Append a round."""
        self.rounds.append(finished)
        with (self.path / ROUNDS).open("ab") as file:
            file.write(msgspec.json.encode(finished) + b"\n")

    def rewrite(self) -> None:
        """Write all rounds anew, after a verdict has changed."""
        beside = self.path / f".{ROUNDS}"
        beside.write_bytes(b"".join(msgspec.json.encode(r) + b"\n" for r in self.rounds))
        beside.replace(self.path / ROUNDS)

    @staticmethod
    def _check(known: Path, settings: Settings) -> None:
        try:
            made = msgspec.json.decode(known.read_bytes(), type=Settings)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DataError(f"{known} cannot be read: {error}. Name another folder.") from None
        differing = [
            f"{name} {getattr(made, name)!r}, now {getattr(settings, name)!r}"
            for name in Settings.__struct_fields__
            if getattr(made, name) != getattr(settings, name)
        ]
        if differing:
            raise OptionError(
                f"{known.parent} was begun with other settings ({'; '.join(differing)}): give them again to go on, or "
                "name another folder."
            )


def read_rounds(path: Path) -> Iterator[Round]:
    """Iterate the rounds of a folder; a last line that was torn by a crash is passed over, and written anew.

    Raises:
        DataError: another line is damaged.
    """
    file = path / ROUNDS
    if not file.exists():
        return
    raw = file.read_bytes()
    whole, _, torn = raw.rpartition(b"\n")
    if torn:
        file.write_bytes(whole + b"\n" if whole else b"")
    for number, line in enumerate(whole.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=Round)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DataError(f"{file}, line {number} is damaged: {error}.") from None


def origin(proposal: Proposal, settings: Settings) -> dict[str, str]:
    """Return where a task comes from, for the task file."""
    return {
        "generator": settings.generator,
        "model": proposal.model,
        "call": str(proposal.call),
        "examples": " ".join(proposal.examples),
        "inventor": settings.inventor,
        "reference": f"accepted in {proposal.runs} of {settings.runs} fresh runs",
        "wrong solutions": f"{proposal.rejected} of {proposal.wrong} rejected",
        "arguments": msgspec.json.encode(settings.env_args).decode(),
        "solver": settings.solver if proposal.verdict is Verdict.ACCEPTED else "",
    }
