"""Page trees out of a snapshot."""

from __future__ import annotations

from typing import Any

from agentgym.browser import trees

# <p class=c>hi</p>, a list marker (pseudo element), an input that holds "v"; scrolled by 5.
SNAPSHOT: dict[str, Any] = {
    "strings": ["#document", "P", "#text", "hi", "class", "c", "INPUT", "v", "::marker"],
    "documents": [
        {
            "scrollOffsetX": 0,
            "scrollOffsetY": 5,
            "nodes": {
                "parentIndex": [-1, 0, 1, 0, 0],
                "nodeName": [0, 1, 2, 8, 6],
                "nodeValue": [-1, -1, 3, -1, -1],
                "backendNodeId": [10, 11, 12, 13, 14],
                "attributes": [[], [4, 5], [], [], []],
                "pseudoType": {"index": [3], "value": [8]},
                "inputValue": {"index": [4], "value": [7]},
                "inputChecked": {"index": [4]},
            },
            "layout": {
                "nodeIndex": [1, 2, 3, 4, 2],
                "bounds": [[0, 5, 10, 10], [1, 6, 3, 4], [0, 0, 1, 1], [0, 25, 9, 9], [50, 50, 1, 1]],
            },
        }
    ],
}


def test_nodes_say_what_they_are_and_where() -> None:
    root, paragraph, text, _, field = trees.dom_nodes(SNAPSHOT)
    assert (root.name, root.parent, root.bounds) == ("#document", -1, None)
    assert (paragraph.name, paragraph.attributes, paragraph.bounds) == ("p", {"class": "c"}, (0, 0, 10, 10))
    assert (text.text, text.parent, text.bounds) == ("hi", 1, (1, 1, 3, 4))
    assert (field.value, field.checked, field.bounds) == ("v", True, (0, 20, 9, 9))


def test_a_pseudo_element_has_no_box_and_a_node_counts_once() -> None:
    bounds, known = trees.bounds_of(SNAPSHOT)
    assert 13 not in bounds and known == {10, 11, 12, 13, 14}
    first = {"nodeId": "1", "backendDOMNodeId": 11}
    nodes = trees.ax_nodes([first, {"nodeId": "1", "backendDOMNodeId": 12}, {"nodeId": "2"}], bounds)
    assert [n["bounds"] for n in nodes] == [(0, 0, 10, 10), None]


def test_the_page_always_has_the_focus() -> None:
    def node(role: str, *properties: str) -> dict[str, Any]:
        told = [{"name": name, "value": {"value": True}} for name in properties]
        return {"nodeId": role, "role": {"value": role}, "properties": told}

    def told(*nodes: dict[str, Any]) -> list[list[str]]:
        return [[p["name"] for p in n["properties"]] for n in trees.ax_nodes(nodes, {})]

    for given in (("focusable", "focused", "url"), ("focusable", "url")):
        for other in ([], ["focused"]):
            found = told(node("RootWebArea", *given), node("textbox", *other))
            assert found == [["focusable", "focused", "url"], other]
    assert told(node("link")) == [[]]
