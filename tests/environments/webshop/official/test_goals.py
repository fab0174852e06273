"""Goals drawn from the official files."""

from __future__ import annotations

from agentgym.environments.webshop.official.files import locate, read_table
from agentgym.environments.webshop.official.goals import human_goals, synthetic_goals
from agentgym.environments.webshop.world.catalogue import Catalogue
from agentgym.environments.webshop.world.goals import NO_LIMIT
from tests.environments.webshop import real
from tests.environments.webshop.samples import product
from tests.shared_data import shared


def test_human_goals_of_the_official_files() -> None:
    shop = real.catalogue()
    instructions = read_table(locate(shared("webshop")).instructions)
    goals = human_goals(shop, instructions)
    assert len(goals) == 13
    assert goals == human_goals(shop, instructions), "price limits do not change between calls"
    assert goals != human_goals(shop, instructions, seed=1)


def test_a_synthetic_goal_for_each_combination_of_options() -> None:
    listed = [
        product(
            instruction="find a hat",
            instruction_attributes=["warm"],
            options={"size": ["m", "l"], "color": ["red"]},
        ),
        product(asin="B2", instruction="find it", instruction_attributes=["warm", "soft"], prices=[985.0]),
        product(asin="B3"),
    ]
    shop = Catalogue(listed, {p.asin: i for i, p in enumerate(listed)}, index=None)  # type: ignore[arg-type]
    goals = {(g.asin, tuple(g.options)): g for g in synthetic_goals(shop)}
    assert set(goals) == {
        ("B000000001", (("color", "red"), ("size", "m"))),
        ("B000000001", (("color", "red"), ("size", "l"))),
        ("B2", ()),
    }
    first = goals["B000000001", (("color", "red"), ("size", "m"))]
    assert first.instruction.startswith("find a hat with color: red, and size: m, and price lower than ")
    assert 20.0 <= first.price_upper <= 50.0 and first.weight == 1 / 3
    dear = goals["B2", ()]
    assert (dear.instruction, dear.price_upper, dear.weight) == ("find it", NO_LIMIT, (1 / 3 + 1) / 2)
