"""A small library of made-up articles."""

from __future__ import annotations

from agentgym.tools.encyclopedia.articles import Article, article_of
from agentgym.tools.encyclopedia.library import TermError

ARTICLES = [
    Article(
        "Vilmar",
        (("Vilmar is a town by the sea.", " It has a harbour."), ("Its harbour was built in 1882.",)),
    ),
    Article("Orsa (river)", (("The Orsa is a river.",),)),
    Article("Orsa (town)", (("Orsa is a town on a river.",),)),
    Article("São Telmo", (("São Telmo is an island, far from any harbour.",),)),
]
PAGES = {
    "A": article_of("A", "Lead a.\nLead b.\n\n== C ==\nX one.\n\n== D ==\nX two."),
    "B": article_of("B", "First.\n\n== S ==\nX again."),
}


class Pages:
    """The pages that langchain's docstore was recorded on: A and B exist, E cannot be asked for, others are missing."""

    def look(self, term: str) -> Article | list[str]:
        if term == "E":
            raise TermError(term)
        return PAGES.get(term, ["A", "B"])
