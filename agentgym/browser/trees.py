"""The page's two trees, out of what Chromium's protocol gives: both in one round trip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from agentgym.browser.interface import AXNode, DOMNode

Bounds = tuple[float, float, float, float]

SNAPSHOT: tuple[str, dict[str, Any]] = ("DOMSnapshot.captureSnapshot", {"computedStyles": []})
ACCESSIBILITY: tuple[str, dict[str, Any]] = ("Accessibility.getFullAXTree", {})
RECTANGLE = """function () {
  let box = this;
  if (this.nodeType === Node.TEXT_NODE) { box = document.createRange(); box.selectNode(this); }
  box = box.getBoundingClientRect();
  return [box.x, box.y, box.width, box.height];
}"""
"""Where a node is that a snapshot leaves out: parts of date fields and the like, which the browser itself makes."""

_FOCUSED = {"name": "focused", "value": {"type": "booleanOrUndefined", "value": True}}


def bounds_of(snapshot: Mapping[str, Any]) -> tuple[dict[int, Bounds], set[int]]:
    """Return where the nodes of a snapshot are, by backend id, and the ids of all of its nodes.

    Pseudo elements (markers of lists) are left out: in a page's own eyes they have no box.
    """
    document = snapshot["documents"][0]
    ids = document["nodes"]["backendNodeId"]
    left, top = document.get("scrollOffsetX", 0), document.get("scrollOffsetY", 0)
    pseudo = set(document["nodes"].get("pseudoType", {}).get("index", ()))
    layout, found = document["layout"], dict[int, Bounds]()
    for place, (x, y, width, height) in zip(layout["nodeIndex"], layout["bounds"], strict=True):
        if place not in pseudo:
            found.setdefault(ids[place], (x - left, y - top, width, height))
    return found, set(ids)


def ax_nodes(nodes: Sequence[Mapping[str, Any]], bounds: Mapping[int, Bounds]) -> list[AXNode]:
    """Return accessibility nodes with their bounds; where Chromium names one twice, its first mention.

    The page itself always has the focus: whether Chromium says so just after it was loaded depends on its processes.
    """
    unique: dict[str, Mapping[str, Any]] = {}
    for node in nodes:
        unique.setdefault(node["nodeId"], node)
    found = [{**node, "bounds": bounds.get(node.get("backendDOMNodeId", -1))} for node in unique.values()]
    if found and found[0].get("role", {}).get("value") == "RootWebArea":
        told = list(found[0].get("properties", ()))
        if not any(p["name"] == "focused" for p in told):
            after = next((n + 1 for n, p in enumerate(told) if p["name"] == "focusable"), 0)
            found[0]["properties"] = [*told[:after], _FOCUSED, *told[after:]]
    return cast(list[AXNode], found)


def dom_nodes(snapshot: Mapping[str, Any]) -> list[DOMNode]:
    """Return the nodes of a snapshot's main document."""
    text: Sequence[str] = snapshot["strings"]
    nodes = snapshot["documents"][0]["nodes"]
    bounds, _ = bounds_of(snapshot)

    def named(number: int) -> str:
        return text[number] if number >= 0 else ""

    values: dict[int, str] = {}
    for field in ("textValue", "inputValue"):
        rare = nodes.get(field, {})
        values |= {i: named(v) for i, v in zip(rare.get("index", ()), rare.get("value", ()), strict=True)}
    checked = {i for f in ("inputChecked", "optionSelected") for i in nodes.get(f, {}).get("index", ())}
    return [
        DOMNode(
            node=node,
            parent=nodes["parentIndex"][place],
            name=named(nodes["nodeName"][place]).lower(),
            text=named(nodes["nodeValue"][place]),
            attributes={
                named(a[i]): named(a[i + 1])
                for a in [nodes["attributes"][place]]
                for i in range(0, len(a), 2)
            },
            value=values.get(place),
            checked=place in checked,
            bounds=bounds.get(node),
        )
        for place, node in enumerate(nodes["backendNodeId"])
    ]
