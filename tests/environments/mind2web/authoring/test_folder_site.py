"""Folders as web sites."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from agentgym.environments.mind2web.authoring.folder_site import folder_site


def _get(folder: Path, path: str, method: str = "GET") -> tuple[str, dict[str, str], bytes]:
    environ: dict[str, Any] = {"PATH_INFO": path.encode().decode("latin-1"), "REQUEST_METHOD": method}
    setup_testing_defaults(environ)
    told: list[Any] = []

    def start_response(*args: Any) -> Any:
        told.extend(args)

    body = b"".join(folder_site(folder)(environ, start_response))
    return told[0], dict(told[1]), body


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site, beside a file that is none of it."""
    (tmp_path / "secret.txt").write_text("secret")
    site = tmp_path / "site"
    (site / "below").mkdir(parents=True)
    (site / "index.html").write_text("<p>Käse</p>", encoding="utf-8")
    (site / "below" / "index.html").write_text("below")
    (site / "größe.js").write_text("1")
    (site / "file.unknown").write_bytes(b"\0")
    return site


def test_files_are_served_with_their_kinds_and_kept_by_no_browser(folder: Path) -> None:
    status, headers, body = _get(folder, "/index.html")
    assert status == "200 OK" and body.decode() == "<p>Käse</p>"
    assert headers == {
        "Content-Type": "text/html; charset=utf-8", "Content-Length": "12", "Cache-Control": "no-store",
    }  # fmt: skip
    assert _get(folder, "/")[2] == body and _get(folder, "/below/")[2] == b"below"
    assert _get(folder, "/größe.js")[1]["Content-Type"].startswith(
        ("text/javascript", "application/javascript")
    )
    assert _get(folder, "/file.unknown")[1]["Content-Type"] == "application/octet-stream"
    assert _get(folder, "/index.html", "HEAD")[::2] == ("200 OK", b"")


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/below/../../secret.txt", "//etc/passwd", "/link", "/nowhere", "/a\0b", "/\udc80"],
)
def test_nothing_outside_is_served(folder: Path, path: str) -> None:
    (folder / "link").symlink_to(folder.parent / "secret.txt")
    if path == "/\udc80":
        path = "/\xff"
    status, _, body = _get(folder, path)
    assert status == "404 Not Found" and b"secret" not in body
