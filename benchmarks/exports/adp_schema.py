"""What ADP's schema 1.2.0 asks of a trajectory, written down from its description."""

from __future__ import annotations

from typing import Any

_ACTION = {"class_", "reasoning_content", "reward", "tool_call_id", "description"}
_FIELDS = {
    "api_action": _ACTION | {"function", "kwargs"},
    "message_action": _ACTION | {"content"},
    "text_observation": {"class_", "content", "source", "tool_call_id", "reward"},
}
_NEEDED: dict[str, dict[str, type]] = {
    "api_action": {"function": str, "kwargs": dict},
    "message_action": {"content": str},
    "text_observation": {"content": str, "source": str},
}


def faults(line: dict[str, Any]) -> list[str]:
    """Return what is wrong with a trajectory."""
    found = []
    allowed = {
        "schema_version",
        "id",
        "content",
        "available_custom_tools",
        "available_code_languages",
        "details",
    }
    if line.keys() - allowed:
        found.append(f"fields {line.keys() - allowed}")
    if line.get("schema_version") != "1.2.0" or not isinstance(line.get("id"), str):
        found.append("version or id")
    if not all(isinstance(v, str) for v in line["details"].values()):
        found.append("details are no texts")
    acted: dict[str, int] = {}
    answered: set[str] = set()
    for number, item in enumerate(line["content"]):
        kind = item["class_"]
        if item.keys() - _FIELDS[kind]:
            found.append(f"item {number}: {item.keys() - _FIELDS[kind]}")
        found += [f"item {number}: {f}" for f, t in _NEEDED[kind].items() if not isinstance(item.get(f), t)]
        called = item.get("tool_call_id")
        if kind == "text_observation":
            if item["source"] not in ("user", "agent", "environment"):
                found.append(f"item {number}: source {item['source']}")
            if called is not None:
                if called not in acted or called in answered:
                    found.append(f"item {number} answers {called}")
                answered.add(called)
        elif kind == "message_action":
            if called is not None:
                found.append(f"item {number} is a message with an id")
        else:
            if not called or called in acted:
                found.append(f"item {number} has the id {called!r}")
            if item["function"] not in line.get("available_custom_tools", []):
                found.append(f"item {number} calls {item['function']}, which is not declared")
            acted[called] = number
    found += [f"{called} has no answer" for called in acted.keys() - answered]
    return found
