"""The form in which tasks are invented: labelled sections, scripts in fenced blocks."""

from __future__ import annotations

import re

from agentgym.environments.operating_system.world.item import Item, Script
from agentgym.formats.sections import code, fenced, items, sections
from agentgym.inventing import Refused

LABELS = ("Kind", "Topic", "Description", "Explanation", "Init", "Solution", "Check")
KINDS = ("operation", "question")
SHORTEST, LONGEST = 20, 1500
"""Characters of a description."""
_SCRIPT = 6000
"""Characters of a script at most."""
_CLOCK = re.compile(
    r"\$(?:EPOCH)?(?:SECONDS|REALTIME)\b|(?:^|[`(;&|]|\bdo)[ \t]*date\b(?![^\n;|&)`]*(?:-[drf]|--date|--ref))",
    re.M,
)
"""What reads the clock: a task must be the same tomorrow."""

RULES = """\
You invent tasks for a course in which people learn to use a Linux machine. Each is either an "operation" (something \
is to be done on the machine) or a "question" (something on the machine is to be found out; the answer is a number, a \
word or a short line). A task has five parts:

- Description: what is asked for. It names every file, folder, name and number that is needed, so that one result is \
right and no other. It does not say how to do it.
- Explanation: how it is solved, in a sentence or two; the learner does not see it.
- Init: a bash script that runs as root on a fresh machine before the learner begins. It makes all files, users and \
processes that the task is about.
- Solution: a bash script that solves the task. That of a question prints the answer and nothing else.
- Check: a bash script that runs after the learner and ends with exit code 0 if the task is solved, with another one \
if not. It looks at the machine itself; it works the right answer out from the machine and does not trust the learner. \
The learner's answer to a question is "$1". A check that would be passed by someone who did nothing, did half of it, \
or did it in the wrong place is worthless.

The machine is Debian with bash, coreutils, grep, sed, awk, find, tar, gzip and python3. It has no network: nothing \
can be downloaded or installed. Scripts must give the same on every run: no random values, no dates of \
today, no waiting."""

FORM = """\
Write each task in this form, and nothing else:

### Task
Kind: operation or question
Topic: a word
Description: …
Explanation: …
Init:
```bash
…
```
Solution:
```bash
…
```
Check:
```bash
…
```"""


def write(item: Item, number: int) -> str:
    """Write an item in the form."""
    kind = "operation" if item.finishes else "question"
    init = "\n".join(s.code for s in item.init)
    solution = "\n".join(item.commands)
    check = "\n".join(s.code for s in item.check if s is not None)
    return "\n".join(
        [
            f"### Task {number}",
            f"Kind: {kind}",
            f"Topic: {item.kind}",
            f"Description: {item.description}",
            "Init:",
            fenced("bash", init),
            "Solution:",
            fenced("bash", solution),
            "Check:",
            fenced("bash", check),
        ]
    )


def read(answer: str) -> list[Item | Refused]:
    """Return the items of an answer."""
    return [_item(part) for part in items(answer, "Task")]


def _item(text: str) -> Item | Refused:
    found = {name: parts[0] for name, parts in sections(text, LABELS).items()}
    missing = [n for n in ("Description", "Solution", "Check") if not found.get(n.casefold())]
    if missing:
        return Refused("schema", f"no {', '.join(missing)}", text)
    kind = found.get("kind", "").strip(" *.`\"'").casefold()
    if kind not in KINDS:
        return Refused("schema", f"Kind is {' or '.join(KINDS)}, got {kind!r:.60}", text)
    description = " ".join(found["description"].split())
    if not SHORTEST <= len(description) <= LONGEST:
        return Refused(
            "schema", f"a description of {len(description)} characters ({SHORTEST} to {LONGEST})", text
        )
    init, solution, check = (code(found.get(n, "")) for n in ("init", "solution", "check"))
    longest = max(map(len, (init, solution, check)))
    if longest > _SCRIPT:
        return Refused("schema", f"a script of {longest} characters (at most {_SCRIPT})", text)
    if not solution or not check:
        return Refused("schema", "an empty solution or check", text)
    clock = next((m for s in (init, solution, check) if (m := _CLOCK.search(s))), None)
    if clock is not None:
        return Refused("schema", f"it depends on the time at which it is played: {clock[0].strip()!r}", text)
    if kind == "question" and "$1" not in check and "${1" not in check and "$@" not in check:
        return Refused("schema", 'the check of a question does not look at the answer ("$1")', text)
    topic = " ".join(found.get("topic", "").split()).strip(" *.`\"'").casefold()
    return Item(
        description=description,
        init=[Script(code=init)] if init else [],
        check=[Script(code=check)],
        example=Script(code=solution),
        commands=[solution],
        finishes=kind == "operation",
        kind=topic[:40] or kind,
    )
