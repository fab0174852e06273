"""From a page in Chromium to Mind2Web's record of it: cleaned markup, and the candidates with boxes and attributes.

The browser's own snapshot (DevTools ``DOMSnapshot.captureSnapshot``, which the original data was made with) gives
node ids, layout and the state of fields.
"""

from __future__ import annotations

import json
import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from agentgym.environments.mind2web.world.markup import SHOWN, describe

TARGET = "data-agentgym-target"
"""Marks the target while the snapshot is taken; the mark itself is not recorded."""
_STYLES = ["visibility", "cursor", "opacity"]
_DROPPED = frozenset({"script", "style", "noscript", "template", "head", "meta", "link", "title", "base"})
_INTERACTIVE = frozenset(
    {"a", "button", "input", "select", "textarea", "summary", "label", "details", "option"}
)
_FIELDS = frozenset({"input", "textarea"})
_KEPT = frozenset({*SHOWN, "id"})
_BAD_NAME = re.compile(r"[^A-Za-z0-9_]")
_BAD_TEXT = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\U00010000-\U0010ffff]")


class Node:
    """An element or text of the snapshot."""

    __slots__ = ("attributes", "box", "children", "clickable", "identity", "tag", "text", "visible")

    def __init__(self, tag: str, identity: str) -> None:
        self.tag = tag
        self.identity = identity
        self.attributes: dict[str, str] = {}
        self.text = ""
        self.children: list[Node] = []
        self.box: tuple[float, float, float, float] | None = None
        self.clickable = False
        self.visible = False


class Snapshot:
    """One page: ``cleaned_html``, ``raw_html`` and candidates in the official form.

    Args:
        result: what ``DOMSnapshot.captureSnapshot`` returns, with the styles of :data:`_STYLES`.
    """

    def __init__(self, result: dict[str, Any]) -> None:
        self.root = _tree(result)
        self.raw_html = _raw(self.root)
        kept = _clean(self.root)
        if kept is None:
            raise ValueError("the page shows nothing")
        self.cleaned_html = _written(kept)
        self._positives: list[dict[str, Any]] = []
        self._negatives: list[dict[str, Any]] = []
        self._sort(kept, within=False)

    @property
    def positives(self) -> list[dict[str, Any]]:
        """The marked target and what lies in it; empty if it is not to be seen on the page."""
        return self._positives

    @property
    def negatives(self) -> list[dict[str, Any]]:
        """All other candidates."""
        return self._negatives

    def _sort(self, node: Node, *, within: bool) -> None:
        target = TARGET in node.attributes
        if node.tag != "text" and is_candidate(node):
            entry = _entry(node)
            if target or within:
                entry |= {"is_original_target": target, "is_top_level_target": target}
                self._positives.append(entry)
            else:
                self._negatives.append(entry)
        for child in node.children:
            self._sort(child, within=within or target)


def capture(driver: Any) -> Snapshot:
    """Take the snapshot of the page that a driver shows."""
    return Snapshot(driver.execute_cdp_cmd("DOMSnapshot.captureSnapshot", {"computedStyles": _STYLES}))


def is_candidate(node: Node) -> bool:
    """Whether an element could be a target: it is seen, and it can be used, is pictured or has text of its own."""
    if not node.visible:
        return False
    if node.tag in _INTERACTIVE or node.clickable or {"role", "tabindex", "onclick"} & node.attributes.keys():
        return True
    return node.tag in ("img", "svg") or any(child.tag == "text" for child in node.children)


def _tree(result: dict[str, Any]) -> Node:
    strings: list[str] = result["strings"]
    document = result["documents"][0]
    nodes = document["nodes"]

    def string(index: int) -> str:
        return strings[index] if index >= 0 else ""

    built: list[Node | None] = []
    root: Node | None = None
    hidden: set[int] = set()
    for i, kind in enumerate(nodes["nodeType"]):
        parent = nodes["parentIndex"][i]
        built.append(None)
        name = string(nodes["nodeName"][i]).lower()
        if parent in hidden or kind not in (1, 3, 9, 11) or name.startswith("::"):
            hidden.add(i)
            continue
        above = built[parent] if parent >= 0 else None
        if kind in (9, 11):  # A document, or a shadow root: what is in it belongs to what it hangs on.
            if above is not None and above.tag in _FIELDS | {"select", "details"}:
                hidden.add(i)
            built[i] = above
            continue
        node = Node(
            "text" if kind == 3 else _BAD_NAME.sub("_", name.lstrip("_") or "x"),
            str(nodes["backendNodeId"][i]),
        )
        if kind == 3:
            node.text = string(nodes["nodeValue"][i])
        else:
            listed = nodes["attributes"][i]
            node.attributes = {string(k): string(v) for k, v in zip(listed[::2], listed[1::2], strict=True)}
        built[i] = node
        if above is not None:
            above.children.append(node)
        elif root is None and kind == 1:
            root = node
    if root is None:
        raise ValueError("the page has no root element")
    _add_state(nodes, built, string)
    _add_layout(document["layout"], built, string)
    return root


def _add_state(nodes: dict[str, Any], built: list[Node | None], string: Any) -> None:
    for key, name in (("textValue", "text_value"), ("inputValue", "input_value")):
        rare = nodes.get(key, {"index": [], "value": []})
        for i, value in zip(rare["index"], rare["value"], strict=True):
            node = built[i]
            if node is not None and string(value):
                node.attributes[name] = string(value)
    for key, name in (("inputChecked", "input_checked"), ("optionSelected", "option_selected")):
        for i in nodes.get(key, {"index": []})["index"]:
            node = built[i]
            if node is not None:
                node.attributes[name] = "true"
    for i in nodes.get("isClickable", {"index": []})["index"]:
        node = built[i]
        if node is not None:
            node.clickable = True


def _add_layout(layout: dict[str, Any], built: list[Node | None], string: Any) -> None:
    for i, bounds, styles in zip(layout["nodeIndex"], layout["bounds"], layout["styles"], strict=True):
        node = built[i]
        if node is None or node.box is not None:
            continue
        x, y, width, height = bounds
        node.box = (x, y, width, height)
        shown = [string(s) for s in styles]
        visibility, cursor, opacity = shown if len(shown) == 3 else ("visible", "auto", "1")
        node.visible = width > 0 and height > 0 and visibility == "visible" and opacity != "0"
        if cursor == "pointer" and node.tag in ("div", "span", "li", "td", "tr", "img", "svg"):
            node.clickable = True


def _clean(node: Node) -> Node | None:
    """Return a copy with what is seen, or ``None`` if nothing is."""
    if node.tag == "text":
        return node if node.text.strip() and node.visible else None
    if node.tag in _DROPPED:
        return None
    kept = Node(node.tag, node.identity)
    kept.box, kept.clickable, kept.visible = node.box, node.clickable, node.visible
    kept.attributes = node.attributes
    if node.tag == "select" and node.visible:
        kept.children = [c for child in node.children if (c := _options(child)) is not None]
    elif node.tag not in (*_FIELDS, "svg"):
        kept.children = [c for child in node.children if (c := _clean(child)) is not None]
    if kept.children or (kept.visible and (is_candidate(kept) or describe(_shown(kept)))):
        return kept
    return None


def _options(node: Node) -> Node | None:
    """Keep the options of a select: they are laid out only while it is open."""
    if node.tag == "text":
        return node if node.text.strip() else None
    if node.tag not in ("option", "optgroup"):
        return None
    kept = Node(node.tag, node.identity)
    kept.attributes = node.attributes
    kept.children = [c for child in node.children if (c := _options(child)) is not None]
    return kept


def _shown(node: Node) -> dict[str, str]:
    renamed = {_BAD_NAME.sub("_", name): value for name, value in node.attributes.items()}
    return {name: value for name, value in renamed.items() if name in _KEPT and value.strip()}


def _written(node: Node) -> str:
    if node.tag == "text":
        words = " ".join(_BAD_TEXT.sub("", node.text).split())
        return f'<text backend_node_id="{node.identity}">{escape(words)}</text>'
    attributes = {"backend_node_id": node.identity, **_shown(node)}
    start = f"<{node.tag} " + " ".join(
        f"{k}={quoteattr(_BAD_TEXT.sub('', v))}" for k, v in attributes.items()
    )
    inner = "".join(_written(child) for child in node.children)
    return f"{start}>{inner}</{node.tag}>" if inner else f"{start}/>"


def _raw(node: Node) -> str:
    if node.tag == "text":
        return escape(node.text)
    attributes = {
        **{k: v for k, v in node.attributes.items() if k != TARGET},
        "backend_node_id": node.identity,
    }
    attributes["bounding_box_rect"] = _rectangle(node)
    start = f"<{node.tag} " + " ".join(f"{k}={quoteattr(v)}" for k, v in attributes.items())
    return f"{start}>{''.join(map(_raw, node.children))}</{node.tag}>"


def _rectangle(node: Node) -> str:
    return ",".join(f"{n:g}" for n in node.box) if node.box is not None else "-1,-1,-1,-1"


def _entry(node: Node) -> dict[str, Any]:
    own = {_BAD_NAME.sub("_", k): v for k, v in node.attributes.items() if k != TARGET}
    attributes = {"backend_node_id": node.identity, "bounding_box_rect": _rectangle(node), **own}
    if node.clickable:
        attributes["is_clickable"] = "true"
    return {"tag": node.tag, "attributes": json.dumps(attributes), "backend_node_id": node.identity}
