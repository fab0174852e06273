"""Policies that judge, for tests."""

from __future__ import annotations

from agentgym.policy import Request


def seven(request: Request) -> str:
    """Rate everything with 7 in the first repetition, 8 in the second …"""
    return f"Well done. Rating: [[{7 + request.repeat}]]"


def first(request: Request) -> str:
    """Always prefer the answer that is shown first."""
    return "[[A]]"


def best(request: Request) -> str:
    """Prefer the assistant that calls itself the best."""
    text = request.messages[-1]["content"]
    return "[[B]]" if text.index("I-AM-BEST") > text.index("ssistant B") else "[[A]]"


def moody(request: Request) -> str:
    """Give no verdict on second turns."""
    return "I cannot decide." if "second question" in request.messages[0]["content"] else "[[5]]"
