"""What every viewer keeps to: it answers to this machine only, and a page runs no script but its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web

from agentgym.errors import AgentGymError, OptionError, UnknownNameError

_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse other hosts, and turn errors of ours into answers."""
    # A page of another site may point its own name at this machine; it does not get to read logs.
    if request.host.rsplit(":", 1)[0] not in _HOSTS:
        raise web.HTTPForbidden(text="The viewer answers to 127.0.0.1 only.")
    try:
        response = await handler(request)
    except UnknownNameError as error:
        response = as_json({"error": str(error)}, status=404)
    except (AgentGymError, msgspec.ValidationError, ValueError) as error:
        response = as_json({"error": str(error)}, status=400)
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


async def serve_until_interrupted(
    app: web.Application, port: int, ready: Callable[[str], None] | None
) -> None:
    """Serve an application on 127.0.0.1.

    Args:
        app: the application.
        port: 0 takes a free one.
        ready: is called with the address once the page can be opened.

    Raises:
        OptionError: the port is taken.
    """
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        try:
            await site.start()
        except OSError:
            raise OptionError(f"Port {port} is taken: choose another with --port, or 0 for any.") from None
        if ready is not None:
            ready(f"http://127.0.0.1:{runner.addresses[0][1]}")
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def as_json(value: object, *, status: int = 200) -> web.Response:
    """Return a value as an answer in JSON."""
    try:
        body = msgspec.json.encode(value)
    except (
        UnicodeEncodeError
    ):  # A model can say half of a surrogate pair: as an escape it is JSON all the same.
        body = json.dumps(msgspec.to_builtins(value)).encode()
    return web.Response(body=body, status=status, content_type="application/json")
