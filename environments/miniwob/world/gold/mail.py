"""The mail pages: mark, delete, answer or forward a mail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from agentgym.environments.miniwob.world.gold.reading import Click, Move, Reading, Solution, Write

_WORDED = (
    r'Find the email by (\S+) and (?:reply to them with the text "(.*)"|forward that email to (\S+?)\.?$|'
    r"click the (\w+) icon)"
)
_ICONS = {"delete": "trash", "star": "star", "important": "star"}
_MAIL = """(sender, part) => Array.from(document.querySelectorAll('#main .email-thread')).find(
  mail => mail.querySelector('.email-sender').textContent === sender).querySelector(part)"""


def asked(page: Reading) -> Mapping[str, Any]:
    """Return what is asked for: ``by``, and ``message``, ``to`` or ``icon``; as the page tells it, where it does."""
    if page.fields is not None:
        told = dict(page.fields)
        told["icon"] = _ICONS.get(told.get("task", ""))
        return told
    by, message, to, icon = page.match(_WORDED).groups()
    return {"by": by, "message": message, "to": to, "icon": icon}


def mail(page: Reading) -> Iterator[Move]:
    """Find the mail of a sender and do with it what is asked for."""
    told = asked(page)
    if told.get("icon"):
        yield Click(page.path(_MAIL, told["by"], f".{told['icon']}"))
        return
    yield Click(page.path(_MAIL, told["by"], ".email-sender"))
    kind = "reply" if told.get("message") else "forward"
    yield Click(page.css(f".email-{kind}"))
    if kind == "reply":
        yield Write(page.css("#reply-text"), told["message"])
    else:
        yield Write(page.css(".forward-sender"), told["to"])
    yield Click(page.css(f"#send-{kind}"))


SOLUTIONS: dict[str, Solution] = dict.fromkeys(
    (
        "email-inbox",
        "email-inbox-nl-turk",
        "email-inbox-forward-nl",
        "email-inbox-forward-nl-turk",
    ),
    mail,
)
