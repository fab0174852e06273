"""The functions that configurations name (``func:name(...)``): a table, so that no text of a file is evaluated."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import urlparse

import msgspec

from agentgym.browser.interface import PageError
from agentgym.environments.webarena.world.evaluators.base import End
from agentgym.errors import DataError, EnvironmentFailure, unknown_name

Helper = Callable[[End], str]

_CALL = re.compile(r"func:\s*(\w+)\(\s*(.*?)\s*\)\s*", re.DOTALL)
_TEXT = re.compile(r"""\s*(?:'([^'\\]*)'|"([^"\\]*)"|(__page__))\s*(?:,|$)""")
_ROLE = """(() => {
  const names = [...document.querySelectorAll("td[data-label='Account'] span.gl-avatar-labeled-sublabel")];
  const at = names.findIndex(name => name.outerText === '@' + NAME);
  return document.querySelectorAll("td.col-max-role span")[at].outerText;
})()"""


def post_url(url: str) -> str:
    """Return the short address of the post that a page of the forum belongs to; any other address as it is.

    >>> post_url("http://h/f/books/12/a-title")
    'http://h/f/books/12/'
    """
    parsed = urlparse(url)
    parts = parsed.path.split("/")
    if len(parts) < 4 or parts[1] != "f":
        return url
    return f"{parsed.scheme}://{parsed.netloc}/f/{parts[2]}/{parts[3]}/"


def parse(call: str) -> Helper:
    """Return the function of a ``func:name(...)``, bound to its arguments.

    Raises:
        DataError: no call, or one of a function that is not known.
    """
    found = _CALL.fullmatch(call)
    if found is None:
        raise DataError(f"{call!r:.80} is no call of the form func:name('argument').")
    name, inside = found[1], found[2]
    if name not in _HELPERS:
        raise DataError(str(unknown_name("function of a configuration", name, _HELPERS)))
    arguments: list[str] = []
    while inside:
        argument = _TEXT.match(inside)
        if argument is None:
            raise DataError(f"{call!r:.80}: arguments are texts in quotes, got {inside!r:.40}.")
        arguments += [text for text in argument.groups() if text is not None and text != "__page__"]
        inside = inside[argument.end() :]
    function, count = _HELPERS[name]
    if len(arguments) != count:
        raise DataError(f"{call!r:.80}: {name} takes {count} argument(s), got {len(arguments)}.")
    return partial(function, arguments)


def _post(arguments: list[str], end: End) -> str:
    return post_url(arguments[0].replace("__last_url__", end.current.url))


def _latest_order(arguments: list[str], end: End) -> str:
    query = (
        "searchCriteria[sortOrders][0][field]=created_at&searchCriteria[sortOrders][0][direction]=DESC"
        "&searchCriteria[pageSize]=1"
    )
    found = end.sites.get("shopping", f"/rest/V1/orders?{query}")
    try:
        number = int(found["items"][0]["increment_id"])
    except (LookupError, TypeError, ValueError) as error:
        raise EnvironmentFailure(f"The shop names no latest order: {found!r:.120}.") from error
    return f"{end.sites.address('shopping')}/sales/order/view/order_id/{number}/"


def _latest_review(arguments: list[str], end: End, field: str) -> str:
    reviews = end.sites.get("shopping", f"/rest/V1/products/{arguments[0]}/reviews")
    if not reviews:
        return ""
    try:
        if field == "nickname":
            return str(reviews[-1]["nickname"])
        if reviews[0]["ratings"][0]["rating_name"] != "Rating":
            raise KeyError("Rating")
        return str(reviews[-1]["ratings"][0]["percent"])
    except (LookupError, TypeError) as error:
        raise EnvironmentFailure(f"A review of {arguments[0]} has no {field}: {reviews!r:.120}.") from error


def _role(arguments: list[str], end: End) -> str:
    name = msgspec.json.encode(arguments[0]).decode()
    try:
        return str(end.current.evaluate(_ROLE.replace("NAME", name)))
    except PageError:
        return ""  # No such member, or no page of members.


_HELPERS: dict[str, tuple[Callable[[list[str], End], str], int]] = {
    "reddit_get_post_url": (_post, 1),
    "shopping_get_latest_order_url": (_latest_order, 0),
    "shopping_get_sku_latest_review_author": (partial(_latest_review, field="nickname"), 1),
    "shopping_get_sku_latest_review_rating": (partial(_latest_review, field="percent"), 1),
    # Spelt so in the official files.
    "gitlab_get_project_memeber_role": (_role, 1),
}
