"""The pages of a data set: read-only, on this machine only, and nothing that a row says is ever markup."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web

from agentgym.viewer.datasets.store import DatasetStore, Filter, Item
from agentgym.viewer.guard import as_json, guard

HERE = Path(__file__).parent
STYLE = HERE.parent / "page.css"
PAGE_SIZE = 100
_STORE = web.AppKey("dataset", DatasetStore)
_STATIC = {"page.css": STYLE, "dataset.js": HERE / "dataset.js", "dataset.css": HERE / "dataset.css"}


def application(folder: Path) -> web.Application:
    """Return the web application over a data set.

    Raises:
        DataError: it is none, or damaged.
    """
    app = web.Application(middlewares=[guard])
    app[_STORE] = DatasetStore(folder)
    app.add_routes(
        [
            web.get("/", _page),
            web.get("/row/{number}", _page),
            web.get("/card", _page),
            web.get("/static/{name}", _static),
            web.get("/api/rows", _rows),
            web.get("/api/row/{number}", _row),
            web.get("/api/card", _card),
        ]
    )
    return app


async def _page(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(HERE / "dataset.html")


async def _static(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if name not in _STATIC:
        raise web.HTTPNotFound
    return web.FileResponse(_STATIC[name])


async def _rows(request: web.Request) -> web.StreamResponse:
    """``?FILTER&offset=``: a page of the list."""
    store = request.app[_STORE]
    given = {k: v for k, v in request.query.items() if k != "offset"}
    wanted = msgspec.convert(given, Filter)
    offset = max(0, int(request.query.get("offset", 0)))
    items = await asyncio.to_thread(store.view, wanted)
    return as_json(
        {
            "folder": str(store.folder),
            "total": len(items),
            "all": len(store.items),
            "offset": offset,
            "rows": items[offset : offset + PAGE_SIZE],
            "facets": store.facets(),
        }
    )


async def _row(request: web.Request) -> web.StreamResponse:
    store = request.app[_STORE]
    number = int(request.match_info["number"])
    row = await asyncio.to_thread(store.row, number)
    item: Item = store.items[number]
    marks = store.marks(row)
    messages: list[dict[str, Any]] = [
        {**m, "loss": m.get("loss"), "marks": ranges} for m, ranges in zip(row.messages, marks, strict=True)
    ]
    return as_json(
        {
            "folder": str(store.folder),
            "item": item,
            "messages": messages,
            "tools": row.tools,
            "source": row.source,
            "certificate": row.certificate,
            "tokens": len(row.tokens.ids) if row.tokens else None,
            "matched": store.matched(row),
        }
    )


async def _card(request: web.Request) -> web.StreamResponse:
    return as_json({"text": request.app[_STORE].card()})
