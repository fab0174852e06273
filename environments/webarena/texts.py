"""What WebArena says around its pages."""

from __future__ import annotations

from agentgym.prompts import Texts


class WebArenaTexts(Texts, frozen=True, kw_only=True):
    """The texts of WebArena.

    Attributes:
        task: the task, as it stands before the first page of a conversation that goes on, with ``{objective}``.
        page: a page there, with ``{url}`` and ``{observation}``.
        left_out: the same once it is no longer the newest, with ``{url}``.
        turn: what is asked where each turn is a conversation of its own, with ``{observation}``, ``{url}``,
            ``{objective}`` and ``{previous_action}``.
    """

    task: str = "Task: {objective}"
    page: str = "URL: {url}\n{observation}"
    left_out: str = "URL: {url}\n(The page is left out.)"
    turn: str = (
        "OBSERVATION:\n{observation}\nURL: {url}\nOBJECTIVE: {objective}\nPREVIOUS ACTION: {previous_action}"
    )
