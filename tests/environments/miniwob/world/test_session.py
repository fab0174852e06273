"""A page's clock, its episodes, what it shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agentgym.environments.miniwob.world.session import Session
from agentgym.errors import EnvironmentFailure


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    opened = Session("devtools", "click-collapsible")
    yield opened
    opened.close()


def begin(session: Session, seed: int = 3) -> str:
    return session.begin(seed, "html", data_mode="train", limited=False).page


def test_time_passes_only_when_told(session: Session) -> None:
    begin(session)
    session.script(
        """() => {
          window.ran = [];
          setTimeout(() => ran.push('b'), 20);
          setTimeout(() => ran.push('a'), 10);
          window.tick = setInterval(() => ran.push('i'), 15);
          requestAnimationFrame(() => ran.push('f'));
        }"""
    )
    assert session.script("() => ran") == []
    session.go_on(9, "html")
    assert session.script("() => ran.filter(x => x !== 'f')") == []
    session.go_on(31, "html")
    assert session.script("() => ran.filter(x => x !== 'f').join('')") == "aibi"
    session.script("() => clearInterval(tick)")
    session.go_on(100, "html")
    assert session.script("() => ran.filter(x => x === 'i').length") == 2
    assert session.script("() => [new Date(0).getTime(), new Date() instanceof Date, typeof Date()]") == [
        0, True, "string",
    ]  # fmt: skip
    begin(session)
    assert session.script("() => new Date().toISOString()") == "2020-06-15T12:00:00.000Z"
    session.go_on(1000, "html")
    assert session.script("() => Date.now() - Date.UTC(2020, 5, 15, 12)") == 1000


def test_a_page_that_sets_timers_without_end_goes_on(session: Session) -> None:
    begin(session)
    session.script("() => { window.n = 0; const f = () => { n++; setTimeout(f, 0); }; f(); }")
    session.go_on(500, "html")
    assert session.script("() => n") == 501


def test_a_seed_is_a_page_whatever_was_before(session: Session) -> None:
    page, other = begin(session, 3), begin(session, 4)
    assert page != other
    session.page.click(*session.point("//h3"))
    session.go_on(100, "html")  # In the middle of the movement.
    assert begin(session, 3) == page


def test_a_page_that_keeps_something_is_loaded_anew() -> None:
    opened = Session("devtools", "use-spinner")
    try:
        first = begin(opened)
        opened.page.click(*opened.point("//a[contains(@class, 'ui-spinner-up')]"))
        assert opened.go_on(1000, "html").page != first
        begin(opened, 4)
        assert begin(opened) == first
    finally:
        opened.close()


def test_what_would_leave_the_page_does_nothing(session: Session) -> None:
    begin(session)
    session.script("() => document.getElementById('area').insertAdjacentHTML('beforeend',"
                   " '<form><input id=in></form><a id=out href=\"http://other.test/\">out</a>')")  # fmt: skip
    session.page.click(*session.point("//*[@id='in']"))
    session.page.press("Enter")
    session.page.click(*session.point("//*[@id='out']"))
    assert session.go_on(1000, "html").page


def test_points_are_free_or_none(session: Session) -> None:
    begin(session)
    covered = (
        '<div id="below" style="position:absolute;left:20px;top:120px;width:60px;height:20px">below</div>'
        '<div style="position:absolute;left:40px;top:110px;width:60px;height:40px;background:red"></div>'
    )
    session.script("html => document.getElementById('area').insertAdjacentHTML('beforeend', html)", covered)
    x, y = session.point("//*[@id='below']") or (0, 0)
    assert session.script("(x, y) => document.elementFromPoint(x, y).id", x, y) == "below"
    for path in ("//nothing", "//[", "count(//div)", ""):
        assert session.point(path) is None
    assert session.point(10**6) is None


def test_a_script_that_raises_is_a_failure_of_the_page(session: Session) -> None:
    with pytest.raises(EnvironmentFailure, match="click-collapsible"):
        session.script("() => { throw new Error('broken'); }")


def test_a_picture_waits_for_the_icons() -> None:
    asked = "() => performance.getEntriesByType('resource').filter(e => /ui-icons/.test(e.name)).length"
    session = Session("devtools", "click-menu-2")
    begin(session)
    first = session.screenshot()
    assert session.page.evaluate(asked) == 6
    session.close()
    session = Session("devtools", "click-menu-2")
    begin(session)
    assert session.screenshot() == first
    session.close()
