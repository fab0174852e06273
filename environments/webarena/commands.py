"""``agentgym data webarena``: log-ins at real sites, and the embedded data made again."""

from __future__ import annotations

from pathlib import Path

import click

from agentgym.environments.webarena.official import addresses, logins


@click.group()
def commands() -> None:
    """WebArena: real sites and embedded data."""


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--sites", help="Addresses: shopping=http://...,reddit=http://... (else the environment variables)."
)
@click.option(
    "--only", "only", multiple=True, type=click.Choice(sorted(logins.PATHS)), help="Only these sites."
)
def login(folder: Path, sites: str | None, only: tuple[str, ...]) -> None:
    """Log in at real sites with the accounts of FOLDER/accounts.json, and keep the cookies in FOLDER."""
    from urllib.parse import urlsplit

    from agentgym.browser.pool import open_browser

    known = addresses.given(sites)
    with open_browser() as browser:
        for site in only or sorted(logins.PATHS):
            who, address = logins.account(folder, site), addresses.address(site, known)
            page = browser.open(hosts=(urlsplit(address).netloc,))
            try:
                logins.log_in(page, site, address, who)
                click.echo(f"{site}: {logins.keep(folder, site, page.cookies())}")
            finally:
                page.end()


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", default=0, show_default=True, help="Seed of the sites' data and of the tasks.")
def make(folder: Path, seed: int) -> None:
    """Make the sites' databases and the tasks of a seed into FOLDER."""
    from agentgym.environments.webarena.authoring.make import write

    write(folder, seed)
    click.echo(f"Written: {', '.join(sorted(path.name for path in folder.iterdir()))}")
