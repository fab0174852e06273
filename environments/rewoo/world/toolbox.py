"""The tools of a problem: the environment's own, recorded answers, and what a user plugs in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from agentgym.card import load
from agentgym.environments.rewoo.world import corpus, names, workers
from agentgym.environments.rewoo.world.documents import Document
from agentgym.environments.rewoo.world.problem import Problem
from agentgym.environments.rewoo.world.run import Tool
from agentgym.errors import DataError, EnvironmentFailure, OptionError
from agentgym.tools.encyclopedia.library import Finder, Library


class Toolbox:
    """Makes the tools of problems.

    Args:
        texts: what Wikipedia and Google stand for (:mod:`.corpus`).
        language: which Wikipedia is searched live.
        recorded: path of recorded answers; ``None`` for none.
        plugins: tools of one's own, ``module:function`` by name.
        documents: returns the document of a name.

    Raises:
        DataError: the recorded answers cannot be read.
        DependencyError: live Wikipedia is not installed.
        OptionError: a plugin for no tool, or one that cannot be imported.
    """

    def __init__(
        self,
        texts: str,
        language: str,
        recorded: str | None,
        plugins: Mapping[str, str],
        documents: Callable[[str], Document],
    ) -> None:
        self._documents = documents
        self.texts = texts
        self.language = language
        self._recorded = _recorded(recorded)
        self._plugged = {name: _plugin(name, target) for name, target in plugins.items()}
        if texts == corpus.LIVE:
            self._wikipedia  # noqa: B018  (what is not installed is told at once)

    def tools(self, problem: Problem) -> dict[str, Tool]:
        """Return the tools that a problem offers and that the environment runs, by name."""
        makers: dict[str, Callable[[], Tool]] = {
            names.WIKIPEDIA: lambda: workers.wikipedia(self._finder(problem), whole=not problem.context),
            names.GOOGLE: lambda: workers.google(self._library(problem)),
            names.ALPHA: lambda: workers.alpha,
            names.CALCULATOR: lambda: workers.calculator,
            names.SEARCH_DOCUMENT: lambda: workers.document(self._documents(problem.document)),
            names.SEARCH_SOTU: lambda: workers.document(self._documents(problem.document)),
        }
        found: dict[str, Tool] = {}
        for name in problem.tools:
            if name not in makers:
                continue
            tool = self._plugged.get(name) or makers[name]()
            found[name] = workers.recorded(tool, self._recorded[name]) if name in self._recorded else tool
        return found

    def _finder(self, problem: Problem) -> Finder:
        return self._wikipedia if self.texts == corpus.LIVE else self._library(problem)

    def _library(self, problem: Problem) -> Library:
        if problem.context:
            return Library.of(problem.context)
        return corpus.library(corpus.EMBEDDED if self.texts == corpus.LIVE else self.texts)

    @cached_property
    def _wikipedia(self) -> Finder:
        return corpus.wikipedia(self.language)


def _recorded(path: str | None) -> dict[str, dict[str, str]]:
    if path is None:
        return {}
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=dict[str, dict[str, str]])
    except (OSError, msgspec.DecodeError) as error:
        raise DataError(
            f"recorded={path!r} is no JSON of the form {{tool: {{input: answer}}}}: {error}."
        ) from None


def _plugin(name: str, target: str) -> Tool:
    """Return a tool of one's own, whose failures are the environment's."""
    if name not in names.RUN:
        raise OptionError(
            f"plugins: there is no tool {name!r} to replace; the tools are {', '.join(names.RUN)}."
        )
    try:
        function = load(target)
    except (ImportError, AttributeError, ValueError) as error:
        raise OptionError(
            f"plugins: {target!r} cannot be imported: {error}. Give module:function."
        ) from error

    def call(text: str) -> str:
        try:
            return str(function(text))
        except Exception as error:
            raise EnvironmentFailure(
                f"The tool {name} ({target}) failed: {type(error).__name__}: {error}"
            ) from error

    return call
