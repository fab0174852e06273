"""Web sites of environments: a WSGI application on the loopback interface, for a browser of ours or for people."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Iterable
from socketserver import ThreadingMixIn
from types import TracebackType
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LOOPBACK = ("127.0.0.1", "localhost")


class SiteServer:
    """Serves a WSGI application under ``http://127.0.0.1:PORT``, each request in a thread of its own.

    Args:
        app: the application.
        port: 0 takes a free one.
    """

    def __init__(self, app: WSGIApplication, port: int = 0) -> None:
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.set_app(loopback_only(app))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="site", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __enter__(self) -> SiteServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def loopback_only(app: WSGIApplication) -> WSGIApplication:
    """Return the application behind a check of the ``Host`` header.

    Another site's name that resolves to 127.0.0.1 (DNS rebinding) must not reach it: such a request gets a 403.
    """

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        host = str(environ.get("HTTP_HOST", "")).rsplit(":", 1)[0]
        if host in LOOPBACK:
            return app(environ, start_response)
        start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"This site answers on 127.0.0.1 only."]

    return guarded


def serve_people(app: WSGIApplication, title: str, *, port: int = 0, open_page: bool = True) -> None:
    """Serve an application until Ctrl-C, and open it in the person's browser.

    Args:
        app: the application.
        title: what it is called on the terminal.
        port: 0 takes a free one.
        open_page: open the page, besides printing its address.
    """
    import click

    with SiteServer(app, port) as server:
        click.echo(f"{title} is open at {server.url}/ - close it with Ctrl-C.")
        if open_page:
            webbrowser.open(server.url)
        try:
            forever()
        except KeyboardInterrupt:
            click.echo("Closed.")


def forever() -> None:
    """Wait until Ctrl-C."""
    threading.Event().wait()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def server_bind(self) -> None:
        # Not HTTPServer's: that one asks the resolver for the machine's name, which can take seconds.
        from socketserver import TCPServer

        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]
        self.setup_environ()


class _Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Write nothing: requests are no news."""
