"""The lexical ranker."""

from __future__ import annotations

from agentgym.environments.mind2web.world.page import Page
from agentgym.environments.mind2web.world.ranker import rank, words

PAGE = """<html backend_node_id="0">
<div backend_node_id="1"><text backend_node_id="11">Floor lamps</text><button backend_node_id="2"><text>Add</text>
</button></div>
<div backend_node_id="3"><text backend_node_id="13">Wall clocks</text><button backend_node_id="4"><text>Add</text>
</button></div>
<input backend_node_id="5" placeholder="Search"/><p backend_node_id="6"><text>Floor lamps are bright.</text></p>
<form backend_node_id="7"><button backend_node_id="8"><text>Go</text></button></form>FILL</html>""".replace(
    "FILL", "<hr/>" * 40
)


def _ranked(task: str, *previous: str, among: str = "24568") -> str:
    page = Page(PAGE)
    identity = {node: name for name, node in page.node_of.items()}
    return "".join(identity[n] for n in rank(page, [page.node_of[i] for i in among], task, previous))


def test_words_are_compared_in_their_shortest_form() -> None:
    assert words("The Lamps' buses, berries and glass; adding added") == [
        "lamp", "bus", "berry", "glass", "add", "add",
    ]  # fmt: skip


def test_the_row_tells_apart_what_is_called_alike() -> None:
    assert _ranked("Add the floor lamp", among="42") == "24"
    assert _ranked("Add the wall clock", among="24") == "42"


def test_what_can_be_used_goes_before_plain_text() -> None:
    assert _ranked("Find a floor lamp").endswith("6")


def test_buttons_come_forward_once_a_field_is_filled_and_the_field_goes_back() -> None:
    assert _ranked("Find something", among="58")[0] == "5"
    assert _ranked("Find something", "[textbox]  Search -> TYPE: something", among="58")[0] == "8"


def test_ties_are_in_document_order() -> None:
    assert _ranked("Nothing of this page", among="42") == "24"
