"""Log-ins at real sites: made once with the accounts of a file, kept as cookies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from agentgym.browser.interface import Page, PageError
from agentgym.errors import DataError, EnvironmentFailure

ACCOUNTS = "accounts.json"
PATHS = {
    "shopping": "/customer/account/login/",
    "shopping_admin": "",
    "reddit": "/login",
    "gitlab": "/users/sign_in",
}
"""Where a site's form is, below its address."""
_FILL = """(name, secret) => {
  const field = document.querySelector('input[type=password]');
  if (!field || !field.form) return false;
  const user = [...field.form.elements].find(e => e.tagName === 'INPUT' && ['text', 'email'].includes(e.type));
  if (!user) return false;
  for (const [element, value] of [[user, name], [field, secret]]) {
    element.value = value;
    element.dispatchEvent(new Event('input', {bubbles: true}));
  }
  field.form.requestSubmit();
  return true;
}"""
_ASKED = "() => !!document.querySelector('input[type=password]')"


class Account(msgspec.Struct, frozen=True):
    """An account at a site."""

    username: str
    password: str


def account(folder: Path | None, site: str) -> Account:
    """Return the account of a site, from ``accounts.json`` of the folder of log-ins.

    Raises:
        DataError: there is none.
    """
    path = (folder or Path()) / ACCOUNTS
    try:
        accounts = msgspec.json.decode(path.read_bytes(), type=dict[str, Account])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(
            f"{path} is no file of accounts ({error}); it holds {{site: {{username, password}}}}. Name its folder with "
            "cookies=FOLDER."
        ) from None
    if site not in accounts:
        raise DataError(f"{path} has no account for {site}; it has {', '.join(sorted(accounts)) or 'none'}.")
    return accounts[site]


def log_in(page: Page, site: str, address: str, who: Account) -> None:
    """Log in at a site with a tab.

    Raises:
        EnvironmentFailure: there is no form, or the site refuses the account.
    """
    try:
        page.goto(f"{address}{PATHS[site]}")
        filled = page.evaluate(_FILL, who.username, who.password)
        page.settle()
        asked = page.evaluate(_ASKED)
    except PageError as error:
        raise EnvironmentFailure(f"The log-in at {site} ({address}) failed: {error}") from None
    if not filled:
        raise EnvironmentFailure(f"There is no log-in form at {address}{PATHS[site]}.")
    if asked:
        raise EnvironmentFailure(f"{site} ({address}) refuses the account {who.username!r}.")


def keep(folder: Path, site: str, cookies: Sequence[dict[str, Any]]) -> Path:
    """Write the cookies of a log-in; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{site}_state.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode({"cookies": list(cookies)}), indent=1))
    path.chmod(0o600)
    return path


def stored(folder: Path, sites: Sequence[str]) -> list[dict[str, Any]]:
    """Return the cookies of the log-ins of some sites.

    Files are those that :func:`keep` writes, or the original's (``shopping_state.json``,
    ``gitlab.reddit_state.json``, in Playwright's form).

    Raises:
        DataError: one is missing or damaged.
    """
    needed = sorted({site for site in sites if site in PATHS})
    together = folder / f"{'.'.join(needed)}_state.json"
    files = [together] if together.is_file() else [folder / f"{site}_state.json" for site in needed]
    found: list[dict[str, Any]] = []
    for path in files:
        try:
            raw = msgspec.json.decode(path.read_bytes())
            found += raw["cookies"] if isinstance(raw, dict) else raw
        except (OSError, msgspec.DecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
            raise DataError(
                f"{path} holds no stored log-in ({error}); make it with 'agentgym data webarena login'."
            ) from None
    return found
