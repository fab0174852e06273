"""Addresses of real sites: given as an argument, or by the environment variables of the original or of BrowserGym."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from agentgym.environments.webarena.world.worlds import NAMES
from agentgym.errors import OptionError, UnavailableError, unknown_name


def given(sites: Mapping[str, str] | str | None) -> dict[str, str]:
    """Return the addresses of an argument, without slashes at their ends.

    Args:
        sites: a mapping, or ``shopping=http://...,reddit=http://...``.

    Raises:
        OptionError: it cannot be read.
        UnknownNameError: a site that is not known.
    """
    if sites is None:
        return {}
    pairs = (
        list(sites.items())
        if isinstance(sites, Mapping)
        else [_pair(part) for part in sites.split(",") if part]
    )
    found = {}
    for name, url in pairs:
        if name not in NAMES:
            raise unknown_name("site", name, NAMES)
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise OptionError(f"The address of {name} must begin with http:// or https://, got {url!r:.80}.")
        found[name] = url.rstrip("/")
    return found


def address(site: str, known: Mapping[str, str]) -> str:
    """Return the address of a site, without a slash at its end.

    Raises:
        UnavailableError: nobody has said it.
    """
    if site in known:
        return known[site]
    variables = (site.upper(), f"WA_{site.upper()}")
    for name in variables:
        if url := os.environ.get(name):
            return given({site: url})[site]
    raise UnavailableError(
        f"Where the site {site!r} is has not been said: set {' or '.join(variables)}, or give sites='{site}=http://...'."
    )


def _pair(text: str) -> tuple[str, str]:
    name, equals, url = text.partition("=")
    if not equals:
        raise OptionError(
            f"sites is a list like shopping=http://host:7770,reddit=http://host:9999; got {text!r:.80}."
        )
    return name.strip(), url.strip()
