"""Wrong solutions of an item: its evaluation must reject them.

A mutation takes one thing of the reference away or changes it: everything, half of it, a line, a number, a path, a
text, a word. What leaves the machine as the reference does (a line that only looks, a second ``mkdir -p``) is found by
the probe and does not count as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from agentgym.environments.operating_system.world.item import Item

_NUMBER = re.compile(r"(?<![\w./$-])\d+(?![\w./])")
_PATH = re.compile(r"(?<![\w/.$}])(?:/[\w.@+-]+)+")
_TEXT = re.compile(r"'[^'\n]*[A-Za-z][^'\n]*'|\"[^\"\n$`\\]*[A-Za-z][^\"\n$`\\]*\"")
_WORD = re.compile(r"(?<=[\w'\"] )[A-Za-z][\w.-]{2,}(?=[ \n;|>)]|$)")
"""An argument that is a bare word: it follows another word, so that it is no command."""
_REMARK = re.compile(r"\s*#(?!!)")
_KEYWORDS = frozenset("done then else elif esac".split())
_MACHINE = re.compile(r"/(?:dev|bin|sbin|usr|proc|sys|lib)(?:/|$)")
_EACH = 4
"""Mutations of one sort at most."""

PROBE = r"""p=$(ps -eo user= -o args=)
{ find / /usr/local /dev/shm -path /proc -prune -o -path /sys -prune -o -path /dev -prune -o -path /usr -prune -o \
  -printf '%y %m %u %g %T@ %p %l\n' |
  awk -v now="$(date +%s)" '{ if ($5 > now - 3600 && $5 < now + 60) $5 = "now"; print }'
  find / /usr/local /dev/shm -path /proc -prune -o -path /sys -prune -o -path /dev -prune -o -path /usr -prune -o \
  -type f -cmin -60 -size -4096k -exec sha256sum {} +
  find /usr -type f -mmin -60 -size -4096k -exec sha256sum {} +
  printf '%s\n' "$p"; } 2>/dev/null | sort | sha256sum"""
"""Prints a hash of files and processes.

Of every file: kind, mode, owner, age, link; of files that were written or touched within the hour also the content (a
file's age can be set, the time of its last change cannot). What is younger than an hour is new. Of ``/usr`` only what
was written counts: the image's own programs are many.
"""
_HASH = re.compile(r"\b[0-9a-f]{64}\b")


def probed(item: Item) -> Item:
    """Return an operation whose solution shows at its end what it left behind; a question shows it by its answer."""
    return msgspec.structs.replace(item, commands=[*item.commands, PROBE]) if item.finishes else item


def state(shown: str) -> str:
    """Return the hash that a probe has shown, ``""`` where it was stopped."""
    found = _HASH.search(shown)
    return found[0] if found is not None else ""


def wrong(item: Item, answer: str) -> Iterator[tuple[str, Item]]:
    """Yield the name of each mutation, and the item with the wrong solution.

    Args:
        item: the item.
        answer: the right answer of a question.
    """
    solution = "\n".join(
        line for c in item.commands for line in c.split("\n") if not line.lstrip().startswith("#")
    )
    seen = {solution}
    for name, script in _scripts(solution):
        if script not in seen:
            seen.add(script)
            yield name, probed(msgspec.structs.replace(item, commands=[script]))
    if not item.finishes:
        for name, given in _answers(answer):
            yield name, msgspec.structs.replace(item, commands=["true"], answer=given)
        yield "finished without an answer", msgspec.structs.replace(item, commands=["true"], finishes=True)


def _scripts(script: str) -> Iterator[tuple[str, str]]:
    yield "nothing", "true"
    yield "echo", "echo done"
    lines = [line for line in script.split("\n") if line.strip()]
    if len(lines) > 1:
        yield "first half", "\n".join(lines[: len(lines) // 2])
        yield "second half", "\n".join(lines[len(lines) // 2 :])
        for number in range(min(len(lines), 2 * _EACH)):
            yield f"without line {number + 1}", "\n".join(lines[:number] + lines[number + 1 :])
    else:
        parts = re.split(r"\s*(?:&&|;)\s*", lines[0]) if lines else []
        if len(parts) > 1:
            yield "first half", "; ".join(parts[: len(parts) // 2])
            yield "second half", "; ".join(parts[len(parts) // 2 :])
    for found in list(_NUMBER.finditer(script))[:_EACH]:
        yield f"other number than {found[0]}", _put(script, found, str(int(found[0]) + 1))
    paths = [p for p in dict.fromkeys(_PATH.findall(script)) if not _MACHINE.match(p)]
    for path in paths[:_EACH]:
        yield f"other file than {path}", re.sub(rf"{re.escape(path)}(?![\w.@+-])", f"{path}_other", script)
    for found in list(_TEXT.finditer(script))[:_EACH]:
        yield f"other text than {found[0]}", _put(script, found, _misspelt(found[0]))
    words = [w for w in _WORD.finditer(script) if w[0] not in _KEYWORDS]
    for found in words[:_EACH]:
        yield f"other word than {found[0]}", _put(script, found, f"{found[0]}x")


def _answers(answer: str) -> Iterator[tuple[str, str]]:
    given: dict[str, str] = {
        "empty answer": "",
        "answer 0": "0",
        "answer 1": "1",
        "answer done": "done",
        "answer unknown": "I do not know",
    }
    if re.fullmatch(r"-?\d{1,15}", answer):
        given |= {"answer + 1": str(int(answer) + 1), "answer - 1": str(int(answer) - 1)}
        given["answer with a digit more"] = f"{answer}0"
    elif answer:
        given |= {"answer and a letter": f"{answer}x", "answer reversed": answer[::-1]}
        given["half of the answer"] = answer[: len(answer) // 2]
    given["denied answer"] = f"anything but {answer}"
    yield from ((name, value) for name, value in given.items() if value != answer)


def _misspelt(text: str) -> str:
    """Return a text with a letter more in its longest word."""
    word = max(re.findall(r"[A-Za-z]+", text), key=len)
    return re.sub(rf"(?<![A-Za-z]){word}(?![A-Za-z])", f"{word}x", text, count=1)


def _put(script: str, found: re.Match[str], text: str) -> str:
    return script[: found.start()] + text + script[found.end() :]
