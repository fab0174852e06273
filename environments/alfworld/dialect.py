"""Dialects: which wording and which rules a game file speaks, read from its own domain and grammar.

Since alfworld 0.4 objects are moved (``move X to Y``); before, in AgentBench, AgentGym and AgentInstruct, they
are put (``put X in/on Y``), arrivals name a location (``You arrive at loc 7.``) and there is no ``help``.
Scores collapse when the two are mixed, so nothing is guessed: a domain or grammar that is not known to the
letter (comments, blanks and the task sentence apart) is no dialect of ours.
"""

from __future__ import annotations

import hashlib
import re

import msgspec

from agentgym.errors import DataError


class Dialect(msgspec.Struct, frozen=True, kw_only=True):
    """Wording and rules of a game.

    Attributes:
        verb: ``move`` or ``put``.
        joint: what stands between object and receptacle, ``to`` or ``in/on``.
        arrives_at_location: arrivals name the location, not the receptacle.
        has_help: ``help`` is a command.
        cleaning: receptacle types at which objects can be cleaned.
    """

    verb: str
    joint: str
    arrives_at_location: bool
    has_help: bool
    cleaning: frozenset[str]


# Fingerprints of the two grammars, and of the domains of the published games and of the alfworld package.
_GRAMMARS = {
    "94d74b2abbb2": ("move", "to", False),
    "b1862f828bf9": ("put", "in/on", True),
}
_DOMAINS = {
    "4c70787d391c": frozenset({"sinktype", "sinkbasintype"}),
    "12f8e07eea75": frozenset({"sinkbasintype"}),
}
_TASK = re.compile(r'"(Your task is to: [^"]*)"')
_HELP_GRAMMAR = re.compile(r"action help \{.*?\n\}", re.DOTALL)
_HELP_DOMAIN = re.compile(r"\(:action help.*?\n\)", re.DOTALL)


def task_sentence(grammar: str) -> str:
    """Return ``Your task is to: …`` of a game's grammar.

    Raises:
        DataError: the grammar has none.
    """
    found = _TASK.search(grammar)
    if found is None:
        raise DataError(
            'The grammar of the game has no "Your task is to: …" sentence: the game file is damaged.'
        )
    return found[1]


def recognise(domain: str, grammar: str) -> Dialect | None:
    """Return the dialect of a game file, ``None`` if its domain or grammar is none that the engine knows."""
    wording = _GRAMMARS.get(grammar_fingerprint(grammar))
    cleaning = _DOMAINS.get(domain_fingerprint(domain))
    if wording is None or cleaning is None:
        return None
    verb, joint, location = wording
    has_help = bool(_HELP_GRAMMAR.search(grammar)) and bool(_HELP_DOMAIN.search(domain))
    return Dialect(verb=verb, joint=joint, arrives_at_location=location, has_help=has_help, cleaning=cleaning)


def grammar_fingerprint(grammar: str) -> str:
    """Return a hash of a grammar without its task sentence, its ``help`` and its blanks."""
    return _hash(_HELP_GRAMMAR.sub("", _TASK.sub("", grammar)))


def domain_fingerprint(domain: str) -> str:
    """Return a hash of a domain without comments, ``help`` and blanks."""
    return _hash(re.sub(r";[^\n]*", "", _HELP_DOMAIN.sub("", domain)))


def _hash(text: str) -> str:
    return hashlib.sha256("".join(text.split()).lower().encode()).hexdigest()[:12]
