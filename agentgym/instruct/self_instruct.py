"""Self-instruct: a model invents tasks, they are validated, a second instance of a model solves them.

Round by round: calls of the generator, with examples drawn from the pool of accepted tasks (which begins with the
inventor's seeds and grows); proposals are read; what is nearly a known task, or needs a network, is left out; the rest
is validated (:mod:`.validation`) and then played by the solver, as any task is. Accepted is what the solver solved.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from agentgym import card, registry
from agentgym.engine import Limits, RunSpec, arollout
from agentgym.engine.asking import Asker, PolicyBroke
from agentgym.engine.cost import Prices
from agentgym.engine.kept_open import KeptOpen
from agentgym.env import AgentEnv
from agentgym.errors import ContextLengthError, OptionError, PolicyError
from agentgym.instruct.record import (
    SOLVED,
    TASKS,
    VALIDATED,
    Call,
    Folder,
    Proposal,
    Round,
    Settings,
    Verdict,
    origin,
)
from agentgym.instruct.similarity import Known
from agentgym.instruct.validation import SPLIT, Progress, Validator
from agentgym.inventing import Inventor, Refused
from agentgym.policies.expert import ExpertPolicy
from agentgym.policy import Policy, Request
from agentgym.status import Ending
from agentgym.tasks import Task
from agentgym.trajectory.reader import read as read_log

TEST_SPLITS = ("dev", "test")
"""Splits whose tasks no invented one may be near to."""
Read = tuple[Proposal, Task | None]
"""A proposal, and the task that was read off it."""


def inventor_of(env_id: str) -> Inventor:
    """Return the inventor of an environment.

    Raises:
        OptionError: it has none.
    """
    named = registry.card(env_id).inventor
    if not named:
        having = ", ".join(registry.short_name(i) for i in registry.known_ids() if registry.card(i).inventor)
        raise OptionError(
            f"No tasks can be invented for {env_id}: it has no inventor. Those that have: {having}."
        )
    return cast(Inventor, card.load(named)())


class SelfInstruct:
    """Invents tasks into a folder.

    Args:
        folder: what there is already, and the settings.
        generator: the policy that invents.
        solver: the policy that solves; may be the same object.
        concurrency: calls, and episodes, at once.
        prices: what tokens cost, for servers that report no cost.
        progress: called with what is being done, how much of it is done, and how much there is.

    Raises:
        OptionError: the solver is the expert, which plays the reference and would agree with anything.
    """

    def __init__(
        self,
        folder: Folder,
        settings: Settings,
        generator: Policy,
        solver: Policy,
        *,
        concurrency: int = 4,
        prices: Prices | None = None,
        progress: Progress = lambda what, done, total: None,
    ) -> None:
        if isinstance(solver, ExpertPolicy):
            raise OptionError(
                "The solver cannot be the expert: it plays the reference solution, so it would agree with itself. "
                "Name a model (the same as the generator, by default)."
            )
        self.folder = folder
        self.settings = settings
        self.generator = KeptOpen(generator)
        self.solver = self.generator if solver is generator else KeptOpen(solver)
        self.concurrency = concurrency
        self.prices = prices
        self.progress = progress
        self.inventor = inventor_of(settings.env_id)
        self.validator = Validator(self.inventor, settings, concurrency=concurrency, progress=progress)
        self.validated = self._loaded()
        self.known = Known(settings.similarity, self._known())
        self.tests = Known(settings.similarity, self._tests())

    @property
    def accepted(self) -> list[Task]:
        """The accepted tasks, in the order in which they were proposed."""
        ids = [p.task for p in self.folder.proposals if p.verdict is Verdict.ACCEPTED]
        return [self.validated[i] for i in ids]

    async def run(self, tasks: int, calls: int, max_cost: float | None = None) -> None:
        """Go on until there are so many tasks, or so many calls were made.

        Args:
            tasks: accepted tasks that are wanted.
            calls: calls of the generator at most.
            max_cost: US dollars of the generator's calls; past it no further round begins.

        Raises:
            PolicyError: all calls of a round failed; what was done before is kept, and this round is not.
        """
        self._write()
        asker = Asker(self.generator, prices=self.prices)
        try:
            await self._solve_again()
            await self.generator.open()
            while len(self.accepted) < tasks and (made := len(self.folder.calls)) < calls:
                if max_cost is not None and sum(c.cost or 0.0 for c in self.folder.calls) >= max_cost:
                    break
                # No more at a time than would be needed if every proposal were accepted.
                wanted = -(-(tasks - len(self.accepted)) // self.settings.count)
                await self._round(asker, range(made, min(calls, made + min(self.concurrency, wanted))))
        finally:
            await self.generator.release()
            await self.solver.release()

    async def _round(self, asker: Asker, numbers: range) -> None:
        self.progress(f"asking the generator (call {numbers.start + 1})", 0, len(numbers))
        answered = await asyncio.gather(*(self._call(asker, n) for n in numbers))
        errors = [call.error for call, _ in answered]
        if all(errors):
            raise PolicyError(
                f"The generator does not answer: {errors[0]}. What was done before is kept; the same command goes on."
            )
        read = [pair for _, found in answered for pair in found]
        proposals = [p for p, _ in read]
        candidates = self._sift(read)
        found = await self.validator.validate(list(candidates.values()))
        for proposal in proposals:
            checked = found.get(proposal.task)
            if checked is not None:
                for name in ("detail", "wrong", "rejected", "passed", "equivalent", "runs"):
                    setattr(proposal, name, getattr(checked, name))
                proposal.verdict = checked.verdict or Verdict.ACCEPTED
        valid = [p for p in proposals if p.task in found and found[p.task].verdict is None]
        for proposal in valid:
            self.validated[proposal.task] = candidates[proposal.task]
            self.known.add(proposal.task, self.inventor.text(candidates[proposal.task]))
        await self._solve(valid)
        self.folder.add(Round(calls=[call for call, _ in answered], proposals=proposals))
        self._write()

    async def _call(self, asker: Asker, number: int) -> tuple[Call, list[Read]]:
        """Ask for tasks once; return the call, and its proposals: those that are tasks are accepted so far."""
        drawn = random.Random(f"{self.settings.seed}:{number}")
        kind = self.inventor.kinds[number % len(self.inventor.kinds)]
        examples = self._examples(drawn)
        request = Request(
            messages=self.inventor.question(examples, kind, self.settings.count),
            env_id=self.settings.env_id,
            task_id=f"invent-{number}",
            action_format="native",
            seed=drawn.getrandbits(31),
            repeat=number,
            episode_id=f"invent-{number}",
        )
        try:
            _, completion = await asker.ask(request)
        except (PolicyBroke, ContextLengthError) as error:
            return Call(call=number, error=str(error.__cause__ or error)[:300]), []
        # Half a surrogate pair, which a model can write, is in no file.
        text = completion.text.encode("utf-8", "replace").decode()
        proposals: list[Read] = []
        for found in self.inventor.read(text)[: 4 * self.settings.count]:
            proposal = Proposal(call=number, verdict=Verdict.ACCEPTED, kind=kind, model=completion.model)
            proposal.examples = [t.id for t in examples]
            if isinstance(found, Refused):
                proposal.verdict = Verdict.SCHEMA if found.flaw == "schema" else Verdict.REFERENCE
                proposal.detail, proposal.text = found.detail, found.text[:2000]
                proposals.append((proposal, None))
            else:
                proposal.task = found.id
                proposals.append((proposal, found))
        call = Call(
            call=number, proposals=len(proposals), usage=completion.usage, cost=completion.cost,
            seconds=completion.latency,
        )  # fmt: skip
        return call, proposals

    def _examples(self, drawn: random.Random) -> list[Task]:
        """Draw examples from the pool: accepted tasks for at most two thirds of them, as Self-Instruct has it."""
        seeds, grown = self.inventor.seeds(), self.accepted
        invented = drawn.sample(grown, min(len(grown), 2 * self.settings.shots // 3))
        return drawn.sample(seeds, min(len(seeds), self.settings.shots - len(invented))) + invented

    def _sift(self, read: Sequence[Read]) -> dict[str, Task]:
        """Return the tasks that are new and need no network; the others' verdicts are noted."""
        fresh: dict[str, Task] = {}
        beside = Known(self.settings.similarity)
        for proposal, task in read:
            if task is None:
                continue
            proposal.text = text = self.inventor.text(task)
            known, test = self.known.nearest(text) or beside.nearest(text), self.tests.nearest(text)
            network = self.inventor.network(task)
            if test is not None:
                proposal.verdict = Verdict.LEAK
                proposal.detail = f"{test.similarity:.2f} like {test.name}: {test.text:.200}"
            elif known is not None:
                proposal.verdict = Verdict.DUPLICATE
                proposal.detail = f"{known.similarity:.2f} like {known.name}: {known.text:.200}"
            elif network:
                proposal.verdict, proposal.detail = Verdict.NETWORK, f"it runs {network!r}"
            else:
                fresh[task.id] = task
                beside.add(task.id, text)
                continue
            proposal.task = ""
        return fresh

    async def _solve(self, valid: Sequence[Proposal]) -> None:
        """Let the solver play the valid tasks; the verdict on what it does not solve is noted."""
        if not valid:
            return
        path = self.folder.path / VALIDATED
        by_id = {p.task: p for p in [*self.folder.proposals, *valid] if p.task}
        origins = {i: origin(by_id[i], self.settings) for i in self.validated}
        self.inventor.write(path, list(self.validated.values()), SPLIT, origins)
        spec = RunSpec(
            env_id=self.settings.env_id,
            env_args={**self.settings.env_args, "data": str(path.resolve()), "split": SPLIT},
            tasks=[p.task for p in valid],
            seed=self.settings.seed,
            concurrency=self.concurrency,
            out=self.folder.path / SOLVED,
            limits=Limits(step_seconds=self.settings.seconds),
            retry_errors=True,
        )
        self.progress("solving", 0, len(valid))
        run = await arollout(spec, self.solver, prices=self.prices)
        # A log in which nothing has ended well holds no episodes.
        log = read_log(self.folder.path / SOLVED) if run.ended else ()
        played = {e.task_id: e for e in log if e.key in run.keys}
        for proposal in valid:
            episode = played.get(proposal.task)
            if episode is None or episode.ending is not Ending.SCORED:
                proposal.verdict, proposal.detail = Verdict.MACHINERY, "the solver's run broke"
            elif not episode.success:
                proposal.verdict = Verdict.SOLVER
                proposal.detail = f"{episode.status.value} after {len(episode.steps)} turns, not accepted"

    async def _solve_again(self) -> None:
        """Let the solver play what is valid and what it could not play, because its run broke."""
        broken = [
            p for p in self.folder.proposals if p.verdict is Verdict.MACHINERY and p.task in self.validated
        ]
        for proposal in broken:
            proposal.verdict, proposal.detail = Verdict.ACCEPTED, ""
        await self._solve(broken)
        if broken:
            self.folder.rewrite()
            self._write()

    def _write(self) -> None:
        """Write the accepted tasks."""
        by_id = {p.task: p for p in self.folder.proposals if p.task}
        accepted = self.accepted
        if accepted:
            origins = {t.id: origin(by_id[t.id], self.settings) for t in accepted}
            self.inventor.write(self.folder.path / TASKS, accepted, SPLIT, origins)

    def _loaded(self) -> dict[str, Task]:
        """Return the tasks that an earlier call validated."""
        path = self.folder.path / VALIDATED
        recorded = {p.task for p in self.folder.proposals if p.task}
        if not path.exists() or not recorded:
            return {}
        return {t.id: t for t in _tasks(self.settings, data=str(path), split=SPLIT) if t.id in recorded}

    def _known(self) -> list[tuple[str, str]]:
        return [(t.id, self.inventor.text(t)) for t in (*self.inventor.seeds(), *self.validated.values())]

    def _tests(self) -> list[tuple[str, str]]:
        return [
            (f"{split}/{t.id}", self.inventor.text(t))
            for split in TEST_SPLITS
            for t in _tasks(self.settings, data="embedded", split=split)
        ]


def _tasks(settings: Settings, **arguments: str) -> list[Task]:
    env = registry.make(settings.env_id, arguments)
    try:
        return list(cast(AgentEnv, env.unwrapped).tasks)
    finally:
        env.close()


async def self_instruct(
    path: Path,
    settings: Settings,
    generator: Policy,
    solver: Policy,
    *,
    tasks: int,
    calls: int,
    max_cost: float | None = None,
    concurrency: int = 4,
    prices: Prices | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Folder:
    """Invent tasks into a folder, or go on with it; see :class:`SelfInstruct`.

    Returns:
        the folder, with all proposals.
    """
    folder = Folder(path, settings)
    with folder.locked():
        folder = Folder(path, settings)  # What another process has done until now is known.
        work = SelfInstruct(
            folder, settings, generator, solver, concurrency=concurrency, prices=prices, progress=progress
        )
        await work.run(tasks, calls, max_cost)
    return folder


def settings_of(env_id: str, generator: Policy, solver: Policy, **given: Any) -> Settings:
    """Return settings, with what the policies are and the inventor's version filled in.

    Raises:
        OptionError: the environment has no inventor, or a number is out of its range.
    """
    resolved = registry.resolve(env_id)
    inventor = inventor_of(resolved)
    return Settings(
        env_id=resolved,
        generator=generator.label or generator.spec,
        solver=solver.label or solver.spec,
        inventor=f"{type(inventor).__name__} {inventor.version}",
        **given,
    )
