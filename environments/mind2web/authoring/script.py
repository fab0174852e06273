"""Scripts of tasks: what the recorder is to do on a site, as a TOML file beside the site.

::

    website = "lantern"            # the names that the data is filed under
    domain = "Shopping"
    subdomain = "Home"
    start = "shop.html"            # a file beside the script, or a URL
    split = "train"                # where its tasks go, unless a task says otherwise
    hosts = ["shop.example"]       # hosts beyond this machine that pages may be loaded from

    [[task]]
    task = "Find the cheapest floor lamp and put it into the basket"
    steps = [
      "TYPE Search = floor lamp",
      "CLICK Go",
      "SELECT Sort by = Price: low to high",
      "CLICK Add to basket @ Alder floor lamp",
    ]
    expect = "1 item in your basket"

A step is an operation, the name that a person would call the element by (its label, text, placeholder or title),
``@`` and a text near it where the name alone is not enough, and ``=`` and a value. ``css:…`` names an element by a
selector instead. ``HOVER`` and ``ENTER`` are recorded as clicks, as the original does.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from agentgym.errors import DataError

SITES = Path(__file__).with_name("sites")
"""The scripted sites that the embedded tasks were recorded from."""
_STEP = re.compile(
    r"(?P<op>CLICK|TYPE|SELECT|HOVER|ENTER)\s+(?P<name>.+?)(?:\s+@\s+(?P<near>.+?))?(?:\s+=\s+(?P<value>.*))?",
    re.DOTALL,
)
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")


class StepScript(msgspec.Struct, frozen=True):
    """One step: the operation as written, the element's name, a text near it, a value."""

    op: str
    name: str
    near: str = ""
    value: str = ""


class TaskScript(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One task: its text, its steps as written, where it goes, and a text that its last page must show."""

    task: str
    steps: tuple[str, ...]
    split: str = ""
    expect: str = ""
    start: str = ""

    def parsed(self) -> list[StepScript]:
        """Return the steps.

        Raises:
            DataError: a step is not written as one.
        """
        return [parse_step(step) for step in self.steps]


class SiteScript(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All tasks of a site."""

    website: str
    domain: str
    subdomain: str
    start: str
    task: tuple[TaskScript, ...]
    split: str = "train"
    hosts: tuple[str, ...] = ()

    @property
    def is_remote(self) -> bool:
        """Whether the start page is a URL and no file beside the script."""
        return urlsplit(self.start).scheme in ("http", "https")


def parse_step(text: str) -> StepScript:
    """Read one step.

    Raises:
        DataError: it is none, or a value is missing or superfluous.
    """
    found = _STEP.fullmatch(text.strip())
    if found is None:
        raise DataError(
            f"The step {text!r} is not of the form 'OP name [@ text near it] [= value]', with OP one of CLICK, TYPE, "
            "SELECT, HOVER, ENTER."
        )
    step = StepScript(found["op"], found["name"], found["near"] or "", found["value"] or "")
    if (step.op in ("TYPE", "SELECT")) != bool(step.value):
        raise DataError(f"The step {text!r}: TYPE and SELECT have a value after ' = ', the others have none.")
    return step


def read_script(path: Path) -> SiteScript:
    """Read a script.

    Raises:
        DataError: the file is missing, no TOML, or not as described above.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        script = msgspec.convert(content, SiteScript)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is no TOML file: {error}.") from None
    except msgspec.ValidationError as error:
        raise DataError(f"{path} is no script of tasks: {error}.") from None
    if not _NAME.fullmatch(script.website):
        raise DataError(f"{path}: website must be made of a-z, 0-9, '.', '_', '-'; got {script.website!r}.")
    if not script.is_remote and not (path.parent / script.start.partition("#")[0]).is_file():
        raise DataError(f"{path}: start = {script.start!r} is neither a URL nor a file beside the script.")
    for task in script.task:
        if not task.steps:
            raise DataError(f"{path}: the task {task.task!r} has no steps.")
        task.parsed()
    return script
