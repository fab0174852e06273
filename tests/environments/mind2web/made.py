"""Tasks in the official schema, made for tests."""

from __future__ import annotations

import json
from typing import Any

HTML = (
    '<html backend_node_id="1"><body backend_node_id="2">'
    + "".join(
        f'<button backend_node_id="{i}"><text backend_node_id="{i}1">b{i}</text></button>'
        for i in range(10, 30)
    )
    + "</body></html>"
)


def candidate(node: int, positive: bool = False) -> dict[str, Any]:
    attributes = json.dumps({"backend_node_id": str(node), "bounding_box_rect": "0,0,10,10"})
    flags = {"is_original_target": True, "is_top_level_target": True} if positive else {}
    return {"tag": "button", "attributes": attributes, "backend_node_id": str(node), **flags}


def action(uid: str, target: int | None, op: str = "CLICK", value: str = "") -> dict[str, Any]:
    return {
        "action_uid": uid,
        "raw_html": "<html>" + "x" * 1000 + "</html>",
        "cleaned_html": HTML,
        "operation": {"op": op, "original_op": op, "value": value},
        "pos_candidates": [] if target is None else [candidate(target, True)],
        "neg_candidates": [candidate(i) for i in range(10, 30) if i != target],
    }


def task(name: str, *actions: dict[str, Any]) -> dict[str, Any]:
    return {
        "annotation_id": name,
        "website": "w",
        "domain": "d",
        "subdomain": "s",
        "confirmed_task": f"do {name}",
        "action_reprs": [f"[button]  {a['action_uid']} -> {a['operation']['op']}" for a in actions],
        "actions": list(actions),
    }
