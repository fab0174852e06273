"""What people are told to install exists, and is ours: the name agentgym on the package index is a stranger's."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from agentgym import registry, version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = set(PROJECT["optional-dependencies"])
FOLDERS = ("agentgym", "environments", "policies", "benchmarks", "docs", "docker", "tests", ".ci")
_NAMED = re.compile(r"""(?:agenttuning-gym|['" ]\.)\[([a-z][a-z0-9,-]*)\]""")
_HINTED = re.compile(r"""hint\(((?:["'][a-z0-9-]+["'],? ?)+)\)""")


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text of the repository that people read, with its path."""
    files = [ROOT / "README.md", ROOT / "pyproject.toml", ROOT / "Makefile"]
    for folder in FOLDERS:
        files += [
            p for p in (ROOT / folder).rglob("*") if p.suffix in (".py", ".md", ".sh", ".toml", ".yaml")
        ]
    for path in sorted({p.resolve() for p in files}):
        if path != Path(__file__).resolve():
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def test_every_extra_that_is_named_anywhere_exists() -> None:
    named: dict[str, set[str]] = {}
    for path, text in texts():
        for listed in [
            *_NAMED.findall(text),
            *(m.replace('"', "").replace("'", "") for m in _HINTED.findall(text)),
        ]:
            for extra in listed.replace(" ", "").split(","):
                named.setdefault(extra, set()).add(path)
    assert {"local", "webshop", "report"} <= set(named), "the search finds what is there"
    assert not set(named) - EXTRAS, {e: named[e] for e in set(named) - EXTRAS}


def test_nobody_is_told_to_install_a_strangers_package() -> None:
    wrong = re.compile(r"pip install (?:-U )?['\"]?agentgym\b|agentgym\[")
    assert not [path for path, text in texts() if wrong.search(text)]


def test_every_card_names_an_extra_that_exists() -> None:
    for env_id in registry.environment_ids():
        card = registry.card(env_id)
        assert card.title, f"{env_id} has no card"
        assert not card.extra or card.extra in EXTRAS, env_id


def test_the_version_is_said_once() -> None:
    assert PROJECT["version"] == version.__version__ and PROJECT["name"] == version.DISTRIBUTION
