"""The pages of the package ``miniwob``: which there are, and the site that they are read from."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import mimetypes
from pathlib import Path

from agentgym.browser import SiteRequest, SiteResponse
from agentgym.errors import DependencyError
from agentgym.install import hint

HOST = "http://miniwob.test"
PAPER = (
    "choose-list click-button-sequence click-button click-checkboxes-large click-checkboxes-soft "
    "click-checkboxes-transfer click-checkboxes click-collapsible-2 click-collapsible click-color click-dialog-2 "
    "click-dialog click-link click-menu click-option click-scroll-list click-shades click-shape click-tab-2-hard "
    "click-tab-2 click-tab click-test-2 click-test click-widget count-shape email-inbox-forward-nl-turk "
    "email-inbox-forward-nl email-inbox-nl-turk email-inbox enter-date enter-password enter-text-dynamic enter-text "
    "enter-time focus-text-2 focus-text grid-coordinate login-user navigate-tree search-engine simple-algebra "
    "social-media-all social-media-some social-media terminal use-spinner"
).split()
"""The 46 pages of AgentTuning's evaluation, in its order."""

KEEPING = frozenset(
    "book-flight book-flight-nodelay choose-date choose-date-easy choose-date-medium choose-date-nodelay "
    "click-menu-2 drag-items drag-items-grid drag-sort-numbers form-sequence login-user-popup order-food "
    "scroll-text-2 search-engine simon-says stock-market use-autocomplete use-autocomplete-nodelay use-colorwheel "
    "use-colorwheel-2 use-slider use-slider-2 use-spinner".split()
)
"""Pages that keep something of an episode in the next one (a calendar, hints of a list, a slider's value): they are
loaded anew for each. Found by ``python -m agentgym.benchmarks.browser_episodes openings``."""


def missing() -> str:
    """Return why the pages cannot be read here, and the mend; empty if they can."""
    if importlib.util.find_spec("miniwob") is None:
        return f"The pages of MiniWoB++ come with the package miniwob, which is not installed: {hint('miniwob')}."
    return ""


@functools.cache
def root() -> Path:
    """Return the folder of the pages and of what they share. The package itself is not imported.

    Raises:
        DependencyError: the package is not installed.
    """
    found = importlib.util.find_spec("miniwob")
    if found is None or found.origin is None:
        raise DependencyError(missing())
    return Path(found.origin).parent / "html"


@functools.cache
def names() -> tuple[str, ...]:
    """Return the names of all pages, in alphabetical order."""
    return tuple(sorted(file.stem for file in (root() / "miniwob").glob("*.html")))


@functools.cache
def fingerprint() -> str:
    """Return a hash of all that the pages are made of: other pages are other tasks."""
    total = hashlib.sha256()
    for file in sorted(root().rglob("*")):
        if file.is_file() and file.suffix in (".html", ".js", ".css"):
            total.update(file.relative_to(root()).as_posix().encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:12]


def address(name: str) -> str:
    """Return the address of a page."""
    return f"{HOST}/miniwob/{name}.html"


@functools.lru_cache(512)
def answer(path: str) -> SiteResponse | None:
    """Return the file at a path of the site; ``None`` where there is none."""
    file = (root() / path.lstrip("/")).resolve()
    if not file.is_relative_to(root().resolve()) or not file.is_file():
        return None
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    return SiteResponse(200, [("Content-Type", kind), ("Cache-Control", "max-age=86400")], file.read_bytes())


def site(request: SiteRequest) -> SiteResponse | None:
    """Answer a page's request by the package's files; refuse what lies elsewhere."""
    if request.method != "GET" or not request.url.startswith(f"{HOST}/"):
        return None
    return answer(request.url.removeprefix(HOST).partition("?")[0])
