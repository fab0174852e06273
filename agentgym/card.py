"""The card of an environment: what commands ask about it without knowing its name.

``agentgym doctor`` asks what it needs, ``info`` and ``data`` what it brings along, error analysis how to read its
actions. Everything that would have to be imported is given as ``"module:attribute"``, so that a card costs nothing.
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
from pathlib import Path
from typing import Any

import msgspec


class Part(msgspec.Struct, frozen=True):
    """A package that an environment's extra brings.

    Attributes:
        module: name that it is imported by.
        gives: what the environment can do with it.
    """

    module: str
    gives: str

    @property
    def installed(self) -> bool:
        """Whether the package can be imported; it is not."""
        return importlib.util.find_spec(self.module) is not None


class Program(msgspec.Struct, frozen=True):
    """A program of the machine that an environment can use.

    Attributes:
        names: commands that it may be called by, the first found counts.
        gives: what the environment can do with it.
        install: the command that installs it on Debian.
    """

    names: tuple[str, ...]
    gives: str
    install: str

    def find(self) -> str | None:
        """Return the path of the program, ``None`` if there is none."""
        return next((path for name in self.names if (path := shutil.which(name))), None)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """An official file that can be fetched.

    Attributes:
        url: where its publisher has it.
        sha256: of the file, in hex.
        path: where it is kept, in the folder of the environment's official data; empty for an archive.
        members: of a tar archive, the folders that are kept, each under its last name.
    """

    url: str
    sha256: str
    path: str = ""
    members: tuple[str, ...] = ()


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to know about an environment besides how it is played.

    Attributes:
        title: name for people.
        extra: the extra of the distribution that brings its packages; empty if the base install has all.
        gives: what each package of the extra is for.
        programs: programs of the machine that it can use.
        sandboxed: whether commands of a model run in a sandbox.
        commands: ``module:group``, the click group of ``agentgym data NAME``.
        site: ``module:function(task, env_args)``, which serves it as a web page for ``agentgym play --browser``.
        official: environment variable that names the folder behind ``data="official"``.
        official_file: where the variable is not set: the same as a file of a package (``package/data/file``).
        sources: the official files, where they may be fetched (`agentgym data GROUP get`).
        licence, official_licence: of the embedded and of the official data, as the cards of data sets state them; empty
            where none is known.
        calls_functions: every action is a function call, whatever the action format: the same action twice is the
            error category ``function_repetition``.
        tampering: ``module:function(task) -> dict[str, list[Action]]``: actions by which an agent could try to have the
            reward without the task, by name (the same for all tasks); `agentgym audit` plays them.
        prompts: ``module:function(checkout, profile, action_format) -> Texts``, which reads the texts of the
            original from a checkout, for ``prompts=PATH``.
        chance: largest share of tasks that any well-formed answer, given blindly, can be right in by the nature of the
            tasks (a quarter where there are four choices); `agentgym audit` counts as false what passes beyond it.
        limited: why the known solutions of some tasks end at the environment's own limit: `agentgym check` notes these
            tasks, and `agentgym audit` leaves them out.
        diagnosis: ``module:function(env, task) -> str``, which explains why a gold solution does not reach reward 1.
        judge: ``module:class``, the :class:`~agentgym.judging.Judge` of an environment whose episodes end unscored.
        inventor: ``module:class``, the :class:`~agentgym.inventing.Inventor` of an environment that can be given tasks
            which a model invents (`agentgym instruct self-instruct`).
        derivation: ``module:class``, the :class:`~agentgym.inventing.Derivation` of one whose tasks can be derived from
            questions with reference queries (`agentgym instruct derive`).
    """

    title: str = ""
    judge: str = ""
    extra: str = ""
    gives: tuple[Part, ...] = ()
    programs: tuple[Program, ...] = ()
    sandboxed: bool = False
    commands: str = ""
    site: str = ""
    official: str = ""
    official_file: str = ""
    sources: tuple[Source, ...] = ()
    licence: str = ""
    official_licence: str = ""
    calls_functions: bool = False
    tampering: str = ""
    prompts: str = ""
    chance: float = 0.0
    limited: str = ""
    diagnosis: str = ""
    inventor: str = ""
    derivation: str = ""


def packaged(name: str) -> Path | None:
    """Return the path of ``package/folder/file`` in an installed package; ``None`` if it is not there."""
    package, _, rest = name.partition("/")
    spec = importlib.util.find_spec(package) if package else None
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / rest
    return path if path.exists() else None


def load(name: str) -> Any:
    """Import and return what ``"module:attribute"`` names."""
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)
