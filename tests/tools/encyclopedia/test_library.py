"""Where a term leads to."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.tools.encyclopedia.articles import Article
from agentgym.tools.encyclopedia.library import Library, folded
from tests.tools.encyclopedia.samples import ARTICLES


def titles(found: Article | list[str]) -> str | list[str]:
    return found.title if isinstance(found, Article) else found


@pytest.mark.parametrize(
    ("term", "leads_to"),
    [
        ("Vilmar", "Vilmar"),
        ("VILMAR!", "Vilmar"),
        ("sao telmo", "São Telmo"),
        ("Orsa (river)", "Orsa (river)"),
        ("Orsa", ["Orsa (river)", "Orsa (town)"]),
        ("orsa (village)", ["Orsa (river)", "Orsa (town)"]),
        ("the harbour", ["Vilmar", "São Telmo"]),
        ("Vilmor", []),
        ("", []),
    ],
)
def test_titles_lead_to_articles(term: str, leads_to: str | list[str]) -> None:
    assert titles(Library.of(ARTICLES).look(term)) == leads_to


def test_similar_spelling() -> None:
    library = Library.of(ARTICLES, match="fuzzy")
    assert titles(library.look("Vilmar town harbour")) == "Vilmar"
    assert titles(library.look("Orsa on the river")) == ["Orsa (river)", "Orsa (town)"], "two are as close"
    assert titles(library.look("harbour")) == ["Vilmar", "São Telmo"]


def test_the_first_hit_of_a_search() -> None:
    library = Library.of(ARTICLES, match="suggest")
    assert titles(library.look("when was the harbour built")) == "Vilmar"
    assert titles(library.look("Orsa")) == ["Orsa (river)", "Orsa (town)"], "pages of one name are told"
    assert titles(library.look("zzz")) == []


def test_of_equal_titles_the_first_counts() -> None:
    twice = Library.of([Article("T", (("one",),)), Article("T", (("two",),))])
    found = twice.look("T")
    assert isinstance(found, Article) and found.lead == "one"
    assert isinstance(twice.look("t"), Article)


def test_a_library_on_disk_searches_as_one_in_memory(tmp_path: Path) -> None:
    kept = Library.of(ARTICLES, index=tmp_path / "index")
    assert kept.best("harbour river", 4) == Library.of(ARTICLES).best("harbour river", 4)
    assert (tmp_path / "index" / "rank.npy").is_file() and len(kept) == 4 and kept[1] is ARTICLES[1]


def test_folding() -> None:
    assert folded("Łódź, (Poland)") == "łodz" and folded("A-B_C") == "a b c" and folded("(x)") == ""
