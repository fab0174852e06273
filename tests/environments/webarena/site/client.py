"""The sites without a browser."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from agentgym.environments.webarena.site.hosting import Answer, Hosting, address


class Client:
    """Asks the sites of an episode as the browser does, redirects followed."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.hosting = Hosting()
        self.hosting.begin()
        self.status = 0
        self.url = ""

    def get(self, path: str) -> str:
        return self._follow(self.hosting.answer("GET", f"{address(self.site)}{path}", {}, b""), path)

    def post(self, path: str, **fields: object) -> str:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        body = urlencode(fields).encode()
        return self._follow(self.hosting.answer("POST", f"{address(self.site)}{path}", kind, body), path)

    def log_out(self) -> None:
        self.hosting._cookies.clear()

    def _follow(self, answer: Answer | None, path: str) -> str:
        assert answer is not None
        self.url = path
        if answer.status == 302:
            base = re.sub(r"(http://[^/]+).*", r"\1", address(self.site))
            to = dict(answer.headers)["Location"]
            self.url = to
            answer = self.hosting.answer("GET", f"{base}{to}", {}, b"")
            assert answer is not None
        self.status = answer.status
        return answer.body.decode()
