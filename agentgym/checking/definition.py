"""Is an environment told by its definition: every argument kept, JSON-able, and enough to make it again?"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from typing import Any

import msgspec

from agentgym import arguments
from agentgym.checking.findings import Finding, guarded, raised
from agentgym.checking.subject import Subject
from agentgym.env import AgentEnv
from agentgym.errors import EnvironmentFailure


def definition(subject: Subject) -> Iterator[Finding]:
    """Check the definition, and report whether the environment can be copied and pickled."""
    yield from guarded("definition", lambda: _definition(subject))
    yield from guarded("copies", lambda: _copies(subject))


def again(subject: Subject, env: AgentEnv) -> AgentEnv:
    """Make an environment from another one's definition, as it is read back from a log."""
    arguments: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(env.definition()))
    return subject._replace(arguments={}).make(**arguments)


def _definition(subject: Subject) -> Iterator[Finding]:
    name = subject.cls.__name__
    with subject.made() as env:
        for argument, default in arguments.defaults(subject.cls).items():
            if argument in env.incidental:
                continue
            if not hasattr(env, argument):
                raise EnvironmentFailure(
                    f"{name}.__init__ takes {argument}, and there is no attribute {argument}: keep it, resolved, as "
                    f"self.{argument}, or list it in `incidental` if it does not change what is played."
                )
            if default is None and getattr(env, argument) is None and argument not in ("data", "prompts"):
                yield Finding(
                    "definition",
                    "note",
                    f"{argument} stays None: if a default is chosen later, keep that one.",
                )
        found = env.definition()
        with again(subject, env) as other:
            if other.definition() != found:
                changed = [k for k, v in found.items() if other.definition().get(k) != v]
                raise EnvironmentFailure(
                    f"{name} made from its own definition is another one: {', '.join(changed)} differ."
                )
    yield Finding("definition", "ok", ", ".join(found))


def _copies(subject: Subject) -> Iterator[Finding]:
    with subject.made() as env:
        env.reset(seed=0, options={"task": env.tasks[0].id})
        for what, copied in (("deepcopy", copy.deepcopy), ("pickle", _pickled)):
            try:
                copied(env)
            except Exception as error:  # noqa: BLE001  (whatever an attribute raises when it is copied)
                yield Finding("copies", "note", f"{what} in an episode: {raised(error):.200}")
            else:
                yield Finding("copies", "ok", f"{what} in an episode")


def _pickled(env: AgentEnv) -> AgentEnv:
    copied: AgentEnv = pickle.loads(pickle.dumps(env))
    return copied
