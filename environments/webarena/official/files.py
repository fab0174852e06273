"""The official task files: the release of 2023, today's, and WebArena-Verified's, each told by what it holds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from agentgym.environments.webarena.world.config import AND, Config, Eval, Rules
from agentgym.errors import DataError

NAMES = ("test.raw.json", "webarena-verified.json", "test.json")
"""Names that a folder is looked through for, in this order."""


def locate(data: Path) -> Path:
    """Return the task file that a path means: itself, or the one in a folder.

    Raises:
        DataError: there is none.
    """
    if data.is_file():
        return data
    for folder in (data, data / "config_files"):
        for name in NAMES:
            if (folder / name).is_file():
                return folder / name
    raise DataError(f"{data} holds no task file; looked for {', '.join(NAMES)}.")


@cache
def read(path: Path) -> dict[str, Config]:
    """Return the tasks of a file by id, in its order.

    Raises:
        DataError: the file cannot be read, or a task in it is none.
    """
    try:
        raw = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read as JSON: {error}.") from None
    if not isinstance(raw, list) or not all(isinstance(entry, dict) for entry in raw):
        raise DataError(f"{path} must hold a list of tasks.")
    rules = rules_of(raw)
    found: dict[str, Config] = {}
    for place, entry in enumerate(raw):
        try:
            config = convert(entry, rules)
        except (msgspec.ValidationError, KeyError) as error:
            raise DataError(f"{path}, task {place} ({entry.get('task_id')}): {error}.") from None
        found[str(config.task_id)] = config
    return found


def rules_of(entries: list[dict[str, Any]]) -> Rules:
    """Return which release tasks belong to: Verified's evaluators are a list, the old checks want one text."""
    for entry in entries:
        judged = entry.get("eval")
        if isinstance(judged, list):
            return "verified"
        checks = (judged or {}).get("program_html") or ()
        if any(isinstance(check.get("required_contents"), str) for check in checks):
            return "2023"
        if (judged or {}).get("url_note") == "EXACT":
            return "2023"
    return "current"


def convert(entry: dict[str, Any], rules: Rules) -> Config:
    """Return a task in the one form.

    Raises:
        KeyError: something is missing.
        msgspec.ValidationError: something is of another type.
    """
    common: dict[str, Any] = {
        "sites": entry["sites"],
        "task_id": entry["task_id"],
        "intent": entry["intent"],
        "intent_template": entry.get("intent_template", ""),
        "intent_template_id": entry.get("intent_template_id", 0),
        "geolocation": entry.get("geolocation"),
        "rules": rules,
    }
    if rules == "verified":
        verified = {"start_urls": entry["start_urls"], "verified": entry["eval"]}
        return msgspec.convert({**common, **verified}, Config)
    judge = dict(entry["eval"])
    if "string_note" not in judge and entry.get("string_note"):
        judge["string_note"] = entry["string_note"]  # One task of today's file has it a level too high.
    return msgspec.convert(
        {**common, "start_urls": entry["start_url"].split(AND), "eval": msgspec.convert(judge, Eval)}, Config
    )
