"""The shop for a person: ``agentgym play AgentTune/WebShop-v0 --browser``."""

from __future__ import annotations

import time
import webbrowser
from typing import Any

import click

from agentgym.environments.webshop.session import Session


def serve(task: str | None, arguments: dict[str, Any], *, port: int = 0, open_page: bool = True) -> None:
    """Serve the shop until Ctrl-C; every visit's reward is printed when it ends.

    Args:
        task: the goal's id; without it, each new visit has the next goal of the split.
        arguments: those of the environment.
    """
    from agentgym.environments.webshop.env import WebShopEnv
    from agentgym.environments.webshop.site.server import ShopServer

    env = WebShopEnv(**arguments)
    ids = [task] if task else list(env.tasks.ids)
    begun: list[Session] = []

    def next_visit() -> Session:
        env.reset(seed=len(begun), options={"task": ids[len(begun) % len(ids)]})
        if env.session is None:
            raise AssertionError("reset() begins a visit")
        begun.append(env.session)
        return env.session

    server = ShopServer(port, next_visit)
    click.echo(f"The shop is open at {server.url}/ - close it with Ctrl-C.")
    if open_page:
        webbrowser.open(server.url)
    told: set[int] = set()
    try:
        while True:
            for number, session in enumerate(begun):
                if session.outcome is not None and number not in told:
                    told.add(number)
                    click.echo(f"{ids[number % len(ids)]}: reward {session.outcome.value:.4f}")
            time.sleep(0.2)
    except KeyboardInterrupt:
        click.echo("Closed.")
    finally:
        server.close()
        env.close()
