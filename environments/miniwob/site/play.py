"""The pages for a person: ``agentgym play miniwob --browser``."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, quote
from wsgiref.types import StartResponse, WSGIEnvironment

import click

from agentgym import registry
from agentgym.browser.site import serve_people
from agentgym.environments.miniwob import scoring, tasks
from agentgym.environments.miniwob.world import pages

_LIST = """<!doctype html><meta charset="utf-8"><title>MiniWoB++</title>
<style>body {{ font: 16px sans-serif; columns: 4; max-width: 60em; margin: 2em auto }}</style>{links}"""
_BEGIN = """<script>
window.addEventListener('load', () => setTimeout(() => {{
  core.EPISODE_MAX_TIME = 2 ** 31 - 1;
  Math.seedrandom({seed});
  core.startEpisodeReal();
  const look = setInterval(() => {{
    if (!WOB_DONE_GLOBAL) return;
    clearInterval(look);
    fetch('/done?task={task}&raw=' + WOB_RAW_REWARD_GLOBAL);
    document.body.insertAdjacentHTML('beforeend',
      '<p style="position:fixed;left:180px;top:10px;font:16px sans-serif">Raw reward ' + WOB_RAW_REWARD_GLOBAL +
      '. <a href="">Again</a> · <a href="{after}">Next</a> · <a href="/">All</a></p>');
  }}, 100);
}}, 50));
</script>"""


class PersonSite:
    """The tasks as a web site, each begun with its seed, on a clock that goes by itself.

    Args:
        ids: the tasks, in the order in which one leads to the next.
        told: called with a task and the raw reward of an episode that has ended.
    """

    def __init__(self, ids: list[str], told: Any) -> None:
        self._ids, self._told = ids, told

    def address(self, task_id: str) -> str:
        """Return the address of a task."""
        name, seed = tasks.parts(task_id)
        return f"/miniwob/{quote(name)}.html?seed={seed}"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path, query = str(environ.get("PATH_INFO", "/")), parse_qs(str(environ.get("QUERY_STRING", "")))
        status, kind, body = 200, "text/html; charset=utf-8", b""
        if path == "/":
            links = "".join(f'<a href="{self.address(i)}">{html.escape(i)}</a><br>' for i in self._ids)
            body = _LIST.format(links=links).encode()
        elif path == "/done":
            self._told(query["task"][0], float(query["raw"][0]))
        else:
            found = pages.answer(path)
            if found is None:
                status, kind = 404, "text/plain; charset=utf-8"
            else:
                kind, body = dict(found.headers)["Content-Type"], found.body
                if path.endswith(".html") and "seed" in query:
                    body += self._begin(path, int(query["seed"][0])).encode()
        start_response(f"{status} ", [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    def _begin(self, path: str, seed: int) -> str:
        task_id = f"{path.removeprefix('/miniwob/').removesuffix('.html')}-{seed}"
        place = self._ids.index(task_id) if task_id in self._ids else -1
        after = self._ids[(place + 1) % len(self._ids)]
        return _BEGIN.format(seed=seed, task=json.dumps(task_id)[1:-1], after=self.address(after))


def serve(task: str | None, arguments: dict[str, Any], *, port: int = 0, open_page: bool = True) -> None:
    """Serve the tasks until Ctrl-C; every episode's reward is printed when it ends.

    Args:
        task: a task's id; without it, the split's.
        arguments: those of the environment.
        port: 0 takes a free one.
        open_page: open the list in the person's browser.
    """
    env: Any = registry.make("miniwob", arguments).unwrapped
    ids = [env.tasks[task].id] if task else list(env.tasks.ids)

    def told(task_id: str, raw: float) -> None:
        reward = scoring.reward(raw, any_reward=env.profile.any_reward)
        click.echo(f"{task_id}: reward {reward:.4f} (raw {raw:g})")

    serve_people(PersonSite(ids, told), "MiniWoB++", port=port, open_page=open_page)
