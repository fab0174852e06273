"""An answer that stands on the first page is no task."""

from __future__ import annotations

from agentgym.environments.webarena import tasks
from agentgym.environments.webarena.authoring.drafts import at, both, includes, said
from agentgym.environments.webarena.authoring.first_page import FirstPages
from agentgym.environments.webarena.site.hosting import address
from agentgym.environments.webarena.site.store import NAMES, fresh


def test_what_the_first_page_tells() -> None:
    pages = FirstPages({name: fresh(name) for name in NAMES})
    shop = f"{address('shopping')}/"
    assert "meadow market" in pages.text(shop) and "<" not in pages.text(shop)
    assert pages.tell(includes("Meadow", "MARKET"), shop)
    assert not pages.tell(includes("Meadow", "no such words"), shop)
    assert not pages.tell(said("Meadow"), shop)  # The answer must be that and nothing else.
    assert not pages.tell(both(includes("Meadow"), "http://shop.test/cart"), shop)
    assert not pages.tell(at("http://shop.test/cart"), shop)
    assert "sign out" in pages.text(shop)  # As the episode begins: logged in.


def test_no_embedded_task_is_answered_by_its_first_page() -> None:
    pages = FirstPages({name: fresh(name) for name in NAMES})
    for stored in tasks.stored():
        assert not pages.tell(stored["eval"], stored["start_urls"][0]), stored["task_id"]
