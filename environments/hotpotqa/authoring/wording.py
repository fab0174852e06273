"""What an article says: three wordings of every fact, in the order of its paragraphs.

A fact is left out where a value of its sentence is not known. Every relation is told in one kind of article only, but
those of currencies and discoverers, which are told from both sides.
"""

from __future__ import annotations

from typing import NamedTuple

from agentgym.environments.hotpotqa.authoring import things


class Fact(NamedTuple):
    """One sentence of an article.

    Attributes:
        name: the relation or attribute that it tells; empty for filler.
        keyword: what Lookup finds it by: it stands in every wording.
        wordings: the sentence in several ways, with values in braces.
    """

    name: str
    keyword: str
    wordings: tuple[str, str, str]


Paragraph = tuple[Fact, ...]

ARTICLES: dict[str, tuple[Paragraph, ...]] = {
    things.COUNTRY: (
        (
            Fact("continent", "continent", (
                "{title} is a country on the continent of {continent}.",
                "{title} is a country that belongs to the continent of {continent}.",
                "The country of {title} is counted to the continent of {continent}.",
            )),
            Fact("capital", "capital", (
                "Its capital is {capital}.",
                "The seat of its government is in the capital, {capital}.",
                "{capital} is the capital of the country.",
            )),
            Fact("", "", (
                "Larger cities on record in it: {n_cities}.",
                "The number of its larger cities is {n_cities}.",
                "Cities of note that the gazetteers list for it: {n_cities}.",
            )),
        ),
        (
            Fact("population", "inhabitants", (
                "{Name} has {population} inhabitants.",
                "The number of inhabitants was last given as {population}.",
                "At the latest count there were {population} inhabitants.",
            )),
            Fact("area", "square kilometres", (
                "The country covers {area} square kilometres.",
                "Its area is {area} square kilometres.",
                "It extends over {area} square kilometres.",
            )),
        ),
        (
            Fact("neighbours", "border", (
                "It has a border with {neighbours}.",
                "By land it borders on {neighbours}.",
                "Those who cross its border by land come to {neighbours}.",
            )),
        ),
        (
            Fact("languages", "official", (
                "Official use is made of {languages}.",
                "What is spoken in official affairs is {languages}.",
                "Laws and other official papers are written in {languages}.",
            )),
        ),
        (
            Fact("currency", "currency", (
                "The currency in use is the {currency}.",
                "People pay in the country's currency, the {currency}.",
                "As its currency it has the {currency}.",
            )),
        ),
        (
            Fact("zones", "clocks", (
                "Its clocks follow {zones}.",
                "For its clocks the rules of {zones} hold.",
                "The clocks of the country are set by {zones}.",
            )),
        ),
    ),
    things.CITY: (
        (
            Fact("country", "city in", (
                "{title} is a city in {country}.",
                "{title} is a city in the country of {bare_country}.",
                "The city of {title} is a city in {country}.",
            )),
            Fact("", "", (
                "It stands in lists of the larger places of its region.",
                "It is among the places that have an entry of their own in most atlases.",
                "Travellers find it on every map of the region.",
            )),
        ),
        (
            Fact("population", "inhabitants", (
                "{Name} has {population} inhabitants.",
                "The number of its inhabitants is given as {population}.",
                "About {population} inhabitants were counted there.",
            )),
            Fact("latitude", "latitude", (
                "Its latitude is {latitude}, and its longitude {longitude}.",
                "It lies at a latitude of {latitude} and a longitude of {longitude}.",
                "On the map it is found at latitude {latitude}, longitude {longitude}.",
            )),
            Fact("state", "state of", (
                "It belongs to the state of {state}.",
                "It is a part of the state of {state}.",
                "Within the union it lies in the state of {state}.",
            )),
        ),
        (
            Fact("zone", "time zone", (
                "Its time zone is {zone}.",
                "Clocks there are set by the time zone {zone}.",
                "The time zone of the place is {zone}.",
            )),
            Fact("", "", (
                "Airports on record that serve it: {n_airports}.",
                "The number of its airports is {n_airports}.",
                "Number of airports for those who come by air: {n_airports}.",
            )),
        ),
    ),
    things.AIRPORT: (
        (
            Fact("city", "serves", (
                "{title} is an airport that serves {city}.",
                "The airport called {title} serves {city}.",
                "{title} serves {city}.",
            )),
            Fact("", "", (
                "It appears in the list of the world's airports with a code of three letters.",
                "It has a code of three letters, as airports of the airlines have.",
                "Airlines know it by a code of three letters.",
            )),
        ),
        (
            Fact("elevation", "feet", (
                "Its runway lies {elevation} feet above the sea.",
                "The field has an elevation of {elevation} feet.",
                "Its elevation is {elevation} feet.",
            )),
            Fact("latitude", "latitude", (
                "Its latitude is {latitude}.",
                "Pilots find it at a latitude of {latitude}.",
                "The latitude of the field is {latitude}.",
            )),
        ),
    ),
    things.LANGUAGE: (
        (
            Fact("script", "script", (
                "{title} is a language written in the {script} script.",
                "The language called {title} is written in the {script} script.",
                "{title} is a language whose usual script is {script}.",
            )),
            Fact("", "", (
                "It is listed in the registers of the world's languages.",
                "It has a code of its own in the registers of languages.",
                "Linguists count it among the languages that have a name of their own.",
            )),
        ),
        (
            Fact("countries", "countries", (
                "The number of countries in which it has an official standing is {n_countries}.",
                "Countries that give it an official standing: {n_countries}.",
                "It has an official standing in this many countries: {n_countries}.",
            )),
        ),
    ),
    things.SCRIPT: (
        (
            Fact("", "", (
                "{title} is a system of writing.",
                "{title} is the name of a system of writing.",
                "The script called {title} is a system of writing.",
            )),
            Fact("", "", (
                "It has a block of its own in the tables of character codes.",
                "Its signs are found in the tables of character codes.",
                "Printers and computers have its signs in their tables.",
            )),
        ),
        (
            Fact("languages", "languages", (
                "Number of languages on record that are written with it: {n_languages}.",
                "The number of languages that use it is {n_languages}.",
                "Of the languages on record it serves {n_languages}.",
            )),
        ),
    ),
    things.CURRENCY: (
        (
            Fact("country", "money of", (
                "{title} is the money of {country}.",
                "The {title} is the money of {country} alone.",
                "What is called {title} is the money of {country}.",
            )),
            Fact("countries", "countries", (
                "{title} is money that {n_countries} countries and territories share.",
                "The {title} is shared by {n_countries} countries and territories.",
                "What is called {title} is paid with in {n_countries} countries and territories.",
            )),
            Fact("", "", (
                "Banks abbreviate it with three letters.",
                "In lists of exchange rates it has a code of three letters.",
                "It is quoted under a code of three letters.",
            )),
        ),
    ),
    things.ZONE: (
        (
            Fact("", "", (
                "{title} is a time zone of the international database.",
                "{title} is the name of a time zone.",
                "By {title} a time zone is meant.",
            )),
            Fact("", "", (
                "It is named after a region of the world and a place in it.",
                "Its name is made of a region and a place.",
                "As is usual, the name tells a region first and then a place.",
            )),
        ),
        (
            Fact("offset", "UTC", (
                "In January its clocks show {offset}.",
                "The time in January is {offset}.",
                "In the middle of January it is {offset} there.",
            )),
            Fact("cities", "cities", (
                "It holds for {n_cities} of the larger cities.",
                "The number of larger cities in it is {n_cities}.",
                "Larger cities that go by it: {n_cities}.",
            )),
        ),
    ),
    things.STATE: (
        (
            Fact("country", "state of", (
                "{title} is a state of {country}.",
                "As a state of {country}, {title} has a government of its own.",
                "{title} is the name of a state of {country}.",
            )),
            Fact("", "", (
                "It sends members to the parliament of the union.",
                "It is one of those that form the union.",
                "It has a seat of government and laws of its own.",
            )),
        ),
        (
            Fact("counties", "counties", (
                "Number of counties, or of what is equal to them: {n_counties}.",
                "The number of its counties is {n_counties}.",
                "Its administration has this number of counties: {n_counties}.",
            )),
            Fact("cities", "cities", (
                "Larger cities on record: {n_cities}.",
                "The number of its larger cities is {n_cities}.",
                "Of cities of some size it has {n_cities}.",
            )),
        ),
    ),
    things.CONTINENT: (
        (
            Fact("", "", (
                "{title} is a continent.",
                "{title} is one of the continents.",
                "The continent of {title} is one of the great masses of land.",
            )),
            Fact("", "", (
                "Every country is counted to one continent only.",
                "Islands are counted to the continent that they are closest to.",
                "Its bounds are a matter of convention.",
            )),
        ),
        (
            Fact("population", "inhabitants", (
                "It has about {population} inhabitants.",
                "The number of its inhabitants is about {population}.",
                "About {population} inhabitants live on it.",
            )),
            Fact("countries", "countries", (
                "Countries and territories on it: {n_countries}.",
                "The number of its countries and territories is {n_countries}.",
                "Of countries and territories it has {n_countries}.",
            )),
        ),
    ),
    things.ELEMENT: (
        (
            Fact("number", "number", (
                "{Title} is the chemical element with the number {number}.",
                "The chemical element {title} has the number {number}.",
                "{Title} is a chemical element; its number in the periodic table is {number}.",
            )),
            Fact("family", "family", (
                "It belongs to the family of the {family}.",
                "The family that it belongs to is that of the {family}.",
                "Chemists place it in the family of the {family}.",
            )),
        ),
        (
            Fact("period", "period", (
                "It stands in {period} of the table, in {group}.",
                "Its place in the table is {period}, {group}.",
                "In the table it is found in {period} and {group}.",
            )),
            Fact("density", "grams", (
                "A cubic centimetre of it weighs {density} grams.",
                "Its density is {density} grams to the cubic centimetre.",
                "It weighs {density} grams to the cubic centimetre.",
            )),
        ),
        (
            Fact("discoverers", "discovered", (
                "It was discovered by {discoverers}.",
                "Those who discovered it: {discoverers}.",
                "That it was discovered is owed to {discoverers}.",
            )),
            Fact("year", "year", (
                "The year of the discovery was {year}.",
                "That was in the year {year}.",
                "As the year of the discovery {year} is given.",
            )),
            Fact("place", "took place in", (
                "The discovery took place in {place}.",
                "It took place in {place}.",
                "What led to the discovery took place in {place}.",
            )),
        ),
        (
            Fact("melting", "melts", (
                "It melts at {melting} kelvin.",
                "At {melting} kelvin it melts.",
                "The point at which it melts is {melting} kelvin.",
            )),
            Fact("boiling", "boils", (
                "It boils at {boiling} kelvin.",
                "At {boiling} kelvin it boils.",
                "The point at which it boils is {boiling} kelvin.",
            )),
        ),
    ),
    things.DISCOVERER: (
        (
            Fact("elements", "finding", (
                "{title} is known for finding {elements}.",
                "Chemistry owes the finding of {elements} to {title}.",
                "To {title} the finding of {elements} is credited.",
            )),
            Fact("", "", (
                "The work was done in a laboratory, and not always alone.",
                "As usual in chemistry, others had a part in the work.",
                "Some of the credit goes to others who worked on the same question.",
            )),
        ),
    ),
}  # fmt: skip
