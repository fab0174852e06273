"""How the embedded ontology's steps and attributes are put into words: several ways each, none with their ids.

``[a|b]`` is singular and plural; ``{x}`` is where the step begins. A step may be two relations with a mediator (a
use of a language by a country) between them, and a superlative on the mediator.
"""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """One step of a question.

    Attributes:
        source, target: classes it leads from and to.
        path: relations; ``max:``/``min:`` before an attribute is a superlative on the way.
        many: it leads to several things in general.
        nouns: noun phrases for what it leads to, without the article.
        clauses: relative clauses, in the plural, for an intersection.
    """

    source: str
    target: str
    path: tuple[str, ...]
    many: bool
    nouns: tuple[str, ...]
    clauses: tuple[str, ...] = ()


CLASSES = {
    "geography.continent": ("continent", "continents"),
    "geography.country": ("country", "countries"),
    "geography.city": ("city", "cities"),
    "geography.us_state": ("state", "states"),
    "geography.us_county": ("county", "counties"),
    "time.time_zone": ("time zone", "time zones"),
    "language.language": ("language", "languages"),
    "language.script": ("script", "scripts"),
    "money.currency": ("currency", "currencies"),
    "aviation.airport": ("airport", "airports"),
    "chemistry.element": ("chemical element", "chemical elements"),
    "chemistry.isotope": ("isotope", "isotopes"),
    "chemistry.discoverer": ("chemist", "chemists"),
    "chemistry.place": ("place", "places"),
    "chemistry.group": ("group", "groups"),
    "chemistry.period": ("period", "periods"),
    "chemistry.series": ("family", "families"),
    "chemistry.decay_mode": ("kind of decay", "kinds of decay"),
}
"""Classes that questions can be about, in words."""

_G, _L, _M, _C = "geography.", "language.", "money.", "chemistry."

STEPS = (
    Step(_G + "country", _G + "continent", (_G + "country.continent",), False,
         ("[continent|continents] that {x} [belongs|belong] to", "part[|s] of the world where {x} [lies|lie]")),
    Step(_G + "continent", _G + "country", (_G + "continent.countries",), True,
         ("[country|countries] in {x}", "[nation|nations] of {x}"), ("that are in {x}",)),
    Step(_G + "country", _G + "city", (_G + "country.capital",), False,
         ("[capital|capitals] of {x}", "[city|cities] from which {x} [is|are] governed", "seat[|s] of government of {x}"),
         ("from which {x} [is|are] governed",)),
    Step(_G + "city", _G + "country", (_G + "city.capital_of",), False,
         ("[country|countries] governed from {x}", "[country|countries] with {x} as seat of government"),
         ("that are governed from {x}",)),
    Step(_G + "country", _G + "country", (_G + "country.neighbours",), True,
         ("[country|countries] next to {x}", "[country|countries] that [shares|share] a border with {x}",
          "[country|countries] bordering on {x}"),
         ("that are next to {x}", "that share a border with {x}", "that touch {x} on the map")),
    Step(_G + "city", _G + "country", (_G + "city.country",), False,
         ("[country|countries] where {x} [lies|lie]", "[nation|nations] that {x} [belongs|belong] to"),
         ("in which {x} [lies|lie]",)),
    Step(_G + "country", _G + "city", (_G + "country.cities",), True,
         ("larger [city|cities] in {x}", "big [town|towns] of {x}"), ("that are in {x}", "that lie on the territory of {x}")),
    Step(_G + "city", "time.time_zone", (_G + "city.time_zone",), False,
         ("time zone[|s] that clocks in {x} follow", "zone[|s] by which people in {x} tell the time")),
    Step("time.time_zone", _G + "city", ("time.time_zone.cities",), True,
         ("[city|cities] that [keeps|keep] the time of {x}", "[city|cities] whose clocks follow {x}"),
         ("that keep the time of {x}", "whose clocks are set to {x}")),
    Step(_G + "country", "time.time_zone", (_G + "country.time_zones",), True,
         ("time zone[|s] in use in {x}", "zone[|s] that people in {x} set their clocks by"),
         ("that are in use in {x}",)),
    Step("time.time_zone", _G + "country", ("time.time_zone.countries",), True,
         ("[country|countries] where the time of {x} applies", "[country|countries] that [uses|use] {x} as a time zone"),
         ("where the time of {x} applies",)),
    Step(_G + "city", _G + "us_state", (_G + "city.us_state",), False,
         ("American state[|s] where {x} [is|are] found", "part[|s] of the United States where {x} [lies|lie]")),
    Step(_G + "us_state", _G + "city", (_G + "us_state.cities",), True,
         ("larger [city|cities] in the state of {x}", "big [town|towns] of {x}"), ("that are in the state of {x}",)),
    Step(_G + "us_county", _G + "us_state", (_G + "us_county.state",), False,
         ("American state[|s] that {x} [is|are] a part of", "state[|s] around {x}")),
    Step(_G + "us_state", _G + "us_county", (_G + "us_state.counties",), True,
         ("[county|counties] of {x}", "[county|counties] that {x} is divided into")),
    Step(_G + "country", _L + "language", (_G + "country.official_languages",), True,
         ("language[|s] with official standing in {x}", "language[|s] of the authorities in {x}"),
         ("that have official standing in {x}", "that the authorities of {x} write in")),
    Step(_L + "language", _G + "country", (_L + "language.official_in",), True,
         ("[country|countries] where {x} [has|have] official standing", "[country|countries] whose authorities write {x}"),
         ("where {x} [has|have] official standing",)),
    Step(_G + "country", _L + "language", (_G + "country.language_uses", _L + "use.language"), True,
         ("language[|s] that people speak in {x}", "tongue[|s] you can hear in {x}"),
         ("that people speak in {x}", "that you can hear in {x}")),
    Step(_L + "language", _G + "country", (_L + "language.uses", _L + "use.country"), True,
         ("[country|countries] where {x} [is|are] spoken", "[country|countries] with speakers of {x}"),
         ("where people speak {x}", "that have speakers of {x}")),
    Step(_G + "country", _L + "language",
         (_G + "country.language_uses", f"max:{_L}use.percent", _L + "use.language"), False,
         ("most widely spoken [language|languages] of {x}", "[language|languages] that the largest share of people in {x} know")),
    Step(_L + "language", _G + "country",
         (_L + "language.uses", f"max:{_L}use.percent", _L + "use.country"), False,
         ("[country|countries] with the largest share of speakers of {x}",)),
    Step(_L + "language", _L + "script", (_L + "language.script",), False,
         ("script[|s] that {x} [is|are] written in", "kind[|s] of writing used for {x}")),
    Step(_L + "script", _L + "language", (_L + "script.languages",), True,
         ("language[|s] written in the {x} script", "language[|s] that [uses|use] {x} letters or signs"),
         ("that are written in the {x} script",)),
    Step(_G + "country", _M + "currency", (_G + "country.currency",), False,
         ("[currency|currencies] that people in {x} pay with today",
          "[kind|kinds] of money in use in {x} at present")),
    Step(_M + "currency", _G + "country", (_M + "currency.countries",), True,
         ("[country|countries] where one pays with the {x} today", "[country|countries] whose money is the {x}"),
         ("where one pays with the {x} today",)),
    Step(_G + "country", _M + "currency", (_G + "country.currency_uses", _M + "use.currency"), True,
         ("[currency|currencies] that {x} [has|have] had over the years", "[kind|kinds] of money used in {x} at any time"),
         ("that {x} [has|have] had over the years",)),
    Step(_M + "currency", _G + "country", (_M + "currency.uses", _M + "use.country"), True,
         ("[country|countries] that ever paid with the {x}",), ("that ever paid with the {x}",)),
    Step(_G + "country", _M + "currency",
         (_G + "country.currency_uses", f"min:{_M}use.since", _M + "use.currency"), False,
         ("oldest known [currency|currencies] of {x}", "[currency|currencies] that {x} started out with")),
    Step(_M + "currency", _G + "country", (_M + "currency.uses", f"min:{_M}use.since", _M + "use.country"), False,
         ("first [country|countries] to pay with the {x}", "[country|countries] where the {x} came into use earliest")),
    Step("aviation.airport", _G + "city", ("aviation.airport.city",), False,
         ("[city|cities] that {x} [serves|serve]", "[place|places] you come to when you land at {x}")),
    Step(_G + "city", "aviation.airport", (_G + "city.airports",), True,
         ("airport[|s] that [serves|serve] {x}", "airport[|s] where flights to {x} land"),
         ("that serve {x}",)),
    Step(_C + "element", _C + "series", (_C + "element.series",), False,
         ("[family|families] of elements that {x} [belongs|belong] to", "[class|classes] of elements to which {x} [is|are] counted")),
    Step(_C + "series", _C + "element", (_C + "series.elements",), True,
         ("[element|elements] among the {x}", "chemical element[|s] counted to the {x}"),
         ("that are among the {x}", "that chemists count to the {x}")),
    Step(_C + "element", _C + "group", (_C + "element.group",), False,
         ("[column|columns] of the periodic table where {x} [stands|stand]",)),
    Step(_C + "group", _C + "element", (_C + "group.elements",), True,
         ("[element|elements] in {x} of the periodic table",), ("that are in {x} of the periodic table",)),
    Step(_C + "element", _C + "period", (_C + "element.period",), False,
         ("[row|rows] of the periodic table where {x} [stands|stand]",)),
    Step(_C + "period", _C + "element", (_C + "period.elements",), True,
         ("[element|elements] in {x} of the periodic table",), ("that are in {x} of the periodic table",)),
    Step(_C + "element", _C + "discoverer", (_C + "element.discoverers",), True,
         ("[chemist|chemists] who found {x}", "[person|people] to whom we owe the discovery of {x}"),
         ("who found {x}", "who share the credit for {x}")),
    Step(_C + "discoverer", _C + "element", (_C + "discoverer.elements",), True,
         ("[element|elements] found by {x}", "[element|elements] whose discovery we owe to {x}"),
         ("that were found by {x}",)),
    Step(_C + "element", _C + "place", (_C + "element.discovered_in",), True,
         ("[place|places] where {x} [was|were] first found",)),
    Step(_C + "place", _C + "element", (_C + "place.elements",), True,
         ("[element|elements] first found in {x}", "[element|elements] that researchers in {x} identified first"),
         ("that were first found in {x}",)),
    Step(_C + "isotope", _C + "element", (_C + "isotope.element",), False,
         ("[element|elements] of which {x} [is|are] a variety",)),
    Step(_C + "element", _C + "isotope", (_C + "element.isotopes",), True,
         ("known [isotope|isotopes] of {x}", "[variety|varieties] of {x} atoms"), ("that belong to {x}",)),
    Step(_C + "isotope", _C + "decay_mode", (_C + "isotope.decay_modes",), True,
         ("[way|ways] in which {x} [decays|decay]", "kind[|s] of decay seen in {x}"), ("that are seen in {x}",)),
    Step(_C + "decay_mode", _C + "isotope", (_C + "decay_mode.isotopes",), True,
         ("[isotope|isotopes] that [undergoes|undergo] {x}",), ("that undergo {x}",)),
)  # fmt: skip

SUPERLATIVES = {
    _G + "country.population": (("most inhabitants", "largest population"), ("fewest inhabitants", "smallest population")),
    _G + "country.area": (("largest area", "most land"), ("smallest area", "least land")),
    _G + "city.population": (("most inhabitants", "largest population"), ("fewest inhabitants", "smallest population")),
    _G + "city.latitude": (("northernmost position",), ("southernmost position",)),
    _G + "city.longitude": (("easternmost position",), ("westernmost position",)),
    "time.time_zone.offset": (("clocks furthest ahead",), ("clocks furthest behind",)),
    "aviation.airport.elevation": (("highest altitude",), ("lowest altitude",)),
    "aviation.airport.latitude": (("northernmost position",), ("southernmost position",)),
    _C + "element.atomic_number": (("most protons",), ("fewest protons",)),
    _C + "element.atomic_weight": (("heaviest atoms",), ("lightest atoms",)),
    _C + "element.density": (("highest density",), ("lowest density",)),
    _C + "element.electronegativity": (("strongest pull on electrons",), ("weakest pull on electrons",)),
    _C + "element.discovery_year": (("most recent discovery",), ("earliest discovery",)),
    _C + "element.crust_abundance": (("largest share in the crust of the earth",), ("smallest share in the crust of the earth",)),
    _C + "element.melting_point": (("highest melting temperature",), ("lowest melting temperature",)),
    _C + "element.boiling_point": (("highest boiling temperature",), ("lowest boiling temperature",)),
    _C + "isotope.mass_number": (("most particles in its nucleus",), ("fewest particles in its nucleus",)),
    _C + "isotope.abundance": (("largest natural share",), ("smallest natural share",)),
    _C + "isotope.discovery_year": (("most recent discovery",), ("earliest discovery",)),
}  # fmt: skip
"""What the largest and the smallest value of an attribute are called."""

UNSEEN = frozenset(
    {
        "aviation.airport.city", _G + "city.airports", _C + "isotope.decay_modes", _C + "decay_mode.isotopes",
        _L + "language.script", _L + "script.languages", _C + "element.discovered_in", _C + "place.elements",
        _G + "us_state.counties", _G + "us_county.state", _C + "isotope.element", _C + "element.isotopes",
    }
)  # fmt: skip
"""Relations that occur in zero-shot questions only."""
