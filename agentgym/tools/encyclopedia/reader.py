"""A reader of an encyclopedia: it searches for a page, and looks words up on the last page that it found."""

from __future__ import annotations

from typing import Literal

from agentgym.tools.encyclopedia.articles import Article
from agentgym.tools.encyclopedia.library import Finder, TermError

Units = Literal["sentences", "blocks"]
"""What a look-up shows: the sentence with the word, or the whole paragraph (what langchain's docstore does)."""

NO_PAGE = (
    "There is no page to look that up on: the last search found none. Search for one of the similar titles."
)
FAILED = "That page could not be found, please try again."


class Reader:
    """Search and look-up over one episode, with the answers of langchain's docstore (0.0.174).

    Args:
        library: what is searched in.
        units: what a look-up shows.
        survives: the term and the place of the last look-up outlive a search, as in the original: the same word on
            another page begins at its second place.
        no_page: answer to a look-up without a page.
        failed: answer to a search that cannot be made.
    """

    def __init__(
        self,
        library: Finder,
        *,
        units: Units = "sentences",
        survives: bool = False,
        no_page: str = NO_PAGE,
        failed: str = FAILED,
    ) -> None:
        self.library = library
        self.units: Units = units
        self.survives = survives
        self.page: Article | None = None
        self.seen: set[str] = set()
        self._texts = (no_page, failed)
        self._term, self._place = "", 0

    def search(self, term: str) -> str:
        """Return the first paragraph of the page of a term, else titles of similar pages."""
        try:
            found = self.library.look(term)
        except TermError:
            return self._texts[1]  # The page of before stays.
        if not self.survives:
            self._term = ""
        if isinstance(found, list):
            self.page = None
            return f"Could not find [{term}]. Similar: {found}"
        self.page = found
        self.seen.add(found.title)
        return found.lead

    def lookup(self, term: str) -> str:
        """Return the next sentence of the page with a term, in any case."""
        if self.page is None:
            return self._texts[0]
        wanted = term.lower()
        self._place = self._place + 1 if wanted == self._term else 0
        self._term = wanted
        units = self.page.blocks() if self.units == "blocks" else self.page.sentences()
        found = [unit for unit in units if wanted in unit.lower()]
        if not found:
            return "No Results"
        if self._place >= len(found):
            return "No More Results"
        return f"(Result {self._place + 1}/{len(found)}) {found[self._place].strip()}"
