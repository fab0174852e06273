"""The tree as text: equal to what the original's code wrote of our own pages, and its rules one by one."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import pytest

from agentgym.environments.webarena.world.observation import Numbers, in_window, render, repeated
from tests.environments.webarena.browser import needs_browser, page_of
from tests.shared_data import shared

WINDOW = (1280, 720)
# One of 54 differs: where the whole page is shown, the original drops the text '2' (of H2O) because it stands in the
# *number* of a line above, [-1000000023], which changes from run to run.
NAMED = [("wiki", 0, "whole")]


def node(key: str, role: str, name: str, *children: str, parent: str = "", **more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "nodeId": key, "role": {"value": role}, "name": {"value": name}, "childIds": list(children), "properties": [],
        "backendDOMNodeId": int(key), "bounds": (0, 0, 100, 20),
    }  # fmt: skip
    return {**given, **({"parentId": parent} if parent else {}), **more}


def renumbered(text: str) -> str:
    given: dict[str, int] = {}
    return re.sub(
        r"^(\t*)\[(-?\d+)\]",
        lambda m: f"{m[1]}[{given.setdefault(m[2], len(given) + 1)}]",
        text,
        flags=re.MULTILINE,
    )


@needs_browser
def test_every_recorded_page_reads_as_the_original_wrote_it() -> None:
    data = json.loads(gzip.decompress(shared("webarena/observations.json.gz").read_bytes()))
    different = []
    with page_of({}) as page:
        for state in data["observations"]:
            page.goto("about:blank")
            page.evaluate(
                "html => { document.open(); document.write(html); document.close(); }", state["html"]
            )
            page.settle()
            page.evaluate(
                "async y => { await new Promise(r => setTimeout(r, 60)); window.scrollTo(0, y); "
                "await new Promise(r => setTimeout(r, 30)); }",
                state["scroll"],
            )
            nodes = page.accessibility()
            for name, window in (("viewport", WINDOW), ("whole", None)):
                text = f"Tab 0 (current): {page.title}\n\n{render(nodes, Numbers(), window=window).text}"
                if renumbered(text) != renumbered(state[name]):
                    different.append((state["name"], state["scroll"], name))
    assert different == NAMED
    assert len(data["observations"]) == 27


def test_nodes_without_a_name_are_left_out_and_their_children_move_up() -> None:
    nodes = [
        node("1", "RootWebArea", "Shop", "2"),
        node("2", "generic", "", "3", parent="1"),
        node("3", "link", "Lamps", parent="2"),
    ]
    assert render(nodes, Numbers()).text == "[1] RootWebArea 'Shop'\n\t[2] link 'Lamps'"


def test_what_is_not_in_the_window_is_left_out() -> None:
    nodes = [
        node("1", "RootWebArea", "Shop", "2", "4"),
        node("2", "main", "", "3", parent="1", bounds=None),
        node("3", "button", "Buy", parent="2"),
        node("4", "button", "Below", parent="1", bounds=(0, 720, 50, 20)),
    ]
    assert render(nodes, Numbers()).text == "[1] RootWebArea 'Shop'\n\t[2] button 'Buy'"
    assert "Below" in render(nodes, Numbers(), window=None).text


@pytest.mark.parametrize(
    ("bounds", "shown"),
    [
        ((0, 0, 10, 10), True), ((-5, 0, 10, 10), True), ((0, -9.97, 10, 10), False), ((0, 719, 100, 20), True),
        ((0, 721, 10, 10), False), ((0, 0, 0, 10), False), (None, False),
    ],
)  # fmt: skip
def test_the_original_s_measure_of_what_is_in_the_window(bounds: Any, shown: bool) -> None:
    assert in_window(bounds, WINDOW) is shown


def test_properties_are_told_but_not_those_that_every_field_has() -> None:
    told = [{"name": "focusable", "value": {"value": True}}, {"name": "checked", "value": {"value": "true"}}]
    nodes = [node("1", "RootWebArea", "x", "2"), node("2", "checkbox", "Mail", parent="1", properties=told)]
    assert render(nodes, Numbers()).text.endswith("[2] checkbox 'Mail' checked: true")


def test_the_names_of_2023() -> None:
    url = [{"name": "url", "value": {"value": "http://a/"}}]
    nodes = [
        node("1", "RootWebArea", "x", "2", "3"),
        node("2", "link", "Home", parent="1", properties=url),
        node("3", "image", "", parent="1"),
    ]
    assert "url: http://a/" in render(nodes, Numbers()).text
    assert render(nodes, Numbers(), old_names=True).text == "[1] RootWebArea 'x'\n\t[2] link 'Home'"


def test_a_text_that_stands_just_above_is_not_repeated() -> None:
    lines = ["[] link 'Read more'", "[] StaticText 'Read'", "[] StaticText '1'", "[] button 'a'", "[] button 'b'",
             "[] button 'c'", "[] StaticText 'Read'", "[] StaticText ''"]  # fmt: skip
    assert list(repeated(lines)) == [False, True, False, False, False, False, False, True]


def test_a_number_is_kept_for_the_page_and_never_used_again() -> None:
    numbers = Numbers()
    nodes = [node("7", "RootWebArea", "x", "9"), node("9", "link", "Home", parent="7")]
    numbers.page = "first"
    first = render(nodes, numbers)
    assert render(nodes, numbers).text == first.text
    numbers.page = "second"
    assert set(render(nodes, numbers).elements) == {3, 4}
    assert first.elements[2].name == "Home"
