"""The shop for a person: ``agentgym play webshop --browser``."""

from __future__ import annotations

from typing import Any

import click

from agentgym import registry
from agentgym.browser.site import serve_people
from agentgym.environments.webshop.site.app import ShopSite, Visits
from agentgym.environments.webshop.world.session import Session


def serve(task: str | None, arguments: dict[str, Any], *, port: int = 0, open_page: bool = True) -> None:
    """Serve the shop until Ctrl-C; every visit's reward is printed when it ends.

    Args:
        task: the goal's id; without it, each new visit has the next goal of the split.
        arguments: those of the environment.
        port: 0 takes a free one.
        open_page: open the shop in the person's browser.
    """
    env: Any = registry.make("webshop", arguments).unwrapped
    ids = [task] if task else list(env.tasks.ids)
    begun: list[tuple[str, Session]] = []

    def next_visit() -> Session:
        number = len(begun)
        env.reset(seed=number, options={"task": ids[number % len(ids)]})
        if env.session is None:
            raise AssertionError("reset() begins a visit")
        session: Session = env.session
        begun.append((ids[number % len(ids)], session))
        return session

    def ended(session: Session) -> None:
        played = next(task_id for task_id, other in begun if other is session)
        if session.outcome is not None:
            click.echo(f"{played}: reward {session.outcome.value:.4f}")

    try:
        serve_people(ShopSite(Visits(), next_visit, ended), "The shop", port=port, open_page=open_page)
    finally:
        env.close()
