"""The social media pages: buttons below posts."""

from __future__ import annotations

from collections.abc import Iterator

from agentgym.environments.miniwob.world.gold.reading import Click, Move, Reading, Solution

_BUTTONS = {
    "Reply": "reply",
    "Retweet": "retweet",
    "Like": "like",
    "Share via DM": "share",
    "Copy link to Tweet": "copy",
    "Embed Tweet": "embed",
    "Mute": "menu-user",
    "Block": "block-user",
    "Report": "report",
}
_OF_USER = """(user, kind) => Array.from(document.querySelectorAll('.media')).filter(
  post => post.querySelector('.username').textContent === user).map(
  post => Array.from(post.querySelectorAll('*')).find(part => part.className === kind))"""


def post(page: Reading) -> Iterator[Move]:
    """Click a button of a user's post; most are in a menu behind three dots."""
    user, name = page.match(r'user (\S+), click on the "(.*)" button').groups()
    if _BUTTONS[name] not in ("reply", "retweet", "like"):
        yield Click(page.paths(_OF_USER, user, "more")[0])
    yield Click(page.paths(_OF_USER, user, _BUTTONS[name])[0])


def posts(page: Reading) -> Iterator[Move]:
    """Click a button of all posts of a user, or of so many."""
    name, count, user = page.match(
        r'Click the "(\w+)" button on (?:all posts|(\d+) posts?) by (\S+) and'
    ).groups()
    for path in page.paths(_OF_USER, user, name.lower())[: int(count) if count else None]:
        yield Click(path)
    yield Click(page.css("#submitRow button"))


SOLUTIONS: dict[str, Solution] = {"social-media": post, "social-media-all": posts, "social-media-some": posts}
