"""What a task of the operating system is made of, in the terms of AgentBench's files."""

from __future__ import annotations

import re

import msgspec

SIMPLE = "default"
"""AgentBench's name of the image that is meant where an item names none."""


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """A script: its language (``bash``, ``python``, ``c``, ``c++``) and its text.

    Attributes:
        file: the path it was named by, where it was named and not given.
        missing: where ``file`` was looked for and not found; the item loads, but cannot be played.
    """

    language: str = "bash"
    code: str = ""
    file: str = ""
    missing: str = ""


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A comparison of the answer, made outside of the sandbox.

    Attributes:
        answer: the answer that is right, to the character.
        regex: or a pattern that is searched for in the answer.
        strip: drop white space around the agent's answer first.
    """

    answer: str | None = None
    regex: str | None = None
    strip: bool = False

    def holds(self, answer: str | None) -> bool:
        """Whether an answer is right; ``None`` (the agent finished without one) never is."""
        if answer is None:
            return False
        given = answer.strip() if self.strip else answer
        if self.answer is not None:
            return given == self.answer
        return self.regex is not None and re.search(self.regex, given) is not None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One task.

    Attributes:
        description: what is asked of the agent.
        image: AgentBench's name of the machine (``default``, ``packages``, ``ubuntu``), or an image's own.
        init: run one after another before the episode, each as a process of its own.
        start: run in the agent's own shell after that; its background jobs live on.
        match: compares the answer; or
        check: scripts that decide, ``None`` standing for ``example``; see :mod:`.judge`.
        example: the reference solution.
        commands: what the expert runs, where it is not ``example``.
        finishes: the expert ends with ``finish`` and gives no answer.
        answer: the expert's answer, where it is not ``match`` or the output of the last command.
        kind: category; for AgentBench's items their first label.
    """

    description: str
    image: str = SIMPLE
    init: list[Script] = []
    start: Script | None = None
    match: Match | None = None
    check: list[Script | None] = []
    example: Script | None = None
    commands: list[str] = []
    finishes: bool = False
    answer: str | None = None
    kind: str = ""

    @property
    def scripts(self) -> list[Script]:
        """All scripts that playing the item runs."""
        named = [*self.init, self.start, *self.check]
        if None in self.check:
            named.append(self.example)
        return [s for s in named if s is not None]

    @property
    def missing(self) -> list[Script]:
        """Scripts that are named and not there: the item cannot be played without them."""
        return [s for s in self.scripts if s.missing]
