"""The logic of a game file, its PDDL domain and its grammar: which dialect they speak, what the task is.

Nothing is guessed: a domain or grammar that is not known to the letter (comments, blanks, ``help`` and the task
sentence apart) is no dialect of ours.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
from pathlib import Path

from agentgym.environments.alfworld.world.dialect import Dialect
from agentgym.errors import DataError, DependencyError
from agentgym.install import hint

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
    """Return the dialect of a game file, ``None`` if its domain or grammar is none that the fast engine knows."""
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


def package_logic() -> tuple[str, str]:
    """Return domain and grammar of the installed alfworld package, without importing it.

    Raises:
        DependencyError: it is not installed.
    """
    found = importlib.util.find_spec("alfworld")
    if found is None or found.origin is None:
        raise DependencyError(
            "Game files carry alfworld's own domain and grammar, and the alfworld package is not installed: "
            f"apt-get install cmake g++ make, then {hint('alfworld')}."
        )
    data = Path(found.origin).parent / "data"
    return (data / "alfred.pddl").read_text("utf-8"), (data / "alfred.twl2").read_text("utf-8")


def _hash(text: str) -> str:
    return hashlib.sha256("".join(text.split()).lower().encode()).hexdigest()[:12]
