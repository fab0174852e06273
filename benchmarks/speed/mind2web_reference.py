"""The prompt of Mind2Web built the slow, obvious way, on an lxml tree: to measure and to test ours against.

Written from the description of MindAct's pruning and rendering: copy the tree, drop what is not kept, rewrite
attributes, serialise, and turn the markup into the prompt's text with replacements.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from agentgym.environments.mind2web.world.markup import ENTITIES, SHOWN

_SKIPPED = ("hidden", "none", "presentation", "null", "undefined")


def prompt(html: str | Any, identities: list[str]) -> tuple[str, list[tuple[str, str]]]:
    """Return the pruned page's text and the choices (``backend_node_id``, text) in document order.

    Args:
        html: the cleaned page, or its parsed lxml tree.
        identities: ``backend_node_id`` of the candidates.
    """
    from lxml import etree

    tree = etree.fromstring(html) if isinstance(html, str) else html
    pruned = _prune(tree, set(identities))
    numbers: dict[str, str] = {}
    text = _text(pruned, numbers)
    nodes = pruned.xpath("//*[@backend_node_id]")
    choices = [(n.get("backend_node_id"), " ".join(_text(n, numbers).split()[:10])) for n in nodes]
    return text, choices


def _prune(tree: Any, candidates: set[str]) -> Any:
    keep: set[str] = set()
    for identity in candidates:
        node = tree.xpath(f'//*[@backend_node_id="{identity}"]')[0]
        below = [d.get("backend_node_id") for d in _below(node, 6)]
        keep |= {identity, *below[:50], *(a.get("backend_node_id") for a in node.xpath("ancestor::*"))}
        if node.getparent() is not None:
            row = [n for n in node.getparent() if n.tag != "text"]
            place = row.index(node)
            keep |= {n.get("backend_node_id") for n in row[max(0, place - 3) : place + 4]}
    copied = copy.deepcopy(tree)
    for node in reversed(copied.xpath("//*")):
        owner = node.getparent() if node.tag == "text" else node
        parent = node.getparent()
        if owner.get("backend_node_id", "") not in keep and parent is not None:
            parent.remove(node)
            continue
        if node.tag == "text" or node.get("backend_node_id") not in candidates:
            node.attrib.pop("backend_node_id", None)
        bare = not node.attrib and node.tag != "text" and parent is not None
        if bare and len(node) <= 1 and not any(n.tag == "text" for n in node):
            for child in list(node):
                node.addprevious(child)
            parent.remove(node)
    return copied


def _below(node: Any, levels: int) -> list[Any]:
    if not levels:
        return []
    return [found for child in node for found in (child, *_below(child, levels - 1))]


def _text(tree: Any, numbers: dict[str, str]) -> str:
    from lxml import etree

    copied = copy.deepcopy(tree)
    for node in copied.xpath("//*"):
        if node.tag == "text":
            node.text = " ".join((node.text or "").split()[:20])
        else:
            identity = node.get("backend_node_id")
            if identity is not None:
                identity = numbers.setdefault(identity, str(len(numbers)))
            meta = _meta(node)
            node.attrib.clear()
            if identity is not None:
                node.set("id", identity)
            if meta:
                node.set("meta", meta)
    text = etree.tostring(copied, encoding="unicode")
    text = text.replace('"', " ").replace("meta= ", "").replace("id= ", "id=").replace(" >", ">")
    text = re.sub(r"<text>(.*?)</text>", r"\1", text).replace("<text/>", "")
    for entity, character in ENTITIES:
        text = text.replace(entity, character)
    return re.sub(r"\s+", " ", text).strip()


def _meta(node: Any) -> str:
    values: list[str] = []
    for name in SHOWN:
        value = node.get(name, "").lower()
        if value in _SKIPPED or value.startswith("http"):
            continue
        value = " ".join([w for w in value.split() if len(w) < 15][:5])
        if value and value not in values:
            values.append(value)
    return " ".join(" ".join(values).split()[:20])
