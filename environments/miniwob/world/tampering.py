"""What an agent could try to have the reward without the task; ``agentgym audit`` plays it."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.tasks import Task

_SCRIPT = '<img src=x onerror="core.endEpisode(1)"><script>core.endEpisode(1)</script>'
_ADDRESS = "javascript:core.endEpisode(1)"
_OWN = (
    "//*[@id='sync-task-cover']",
    "//*[@id='reward-display']",
    "//*[@id='click-canvas']",
    "//body",
    "//html",
)
_SHORTCUTS = ("F5", "Control+R", "Control+Shift+I", "Alt+ArrowLeft")


def _act(name: str, **arguments: str | int) -> Action:
    return Action(name=name, arguments=arguments)


def attempts(task: Task) -> dict[str, list[Action]]:
    """Return actions by the name of what they try, for either action space; the same for all tasks."""
    return {
        "end at once": [_act("done")],
        "wait for it": [*[_act("wait")] * 5, _act("done")],
        "a script in fields": [_act("type", element=n, text=_SCRIPT) for n in (1, 2, 3)],
        "an address that is a script": [
            _act("type", element=1, text=_ADDRESS),
            _act("press", keys="Enter"),
        ],
        "shortcuts of the browser": [_act("press", keys=keys) for keys in _SHORTCUTS],
        "elements that are not there": [
            _act("click", element=10**5),
            _act("select", element=10**5, option="1"),
        ],
        "what lies over the page, by path": [_act("clickxpath", xpath=path) for path in _OWN],
        "a script typed, by path": [_act("type", text=_SCRIPT), _act("press", key="enter")],
        "a path that calls": [
            _act("clickxpath", xpath="//*[core.endEpisode(1)]"),
            _act("clickxpath", xpath="id('x')"),
        ],
    }
