"""The viewer's server: loopback only, read-only, and nothing that an episode says is ever markup."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from aiohttp import web

from agentgym.dataset.files import is_dataset
from agentgym.engine.cost import Prices, price
from agentgym.errors import OptionError, UnknownNameError
from agentgym.registry import short_name
from agentgym.trajectory.episode import Step
from agentgym.trajectory.views import prompt
from agentgym.viewer.datasets import server as datasets
from agentgym.viewer.guard import as_json, guard, serve_until_interrupted
from agentgym.viewer.store import OUTCOMES, Filter, Item, Store

HERE = Path(__file__).parent
PAGE_SIZE = 100
_STORE = web.AppKey("store", Store)
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def application(
    folders: Sequence[str | os.PathLike[str]], *, prices: Prices | None = None
) -> web.Application:
    """Return the web application over the logs below ``folders``."""
    app = web.Application(middlewares=[guard])
    app[_STORE] = Store(folders, prices if prices is not None else Prices({}))
    app.add_routes(
        [
            web.get("/", _page),
            web.get("/episode/{id}", _page),
            web.get("/diff/{first}/{second}", _page),
            web.get("/static/{name}", _static),
            web.get("/api/list", _list),
            web.get("/api/search", _search),
            web.get("/api/episode/{id}", _episode),
            web.get("/api/request/{id}/{step}", _request),
            web.get("/picture/{id}/{step}", _picture),
        ]
    )
    return app


def serve(
    folders: Sequence[str | os.PathLike[str]],
    *,
    port: int = 8765,
    prices: Prices | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the viewer on 127.0.0.1 until it is interrupted.

    Args:
        folders: folders of logs; or one data set.
        port: 0 takes a free one.
        ready: is called with the address once the page can be opened.

    Raises:
        OptionError: the port is taken.
        DataError: the data set is damaged.
    """
    if len(folders) == 1 and is_dataset(Path(folders[0])):
        app = datasets.application(Path(folders[0]))
    else:
        app = application(folders, prices=prices)
        app[_STORE].refresh()  # the first page shall not wait for an index that is not there yet
    asyncio.run(serve_until_interrupted(app, port, ready))


async def _page(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(HERE / "page.html")


async def _static(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if name not in ("page.js", "page.css"):
        raise web.HTTPNotFound
    return web.FileResponse(HERE / name)


async def _list(request: web.Request) -> web.StreamResponse:
    """``?FILTER&offset=&version=``: a page of the list; only the version where the page has it already."""
    store = await _fresh(request)
    if request.query.get("version") == str(store.version):
        return as_json({"version": store.version})
    offset = max(0, int(request.query.get("offset", 0)))
    items = store.view(_filter(request))
    return as_json(
        {
            "version": store.version,
            "total": len(items),
            "all": len(store.items),
            "offset": offset,
            "rows": [_row(store, i) for i in items[offset : offset + PAGE_SIZE]],
            "facets": store.facets() | {"outcome": dict.fromkeys(OUTCOMES, "")},
            "names": store.names(),
            "folders": [str(f) for f in store.folders],
        }
    )


async def _search(request: web.Request) -> web.StreamResponse:
    """``?q=&FILTER&cursor=``: hits, and where to go on."""
    store = await _fresh(request)
    query, cursor = request.query.get("q", ""), int(request.query.get("cursor", 0))
    found = await asyncio.to_thread(store.search, query, _filter(request), cursor=cursor, limit=PAGE_SIZE)
    rows = [_row(store, i) for i in found.items]
    return as_json(
        {
            "rows": rows,
            "cursor": found.cursor,
            "searched": found.searched,
            "total": found.total,
            "version": store.version,
        }
    )


async def _episode(request: web.Request) -> web.StreamResponse:
    store = await _fresh(request)
    item = store.item(request.match_info["id"])
    episode = await asyncio.to_thread(item.index.episode, item.entry)
    others = [_row(store, i) for i in store.siblings(item)[:200]]
    return as_json(
        {
            "row": _row(store, item),
            "file": str(item.index.folder / item.entry.file),
            "made": episode.made,
            "opening": episode.opening,
            "observation": episode.observation,
            "steps": [_turn(store, item, n, s) for n, s in enumerate(episode.steps)],
            "metrics": episode.metrics,
            "later": item.entry.later,
            "failure": episode.failure,
            "env_args": episode.env_args,
            "limits": episode.limits,
            "seed": episode.seed,
            "framework": episode.framework,
            "tools": len(episode.tools),
            "others": others,
        }
    )


def _turn(store: Store, item: Item, number: int, step: Step) -> dict[str, Any]:
    answer = step.completion
    usage = answer.usage
    return {
        "output": step.output, "thought": step.thought, "action": step.action, "observation": step.observation,
        "reasoning": answer.reasoning, "parse_error": step.parse_error, "mapped_from": step.mapped_from,
        "refused": step.refused, "call_error": step.call_error, "unasked": step.unasked, "reward": step.reward,
        "seconds": step.seconds, "latency": answer.latency, "model": answer.model, "cached": answer.cached,
        "attempts": answer.attempts, "finish_reason": answer.finish_reason,
        "prompt_tokens": usage.prompt_tokens if usage else None,
        "completion_tokens": usage.completion_tokens if usage else None,
        "cost": None if step.unasked else price(answer, store.prices), "fresh": step.messages,
        "picture": f"/picture/{item.id}/{number}" if step.screenshot else "",
    }  # fmt: skip


async def _request(request: web.Request) -> web.StreamResponse:
    """The request of a turn, as it went to the server."""
    store = await _fresh(request)
    item, number = store.item(request.match_info["id"]), int(request.match_info["step"])
    episode = await asyncio.to_thread(item.index.episode, item.entry)
    sent = await asyncio.to_thread(prompt, episode, number)
    if episode.steps[number].unasked:
        raise OptionError(f"Nobody was asked at turn {number}: nothing that could be answered mattered.")
    answer = episode.steps[number].completion
    body: dict[str, Any] = {"model": answer.model, **answer.sampling, "messages": sent.messages}
    if sent.tools:
        body["tools"] = sent.tools
    return as_json(body)


async def _picture(request: web.Request) -> web.StreamResponse:
    store = await _fresh(request)
    item, number = store.item(request.match_info["id"]), int(request.match_info["step"])
    episode = await asyncio.to_thread(item.index.episode, item.entry)
    named = (episode.steps[number].screenshot or "") if 0 <= number < len(episode.steps) else ""
    path = (item.index.folder / named).resolve()
    # A log is no more trusted than a model: only pictures, and only below the folders that are viewed.
    if not named or not any(path.is_relative_to(f.resolve()) for f in store.folders) or not path.is_file():
        raise UnknownNameError(f"Turn {number} has no picture below the folders that are shown.")
    content = await asyncio.to_thread(path.read_bytes)
    kind = next((k for magic, k in _PICTURES.items() if content.startswith(magic)), None)
    if kind is None:
        raise OptionError(f"{path.name} is neither PNG nor JPEG.")
    return web.Response(body=content, content_type=kind)


def _row(store: Store, item: Item) -> dict[str, Any]:
    e = item.entry
    return {
        "id": item.id, "env": e.env_id, "name": short_name(e.env_id), "task": e.task_id, "kind": e.task_kind,
        "policy": e.policy, "profile": e.profile, "split": e.split, "repeat": e.repeat, "status": e.status,
        "ending": e.ending, "reward": e.score(), "steps": e.steps, "seconds": e.seconds,
        "tokens": e.prompt_tokens + e.completion_tokens,
        "cost": store.cost(e), "categories": e.categories, "model": e.model, "started": e.started,
    }  # fmt: skip


def _filter(request: web.Request) -> Filter:
    names = Filter.__struct_fields__
    return Filter(**{k: v for k, v in request.query.items() if k in names})


async def _fresh(request: web.Request) -> Store:
    store = request.app[_STORE]
    await asyncio.to_thread(store.refresh)
    return store
