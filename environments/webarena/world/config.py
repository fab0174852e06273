"""The configuration of a task: what is asked, where it begins, how the end is judged."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Rules = Literal["2023", "current", "verified"]
"""Which evaluators a configuration was written for: the release that the paper ran, today's, WebArena-Verified's."""

OR = " |OR| "
AND = " |AND| "


class Check(msgspec.Struct, frozen=True):
    """One check of a page's content (``program_html``).

    Attributes:
        url: the page, ``last`` for the one that is open, or ``func:name(...)``.
        locator: a JavaScript expression that begins with ``document.`` or ``[...document.``, ``func:name(...)``, or
            nothing for the whole page.
        required_contents: ``{"exact_match": text}``, ``{"must_include": [text, ...]}``, or (2023) one text.
        prep_actions: JavaScript expressions evaluated before.
    """

    url: str
    locator: str
    required_contents: dict[str, Any] | str
    prep_actions: list[str] = []


class Eval(msgspec.Struct, frozen=True):
    """How an end is judged: the product of what each of ``eval_types`` says."""

    eval_types: list[str]
    reference_answers: dict[str, Any] | None = None
    reference_url: str | None = ""
    program_html: list[Check] | None = None
    url_note: str | None = None
    string_note: str | None = ""
    reference_answer_raw_annotation: Any = ""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """One task, in one form for all releases.

    Attributes:
        sites: names of the sites that it needs (``shopping``, ``reddit`` ...).
        task_id: its number or name.
        intent: what is asked.
        intent_template: the template that it was made of.
        intent_template_id: the template's number or name.
        start_urls: pages that are open at the beginning, each in a tab; the first is in front.
        geolocation: latitude and longitude that pages are told.
        rules: which evaluators judge it.
        eval: evaluators of the 2023 release and of today's.
        verified: evaluators of WebArena-Verified.
        gold: actions that solve it, where they are known.
    """

    sites: list[str]
    task_id: int | str
    intent: str
    intent_template: str = ""
    intent_template_id: int | str = 0
    start_urls: list[str]
    geolocation: dict[str, float] | None = None
    rules: Rules = "current"
    eval: Eval | None = None
    verified: list[dict[str, Any]] = []
    gold: list[list[Any]] = []

    @property
    def kind(self) -> str:
        """Return what it is reported by: the site, or ``several``."""
        named = [site for site in self.sites if site != "homepage"]
        return named[0] if len(named) == 1 else "several"
