"""Questions in words."""

from __future__ import annotations

import random

from agentgym.environments.knowledge_graph.authoring.lexicon import STEPS, Step
from agentgym.environments.knowledge_graph.authoring.schemas import Schema
from agentgym.environments.knowledge_graph.authoring.wording import Words

CAPITAL = Step("g.country", "g.city", ("g.country.capital",), False, ("capital[|s] of {x}",))
CITIES = Step("g.country", "g.city", ("g.country.cities",), True, ("[city|cities] that lie[s|] in {x}",))


def test_singular_and_plural_agree() -> None:
    for seed in range(20):
        words = Words(random.Random(seed))
        assert "he capital of France" in words.question(Schema(((CAPITAL,),)), ["France"])
        assert "capitals of France" in words.question(Schema(((CAPITAL,),), "count"), ["France"])
        assert "cities that lie in France" in words.question(Schema(((CITIES,),)), ["France"])


def test_every_step_can_be_said() -> None:
    words = Words(random.Random(0))
    for step in STEPS:
        text = words.question(Schema(((step,),)), ["Somewhere"])
        assert "Somewhere" in text and text[0].isupper() and not set("[]{}|") & set(text)
