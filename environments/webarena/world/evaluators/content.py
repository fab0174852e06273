"""``program_html``: what pages hold."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from agentgym.browser.interface import PageError
from agentgym.environments.webarena.world.config import OR, Check, Eval, Rules
from agentgym.environments.webarena.world.evaluators import helpers
from agentgym.environments.webarena.world.evaluators.base import End, Tab, Verdict
from agentgym.environments.webarena.world.evaluators.text import equal, includes, one_text, texts
from agentgym.errors import DataError

_SCRIPTS = ("document.", "[...document.")


class Content:
    """Opens pages and compares what a locator finds there with what is required.

    Raises:
        DataError: the configuration cannot be used.
    """

    def __init__(self, given: Eval, rules: Rules = "current") -> None:
        if given.program_html is None:
            raise DataError("eval.program_html is missing, which names the pages to check.")
        self.checks = [_Check(check, rules) for check in given.program_html]

    def judge(self, end: End) -> Verdict:
        """Return 1 or 0; every check is made, as a later ``last`` means the page of an earlier one."""
        return Verdict(float(all(check.holds(end) for check in self.checks)))


class _Check:
    def __init__(self, given: Check, rules: Rules) -> None:
        self.given = given
        self.url = helpers.parse(given.url) if given.url.startswith("func") else None
        self.find = _locator(given, rules)
        self.compare = _comparison(given.required_contents)

    def holds(self, end: End) -> bool:
        url = self.given.url if self.url is None else self.url(end)
        tab = end.current if url == "last" else end.open(url)
        return self.compare(html.unescape(self.find(end, tab)))


def _locator(given: Check, rules: Rules) -> Callable[[End, Tab], str]:
    if not given.locator.strip():
        return lambda end, tab: tab.content()
    if given.locator.startswith(_SCRIPTS):
        return lambda end, tab: _found(tab, given, rules)
    if given.locator.startswith("func:"):
        helper = helpers.parse(given.locator)
        return lambda end, tab: helper(end)
    raise DataError(f"The locator {given.locator!r:.80} is not known; it begins with document. or func:.")


def _found(tab: Tab, given: Check, rules: Rules) -> str:
    try:
        for action in given.prep_actions:
            tab.evaluate(action)
    except PageError:
        pass  # As the original: what cannot be opened before cannot be read after either.
    try:
        value = tab.evaluate(given.locator)
    except PageError:
        return ""  # Another page than the one that is asked for.
    return "" if rules == "2023" and not value else as_text(value)


def as_text(value: Any) -> str:
    """Return a JavaScript value as the original's Python prints it: ``True``, ``None``, ``['a']``, ``3``."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _comparison(required: dict[str, Any] | str) -> Callable[[str], bool]:
    if isinstance(required, str):
        options = [text.strip().lower() for text in required.split(OR)]
        return lambda found: any(option in found.strip().lower() for option in options)
    if "exact_match" in required:
        wanted = one_text(required["exact_match"], "required_contents.exact_match")
        return lambda found: equal(wanted, found)
    if "must_include" in required:
        parts = [text.split(OR) for text in texts(required["must_include"], "required_contents.must_include")]
        return lambda found: all(any(includes(option, found) for option in part) for part in parts)
    raise DataError(f"required_contents has {sorted(required)}; it needs exact_match or must_include.")
