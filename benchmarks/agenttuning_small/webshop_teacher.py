"""A teacher of WebShop that sees what a model sees, and no more.

The environment's expert searches for the very title of the product that is wanted. This teacher searches for what is
asked for, takes the first product that is not too dear, chooses the options that are named, and buys.
"""

from __future__ import annotations

import re

from agentgym.policy import Request

_ASKED = re.compile(r"Instruction: \[SEP\] (.*?), and price lower than ([\d.]+) dollars")
_OPENING = re.compile(
    r"^(?:(?:can you |please |could you )?(?:help me )?(?:find|show|get|buy)(?: me)?"
    r"|i(?: a|')m (?:looking|shopping|searching) for"
    r"|i (?:want|need|would like)(?: to (?:buy|find|get|order))?|looking for) (?:an? |some )?"
)
_PRODUCT = re.compile(r"\[SEP\] (B[0-9A-Z]{9}) \[SEP\] (.*?) \[SEP\] \$([\d.]+)")


def act(request: Request) -> str:
    """Answer with the next action: ``scripted:agentgym.benchmarks.agenttuning_small.webshop_teacher:act``."""
    page = request.messages[-1]["content"]
    asked = _ASKED.search(page)
    if asked is None:
        return _turn("I go back.", "click[back to search]")
    wanted, limit = asked[1].lower(), float(asked[2])
    if "'has_search_bar': True" in page:
        return _turn("I search for what is asked for.", f"search[{_OPENING.sub('', wanted)}]")
    if products := _PRODUCT.findall(page):
        fitting = [asin for asin, _, price in products if float(price) <= limit]
        if fitting:
            return _turn("This product fits what is asked for.", f"click[{fitting[0].lower()}]")
        return _turn(
            "All of these are too dear.", "click[next >]" if "'next >'" in page else "click[back to search]"
        )
    if "'buy now'" not in page:
        return _turn("I go back to the product.", "click[< prev]")
    chosen = {m["content"].rpartition("click[")[2].rstrip("]\n") for m in request.messages if m.get("loss")}
    for option in _options(page):
        if option not in chosen and re.search(rf"(?<!\w){re.escape(option)}(?!\w)", wanted):
            return _turn(f"The option {option} is asked for.", f"click[{option}]")
    return _turn("Everything that is asked for is chosen.", "click[buy now]")


def _options(page: str) -> list[str]:
    """Return the values of the options of a product's page, the longest first: "dark blue" before "blue"."""
    listed = re.findall(r"'([^']*)'", page.rpartition("'clickables': [")[2])
    own = listed[listed.index("buy now") + 1 :]
    return sorted(own, key=len, reverse=True)


def _turn(thought: str, action: str) -> str:
    return f"Thought:\n{thought}\n\nAction:\n{action}"
