"""Names of things, and lists of them."""

from __future__ import annotations

from agentgym.environments.alfworld.world.names import display_names, enumerate_names, join_names


def test_the_first_raw_id_gets_the_highest_number() -> None:
    assert display_names(["mug_bar_1", "mug_bar_2", "pan_bar_1"]) == {
        "mug_bar_1": "mug 2",
        "mug_bar_2": "mug 1",
        "pan_bar_1": "pan 1",
    }


def test_a_basin_is_called_after_its_basin() -> None:
    assert display_names(["sink_bar_1", "sink_bar_1_bar_sinkbasin"]) == {
        "sink_bar_1": "sink 1",
        "sink_bar_1_bar_sinkbasin": "sinkbasin 1",
    }


def test_what_has_no_number_is_written_out() -> None:
    assert display_names(["agent1", "a_minus_b_dot_c"]) == {"agent1": "agent1 ", "a_minus_b_dot_c": "a-b.c "}


def test_lists_read_as_upstream_writes_them() -> None:
    assert enumerate_names([]) == "nothing"
    assert enumerate_names(["bed 1"]) == "a bed 1"
    assert enumerate_names(["bed 1", "desk 1"]) == "a bed 1, and a desk 1"
    assert join_names(["bed 1", "desk 1", "desk 2"]) == "bed 1, desk 1, and desk 2"
