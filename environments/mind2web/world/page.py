"""A page as a tree, parsed once into flat lists in document order: node ``i``'s subtree is ``i`` to ``ends[i]``."""

from __future__ import annotations

from xml.parsers import expat

from agentgym.errors import DataError

TEXT = "text"
"""Tag of the nodes that hold text; an element of this name in the markup is read as one."""


class Page:
    """The elements and texts of a page.

    Args:
        markup: well-formed XML. Text may stand in elements directly, or in ``<text>`` elements.
        identity: attribute that names an element (DevTools' ``backend_node_id``).
        where: what an error calls the page.

    Attributes:
        tags: tag of each node; :data:`TEXT` for text. Node 0 is the root.
        parents: node that each one stands in, -1 for the root.
        depths: levels above each node, 0 for the root.
        ends: node after the last one of each subtree.
        attributes: attributes of each element without its identity; empty for text.
        texts: text of each text node as the page has it; empty for elements.
        node_of: node by identity.

    Raises:
        DataError: the page is no well-formed XML, or brings entities of its own.
    """

    def __init__(self, markup: str, identity: str = "backend_node_id", where: str = "the page") -> None:
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.depths: list[int] = []
        self.ends: list[int] = []
        self.attributes: list[dict[str, str]] = []
        self.texts: list[str] = []
        self.node_of: dict[str, int] = {}
        _Builder(self, identity, where).read(markup)
        self._children: list[tuple[list[int], list[int]] | None] = [None] * len(self.tags)

    def __len__(self) -> int:
        return len(self.tags)

    def children(self, node: int) -> tuple[list[int], list[int]]:
        """Return the elements and the texts that stand in a node directly, each in document order."""
        known = self._children[node]
        if known is not None:
            return known
        elements: list[int] = []
        texts: list[int] = []
        ends, tags = self.ends, self.tags
        child, end = node + 1, ends[node]
        while child < end:
            (texts if tags[child] == TEXT else elements).append(child)
            child = ends[child]
        made = self._children[node] = (elements, texts)
        return made

    def words(self, node: int, limit: int) -> list[str]:
        """Return the first ``limit`` words of the text below a node."""
        found: list[str] = []
        for text in self.texts[node : self.ends[node]]:
            if text:
                found += text.split()
                if len(found) >= limit:
                    break
        return found[:limit]


class _Builder:
    """Fills a page's lists from what the parser meets."""

    def __init__(self, page: Page, identity: str, where: str) -> None:
        self._page = page
        self._identity = identity
        self._where = where
        self._open: list[int] = []
        self._text: list[str] = []

    def read(self, markup: str) -> None:
        """Parse the markup."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            parser.Parse(markup, True)
        except expat.ExpatError as error:
            raise DataError(f"{self._where} is no well-formed XML ({error}).") from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._text:
            self._loose()
        node = len(self._page.tags)
        identity = attributes.pop(self._identity, None)
        if identity is not None:
            self._page.node_of[identity] = node
        self._add(tag, attributes, "")
        self._open.append(node)

    def _end(self, tag: str) -> None:
        if tag == TEXT:
            node = self._open.pop()
            self._page.texts[node] = "".join(self._text)
            self._text.clear()
        else:
            if self._text:
                self._loose()
            node = self._open.pop()
        self._page.ends[node] = len(self._page.tags)

    def _loose(self) -> None:
        """Make text that stands in an element directly a node of its own."""
        loose = "".join(self._text)
        self._text.clear()
        if loose.strip() and self._open:
            self._add(TEXT, {}, loose)

    def _add(self, tag: str, attributes: dict[str, str], text: str) -> None:
        page, above = self._page, self._open
        page.tags.append(tag)
        page.attributes.append(attributes)
        page.texts.append(text)
        page.parents.append(above[-1] if above else -1)
        page.depths.append(len(above))
        page.ends.append(len(page.tags))

    def _refuse_doctype(self, *_: object) -> None:
        raise DataError(f"{self._where} has a DOCTYPE: expected plain elements, and no entities of its own.")
