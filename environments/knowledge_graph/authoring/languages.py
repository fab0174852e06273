"""Languages, scripts and currencies by country: from Unicode's CLDR, through Babel."""

from __future__ import annotations

from agentgym.environments.knowledge_graph.authoring.facts import Facts
from agentgym.environments.knowledge_graph.world.terms import TYPE


def languages(facts: Facts) -> None:
    """Add languages, scripts, and who uses a language where; countries are there already."""
    from babel import Locale
    from babel.core import get_global

    english = Locale("en")
    for code, name in english.languages.items():
        if code.isalpha() and len(code) <= 3 and code not in ("und", "mul", "zxx", "mis", "root"):
            facts.entity(f"e.language_{code}", "language.language", name)
    for code, name in english.scripts.items():
        if not code.startswith(("Z", "Q")):
            facts.entity(f"e.script_{code.lower()}", "language.script", name)
    for status in ("official", "official_regional", "de_facto_official"):
        facts.entity(f"e.status_{status}", "language.status", status.replace("_", " "))
    for tag, full in get_global("likely_subtags").items():
        if "_" not in tag:
            script = full.split("_")[1]
            facts.relate(f"e.language_{tag}", "language.language.script", f"e.script_{script.lower()}")
    for territory, uses in get_global("territory_languages").items():
        country = f"e.country_{territory.lower()}"
        for code, use in uses.items():
            language = f"e.language_{code.split('_')[0]}"
            if "_" in code or country not in facts.names or language not in facts.names:
                continue
            mediator = f"e.language_use_{territory.lower()}_{code}"
            facts.names[mediator] = mediator
            facts.triples.add((mediator, TYPE, "language.use"))
            facts.relate(country, "geography.country.language_uses", mediator)
            facts.relate(mediator, "language.use.language", language)
            facts.describe(mediator, "language.use.percent", float(use["population_percent"]))
            if use["official_status"]:
                facts.relate(mediator, "language.use.status", f"e.status_{use['official_status']}")
                facts.relate(country, "geography.country.official_languages", language)


def currencies(facts: Facts) -> None:
    """Add currencies and when a country used them; countries are there already."""
    from babel import Locale
    from babel.core import get_global

    names = Locale("en").currencies
    for territory, uses in get_global("territory_currencies").items():
        country = f"e.country_{territory.lower()}"
        for number, (code, first, last, tender) in enumerate(uses):
            if not tender or country not in facts.names or code not in names:
                continue
            currency = facts.entity(f"e.currency_{code.lower()}", "money.currency", names[code])
            mediator = f"e.currency_use_{territory.lower()}_{number}"
            facts.names[mediator] = mediator
            facts.triples.add((mediator, TYPE, "money.use"))
            facts.relate(country, "geography.country.currency_uses", mediator)
            facts.relate(mediator, "money.use.currency", currency)
            if first is not None:
                facts.describe(mediator, "money.use.since", "{:04}-{:02}-{:02}".format(*first))
            if last is not None:
                facts.describe(mediator, "money.use.until", "{:04}-{:02}-{:02}".format(*last))
            else:
                facts.relate(country, "geography.country.currency", currency)
