"""Pages, browsers and runners that fail: a failure of the machinery or an ordinary observation; nothing is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

from agentgym.browser.interface import BrowserGone, SiteRequest, SiteResponse
from agentgym.browser.pool import BROWSERS
from agentgym.environments.webarena import tasks
from agentgym.processes.guard import naming
from agentgym.tasks import Task
from tests.browser.patience import impatient
from tests.environments.webarena.browser import needs_browser

pytestmark = needs_browser

TASK = "shop-wish-0"
DOORS = {
    "Loop": "for (;;);",
    "Storm": "for (;;) alert('more')",
    "Some": "for (let i = 0; i < 40; i++) alert(i)",
    "Hidden": "document.body.append(document.createComment('x'.repeat(16 * 2 ** 20)))",
    "Shown": "document.querySelector('pre').textContent = ('x'.repeat(999) + '\\n').repeat(100 * 1024)",
    "Popup": "window.open('/popup')",
    "Close": "window.close()",
}
"""What buttons of the hostile page do."""


def hostile(request: SiteRequest) -> SiteResponse | None:
    """Answer for hostile.test."""
    path = request.url.partition("hostile.test")[2]
    if path == "/file":
        headers = [("Content-Type", "application/zip"), ("Content-Disposition", "attachment; filename=a.zip")]
        return SiteResponse(200, headers, b"x" * 1000)
    if path == "/large":
        return SiteResponse(
            200, [("Content-Type", "text/html")], b"<title>Large</title>" + b"<p>x" * (25 << 20)
        )
    buttons = "".join(f'<button onclick="{script}">{name}</button>' for name, script in DOORS.items())
    page = f"<title>Hostile {path}</title>{buttons}<a href=/file>File</a><a href=/large>Large</a><pre></pre>"
    return SiteResponse(200, [("Content-Type", "text/html")], page.encode())


def made() -> Any:
    env = gym.make("AgentTune/WebArena-v0", split="train", action_format="native").unwrapped
    sites = env.world.answer
    env.world.answer = lambda request: (hostile if "//hostile.test" in request.url else sites)(request)
    return env


def begin(env: Any) -> str:
    task = Task(id=TASK, data=tasks.embedded()[TASK], split="train")
    seen: str = env.reset(seed=0, options={"task": task})[0]
    return seen


def press(env: Any, name: str) -> str:
    """Press a button of the hostile page; return what is seen then."""
    number = next(n for n, e in env.session.seen.elements.items() if e.name == name)
    seen: str = env.step(f"click [{number}]")[0]
    return seen


@pytest.fixture
def env() -> Iterator[Any]:
    """An environment with the hostile page open; afterwards nothing of it is left, and the next episode is as ever."""
    contexts = BROWSERS.get().get("devtools").contexts
    env = made()
    first = begin(env)
    env.step("goto [http://hostile.test/]")
    yield env
    assert begin(env) == first
    assert not env.step("scroll [down]")[2]
    env.close()
    assert BROWSERS.get().get("devtools").contexts == contexts


def test_an_endless_loop_takes_no_other_episode_with_it(env: Any) -> None:
    other = made()
    first = begin(other)
    browser = BROWSERS.get().get("devtools")
    with impatient(browser, 1.0), pytest.raises(BrowserGone, match="hangs"):
        press(env, "Loop")
    assert not other.step("scroll [down]")[2]
    assert begin(other) == first and BROWSERS.get().get("devtools") is browser
    other.close()


def test_dialogs_without_end_are_a_failure_and_forty_are_told(env: Any) -> None:
    seen = press(env, "Some")
    assert "Dialog: 0\n" in seen and "Dialog: 39\n" in seen
    with impatient(BROWSERS.get().get("devtools"), 1.0), pytest.raises(BrowserGone, match="hangs"):
        press(env, "Storm")


def test_a_renderer_that_is_killed_is_a_failure(env: Any) -> None:
    browser = BROWSERS.get().get("devtools")
    for pid in browser.pids:
        if b"--type=renderer" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
    with pytest.raises(BrowserGone, match="crashed"):
        env.step("scroll [down]")
    assert BROWSERS.get().get("devtools") is browser


def test_huge_pages_are_refused_seen_or_a_failure(env: Any) -> None:
    assert press(env, "Large").startswith("URL: chrome-error:")
    env.step("goto [http://hostile.test/]")
    seen = press(env, "Hidden")
    assert "Hostile /" in seen and len(seen) < 2000
    with impatient(BROWSERS.get().get("devtools"), 1.0), pytest.raises(BrowserGone, match="hangs"):
        press(env, "Shown")  # Laying it out takes more than half a minute.


def test_popups_and_tabs_that_close_themselves_and_downloads(env: Any) -> None:
    assert press(env, "Popup").startswith(
        "URL: http://hostile.test/popup\nTab 0: Hostile / | Tab 1 (current): Hostile /popup"
    )
    assert press(env, "Close").startswith("URL: http://hostile.test/\nTab 0 (current): Hostile /\n")
    assert press(env, "File").startswith("URL: http://hostile.test/\nTab 0 (current): Hostile /\n")
    assert "Tab 0 (current): " in press(env, "Close")


def test_a_runner_that_is_killed_leaves_no_browser() -> None:
    code = (
        "import gymnasium, agentgym, sys; from agentgym.browser.pool import BROWSERS\n"
        "env = gymnasium.make('AgentTune/WebArena-v0', split='train'); env.reset(seed=0)\n"
        "print(BROWSERS.get().get('devtools')._connection._process.folder, flush=True); sys.stdin.read()"
    )
    root = str(Path(__file__).parents[3])
    owner = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))},
    )  # fmt: skip
    assert owner.stdout is not None
    folder = owner.stdout.readline().strip()
    assert naming(folder)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    deadline = time.monotonic() + 60
    while (naming(folder) or Path(folder).exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not naming(folder) and not Path(folder).exists()
