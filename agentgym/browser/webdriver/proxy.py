"""A site behind a proxy: how requests of a browser that selenium drives are answered in process."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from agentgym.browser.interface import Site, SiteRequest


class SiteProxy:
    """An HTTP proxy on the loopback interface that answers by a site and forwards nothing.

    Requests are answered one after another. ``https`` cannot be: what it asks for is refused.

    Args:
        site: answers.
    """

    def __init__(self, site: Site) -> None:
        lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                """Answer one request; what is refused gets no answer at all, as from a host that is not there."""
                self.close_connection = True
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length) if length else b""
                headers = {name.lower(): value for name, value in self.headers.items()}
                document = "upgrade-insecure-requests" in headers
                with lock:
                    found = site(SiteRequest(self.command, self.path, headers, body, document))
                if found is None:
                    return
                self.send_response(found.status)
                for name, value in found.headers:
                    if name.lower() not in ("content-length", "connection"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(found.body)))
                self.send_header("Connection", "close")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(found.body)

            def do_CONNECT(self) -> None:
                """Refuse."""
                self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                """Write nothing."""

        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            setattr(Handler, f"do_{method}", Handler.answer)
        self._server = _Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="site proxy", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        # Not HTTPServer's: that one asks the resolver for the machine's name, which can take seconds.
        from socketserver import TCPServer

        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a browser that went away is no news."""
