"""The expert: the shortest visit that buys the goal's own product with the options that are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from agentgym.actions import Action
from agentgym.environments.webshop.protocol import CLICK, SEARCH
from agentgym.environments.webshop.scoring import MATCH, similarity
from agentgym.environments.webshop.world.session import Session


def plan(session: Session) -> Iterator[Action]:
    """Yield the expert's actions, turn by turn: search, page on until the product shows, options, buy."""
    goal = session.goal
    product = session.catalogue[goal.asin]
    wanted = product.asin.lower()
    yield Action(
        name=SEARCH.name,
        arguments={"keywords": best_query(session)},
        thought="I search for what is asked for.",
    )
    while wanted not in session.clickables() and session.shown():
        yield _click("next >", "The product is not on this page of results.")
    yield _click(wanted, "This product fits what is asked for.")
    for option in _choices(session):
        yield _click(option, f"The option {option} is asked for.")
    yield _click("buy now", "Everything that is asked for is chosen.")


def best_query(session: Session) -> str:
    """Return a query that finds the goal's product: its title, or the attribute listing where that fails."""
    product = session.catalogue[session.goal.asin]
    position = session.catalogue.positions[product.asin]
    instruction = session.goal.instruction.split(", and price lower")[0].lower()
    candidates = (product.title.lower().replace("[", " ").replace("]", " "), instruction)
    for query in candidates:
        if position in session.catalogue.search(query):
            return query
    return f"<q> {product.query}"


def _choices(session: Session) -> list[str]:
    """Return the option values to click: for each wanted value the closest of the product's."""
    product = session.catalogue[session.goal.asin]
    chosen: dict[str, str] = {}
    for wanted in session.goal.options:
        name, value = wanted if isinstance(wanted, tuple) else ("", wanted)
        values = {v: n for n, listed in product.options.items() for v in listed if not name or n == name}
        exact = [v for v in values if v == value.lower()]
        close = sorted(values, key=lambda v: -similarity(v, value))
        best = (exact or [v for v in close if similarity(v, value) > MATCH])[:1]
        for v in best:
            chosen[values[v]] = v
    return list(chosen.values())


def _click(value: str, thought: str) -> Action:
    return Action(name=CLICK.name, arguments={"value": value}, thought=thought)
