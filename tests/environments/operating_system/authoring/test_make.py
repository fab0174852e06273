"""Making items: the store that ships, and more of its kind."""

from __future__ import annotations

from agentgym.environments.operating_system import tasks
from agentgym.environments.operating_system.authoring import make
from agentgym.environments.operating_system.official import agentbench
from agentgym.environments.operating_system.world.item import Script
from agentgym.stores import read_store


def test_an_embedded_task_is_the_same_at_every_time_and_changes_with_the_seed() -> None:
    one = "text/sum_of_column-03"
    assert make.item(one) == make.item(one) != make.item(one, seed=1)


def test_the_templates_still_make_what_is_stored() -> None:
    """In another process than the store was made in: nothing depends on the order of a set."""
    assert make.make(0) == read_store(tasks.STORE, list[tasks.Entry])


def test_an_item_in_agentbenchs_form_is_read_back_as_what_it_is() -> None:
    for entry in make.make(split="dev", instances=1):
        item = entry.item
        read = agentbench.item(make.agentbench_form(item), None, entry.id)
        assert (read.description, read.image, read.init, read.start, read.match, read.kind) == (
            item.description, item.image, item.init, item.start, item.match, item.kind
        )  # fmt: skip
        assert read.check == item.check and read.example == Script(code="\n".join(item.commands))
