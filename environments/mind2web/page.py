"""A page, parsed once into flat lists in document order.

Node ``i``'s subtree is ``i`` to ``ends[i]``. The text of a node does not depend on a prompt unless it is a candidate:
it is made when a prompt first needs the node and kept, so a prompt is a choice of nodes and a join (:mod:`.prompt`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from agentgym.errors import DataError

SHOWN = (
    "role", "aria_role", "type", "alt", "aria_description", "aria_label", "label", "title", "name", "text_value",
    "value", "placeholder", "input_checked", "input_value", "option_selected", "class",
)  # fmt: skip
"""Attributes whose values describe an element, in this order (MindAct's)."""
_MEANINGLESS = frozenset({"hidden", "none", "presentation", "null", "undefined"})
_WORD_LENGTH, _WORDS_OF_VALUE, _WORDS = 15, 5, 20
_ENTITIES = (
    ("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&ndash;", "-"),
    ("&rsquo;", "'"), ("&lsquo;", "'"), ("&ldquo;", '"'), ("&rdquo;", '"'), ("&#39;", "'"), ("&#40;", "("),
    ("&#41;", ")"),
)  # fmt: skip
_SPACE = re.compile(r"\s+")


class Page:
    """A cleaned page.

    Args:
        html: XML text; every element with a ``backend_node_id``, text in ``<text>`` elements.
        where: what an error names.

    Attributes:
        tags, parents, depths, ends: structure, by node in document order; node 0 is the root.
        attributes: an element's attributes without its ``backend_node_id``; the text of a ``text`` node.
        whole, empty, closing, head: an element's start tag, its form without content, its end tag and its
            description; a text's words in ``whole``. There once :meth:`make` was called for the node.
        plain: an element that is spliced out where it holds at most one child: no attributes and no text.
        node_of: node by ``backend_node_id``.

    Raises:
        DataError: the page is no well-formed XML.
    """

    def __init__(self, html: str, where: str = "the page") -> None:
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.depths: list[int] = []
        self.ends: list[int] = []
        self.attributes: list[dict[str, str] | str] = []
        self.node_of: dict[str, int] = {}
        self._open: list[int] = []
        self._text: list[str] = []
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            parser.Parse(html, True)
        except expat.ExpatError as error:
            raise DataError(f"{where}: cleaned_html is no well-formed XML ({error}).") from None
        del self._open, self._text
        size = len(self.tags)
        self.whole: list[str] = [""] * size
        self.empty: list[str] = [""] * size
        self.closing: list[str] = [""] * size
        self.head: list[str] = [""] * size
        self.plain: list[bool] = [False] * size
        self.children: list[tuple[list[int], list[int]] | None] = [None] * size

    def __len__(self) -> int:
        return len(self.tags)

    def make(self, node: int) -> tuple[list[int], list[int]]:
        """Make the texts of an element and of its text nodes; return its element and its text children."""
        elements: list[int] = []
        texts: list[int] = []
        ends, tags = self.ends, self.tags
        child, end = node + 1, ends[node]
        while child < end:
            (texts if tags[child] == "text" else elements).append(child)
            child = ends[child]
        tag, attributes = tags[node], self.attributes[node]
        if isinstance(attributes, dict):
            head = describe(attributes) if attributes else ""
            self.head[node] = head
            self.whole[node] = f"<{tag} {head}>" if head else f"<{tag}>"
            self.empty[node] = f"<{tag} {head} />" if head else f"<{tag}/>"
            self.closing[node] = f"</{tag}>"
            self.plain[node] = not attributes and not texts and node > 0
        for text in texts:
            self.whole[text] = shorten(self.text(text))
        made = self.children[node] = (elements, texts)
        return made

    def text(self, node: int) -> str:
        """Return the text of a ``text`` node as the page has it, ``""`` for an element."""
        text = self.attributes[node]
        return text if isinstance(text, str) else ""

    def words(self, node: int, limit: int) -> list[str]:
        """Return the first ``limit`` words of the text below a node."""
        found: list[str] = []
        tags = self.tags
        for i in range(node, self.ends[node]):
            if tags[i] == "text":
                found += self.text(i).split()
                if len(found) >= limit:
                    break
        return found[:limit]

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._text:
            self._loose()
        node = len(self.tags)
        identity = attributes.pop("backend_node_id", None)
        if identity is not None:
            self.node_of[identity] = node
        self._add(tag, attributes)
        self._open.append(node)

    def _add(self, tag: str, content: dict[str, str] | str) -> None:
        opened = self._open
        self.tags.append(tag)
        self.attributes.append(content)
        self.parents.append(opened[-1] if opened else -1)
        self.depths.append(len(opened))
        self.ends.append(len(self.tags))

    def _end(self, tag: str) -> None:
        if tag == "text":
            node = self._open.pop()
            self.attributes[node] = "".join(self._text)
            self._text.clear()
        else:
            if self._text:
                self._loose()
            node = self._open.pop()
        self.ends[node] = len(self.tags)

    def _loose(self) -> None:
        """Make text that stands in an element directly a ``text`` node of its own."""
        loose = "".join(self._text)
        self._text.clear()
        if loose.strip() and self._open:
            self._add("text", loose)


def describe(attributes: Mapping[str, str]) -> str:
    """Return the values of the attributes that describe an element: lower case, each once, 20 words at most."""
    found: dict[str, None] = {}
    for name in SHOWN:
        value = attributes.get(name)
        if value is None:
            continue
        value = value.lower()
        if value in _MEANINGLESS or value.startswith("http"):
            continue
        short = " ".join([w for w in value.split() if len(w) < _WORD_LENGTH][:_WORDS_OF_VALUE])
        if short:
            found[short] = None
    joined = " ".join(found)
    if len(found) > 3:
        joined = " ".join(joined.split()[:_WORDS])
    return joined if "&" not in joined and "=" not in joined else _tidy(_unescape(joined))


def shorten(text: str) -> str:
    """Return the first 20 words of a text, as a prompt shows them: quotes become spaces."""
    short = " ".join(text.split()[:_WORDS])
    if '"' in short:
        short = _SPACE.sub(" ", short.replace('"', " "))
    return short if "&" not in short and "=" not in short else _tidy(_unescape(short))


def _unescape(text: str) -> str:
    if "&" in text:
        for entity, character in _ENTITIES[2:]:
            text = text.replace(entity, character)
        text = _SPACE.sub(" ", text)
    return text


def _tidy(text: str) -> str:
    return text.replace("meta= ", "").replace("id= ", "id=")


def _refuse_doctype(*_: object) -> None:
    raise DataError("cleaned_html has a DOCTYPE: expected plain elements, and no entities of its own.")
