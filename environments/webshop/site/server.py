"""The shop's web server: on the loopback interface, in a thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from werkzeug.serving import make_server

from agentgym.environments.webshop.session import Session
from agentgym.environments.webshop.site.app import Visits, make_app


class ShopServer:
    """Serves visits under ``http://127.0.0.1:PORT/visit/NAME``.

    Args:
        port: 0 takes a free one.
        next_visit: begins a new visit for who opens ``/``.
    """

    def __init__(self, port: int = 0, next_visit: Callable[[], Session] | None = None) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.visits = Visits()
        self._server = make_server("127.0.0.1", port, make_app(self.visits, next_visit), threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, name="webshop", daemon=True)
        self._thread.start()

    def enter(self, session: Session) -> str:
        """Admit a visit and return its address."""
        return f"{self.url}/visit/{self.visits.enter(session)}"

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
