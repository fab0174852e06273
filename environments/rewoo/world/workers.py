"""The workers that the environment runs itself, offline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from agentgym.environments.rewoo.world.documents import Document
from agentgym.environments.rewoo.world.run import Tool
from agentgym.tools.calculator.calculator import calculate
from agentgym.tools.calculator.expressions import NotComputable
from agentgym.tools.calculator.questions import ask
from agentgym.tools.encyclopedia.articles import Article
from agentgym.tools.encyclopedia.library import Finder, Library, TermError, folded

NO_CALCULATION = "The calculator could not evaluate this."
NO_ALPHA = "Wolfram Alpha wasn't able to answer it"
NO_GOOGLE = "No good Google Search Result was found"
NO_PIECE = "Nothing in the document fits this search."
NO_PAGE = "That page could not be found, please try again."
_SNIPPETS, _ARTICLES = 3, 5


def wikipedia(library: Finder, *, whole: bool) -> Tool:
    """Return the tool that opens a page.

    Args:
        library: what is searched in.
        whole: show all of a page, as for short articles; else the first paragraph.
    """

    def search(term: str) -> str:
        term = bare(term)
        try:
            found = library.look(term)
        except TermError:
            return NO_PAGE
        if isinstance(found, Article):
            return found.text if whole else found.lead
        return f"Could not find [{term}]. Similar: {found}"

    return search


def google(library: Library) -> Tool:
    """Return the tool that shows the sentences of a library that fit a query best."""

    def search(query: str) -> str:
        words = Counter(folded(bare(query)).split())
        rated: list[tuple[float, int, str]] = []
        for position in library.best(bare(query), _ARTICLES):
            article = library[position]
            title = set(folded(article.title).split())
            for sentence in article.sentences():
                held = title | set(folded(sentence).split())
                rated.append((-sum(1.0 for w in words if w in held), len(rated), sentence.strip()))
        best = sorted(sorted(rated)[:_SNIPPETS], key=lambda r: r[1])
        return " ".join(sentence for _, _, sentence in best) or NO_GOOGLE

    return search


def document(text: Document) -> Tool:
    """Return the tool that searches a document."""
    return lambda query: text.best(bare(query)) or NO_PIECE


def calculator(text: str) -> str:
    """Compute an expression."""
    try:
        return calculate(text)
    except NotComputable:
        return NO_CALCULATION


def alpha(text: str) -> str:
    """Answer a mathematical question."""
    try:
        return ask(text)
    except NotComputable:
        return NO_ALPHA


def recorded(tool: Tool | None, answers: Mapping[str, str]) -> Tool:
    """Return a tool that gives recorded answers where there are any."""

    def look(query: str) -> str:
        kept = answers.get(query, answers.get(bare(query)))
        if kept is not None:
            return kept
        return tool(query) if tool is not None else NO_GOOGLE

    return look


def bare(text: str) -> str:
    """Return a text without one pair of square brackets around it: evidence comes in them."""
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1].strip()
    return text
