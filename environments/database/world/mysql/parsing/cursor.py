"""Going through the tokens of a statement, and the errors where it goes no further."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, NoReturn

from agentgym.environments.database.world.mysql.errors import server_error, syntax_error, unsupported
from agentgym.environments.database.world.mysql.nodes import Node
from agentgym.environments.database.world.mysql.parsing.lexer import RESERVED, Token, tokens

_DEEPEST = 60
_NEVER = frozenset(") , ; = <=> <> != < > <= >= * / % ^ & && | || << >>".split())
"""Signs that only stand where they are looked for: nothing beyond what is read here begins with them."""
_FURTHER = frozenset(
    """FOR LOCK INTO PROCEDURE RETURNING PARTITION FETCH OFFSET ROWS WINDOW WITH SKIP NOWAIT WAIT USE FORCE IGNORE AS ON
    UNION EXCEPT INTERSECT MINUS LIMIT ORDER OVER USING COLLATE ESCAPE MEMBER SOUNDS NATURAL QUALIFY""".split()
)
"""Words with which a query or a change may go on in a way that is not read here."""


def refusal(text: str, at: int) -> Exception:
    """Return the error of a statement that is not read beyond a place: the server's, or that it is not known."""
    import sqlglot
    from sqlglot.errors import SqlglotError

    from agentgym.environments.database.world.quiet import quiet

    try:
        with quiet():
            read = sqlglot.parse(text, read="mysql")
    except SqlglotError:
        return syntax_error(text[at:])
    except Exception:  # noqa: BLE001 - what it fails on tells nothing
        return unsupported("this statement")
    if any(isinstance(tree, sqlglot.exp.Command) for tree in read):
        return unsupported("this statement")
    return unsupported(f"what stands at {text[at : at + 60]!r} (or it is an error of syntax)")


class Cursor(ABC):
    """Takes tokens one after the other.

    Args:
        statement: the whole text.
    """

    def __init__(self, statement: str) -> None:
        self.text = statement
        self.tokens = tokens(statement)
        self.at = 0
        self.depth = 0
        self.plain = False
        """Whether it is a query or a change of rows, whose grammar is known well enough to tell what is no part of it."""
        self.defining = False
        """Whether it makes or alters a table: known well enough to tell where no number, no text and no sign stands."""

    # ---- tokens ----------------------------------------------------------------------------------

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    def accept(self, *words: str) -> bool:
        """Take words or signs if they are next."""
        for ahead, word in enumerate(words):
            token = self.tokens[min(self.at + ahead, len(self.tokens) - 1)]
            if token.upper != word:
                return False
        self.at += len(words)
        return True

    def one_of(self, words: Any) -> str:
        """Take one of some words if it is next; return it in capitals, or nothing."""
        if self.token.upper in words and self.token.upper:
            self.at += 1
            return self.tokens[self.at - 1].upper
        return ""

    def expect(self, *words: str) -> None:
        """Take words or signs that must be next."""
        for word in words:
            if not self.accept(word):
                self.fail()

    def fail(self) -> NoReturn:
        """Raise the error of a statement that is not read beyond the next token.

        Raises:
            StatementError: it is certainly none, or no dialect that sqlglot knows as MySQL's reads it either.
            Unsupported: it may be right, and is beyond what is read here.
        """
        token = self.token
        if token.kind == "end" or (
            (self.plain or self.defining) and (token.kind in ("number", "text") or token.upper in _NEVER)
        ):
            self.wrong()
        raise refusal(self.text, token.at)

    def wrong(self) -> NoReturn:
        """Raise the server's error of syntax.

        Raises:
            StatementError: always.
        """
        raise syntax_error(self.text[self.token.at :])

    def name(self) -> str:
        """Take a name."""
        token = self.token
        if token.kind == "name" or (token.kind == "word" and token.upper not in RESERVED):
            self.at += 1
            return token.text
        if (self.plain or self.defining) and token.kind == "word" and self.tokens[self.at + 1].upper != "(":
            self.wrong()
        self.fail()

    def alias(self) -> str:
        """Take a name behind AS: also a text."""
        if self.token.kind == "text":
            self.at += 1
            return self.tokens[self.at - 1].text
        return self.name()

    def table_name(self) -> tuple[str, str]:
        """Take ``name`` or ``database.name``; return both, the database first."""
        first = self.name()
        return (first, self.any_name()) if self.accept(".") else ("", first)

    def any_name(self) -> str:
        """Take a name behind a dot, where every word is one."""
        token = self.token
        if token.kind in ("name", "word"):
            self.at += 1
            return token.text
        self.fail()

    def end(self) -> None:
        """Check that nothing is left."""
        ended = False
        while self.accept(";"):
            ended = True
        if ended and self.token.kind != "end":
            raise server_error(
                1064, "42000", "You have an error in your SQL syntax; send one statement at a time"
            )
        if self.token.kind == "name" or (
            self.plain and self.token.upper.isalpha() and self.token.upper not in _FURTHER
        ):
            self.wrong()
        if self.token.kind != "end":
            self.fail()

    def integer(self) -> int:
        """Take a number of digits."""
        token = self.token
        if token.kind != "number" or not token.text.isdigit():
            if self.plain and token.kind == "word":
                self.wrong()
            self.fail()
        self.at += 1
        return int(token.text)

    def names(self) -> tuple[str, ...]:
        """Read names with commas between them, and the parenthesis that closes them."""
        found = [self.name()]
        while self.accept(","):
            found.append(self.name())
        self.expect(")")
        return tuple(found)

    def deeper(self) -> None:
        """Go one level deeper into what is nested.

        Raises:
            Unsupported: too deep.
        """
        self.depth += 1
        if self.depth > _DEEPEST:
            raise unsupported("statements that are nested so deeply")

    @abstractmethod
    def query(self) -> Any:
        """Read a query with what may stand behind and before it."""

    @abstractmethod
    def call(self, word: str) -> Node:
        """Read a call of a function that is known by its name, from the parenthesis on."""

    @abstractmethod
    def order(self) -> tuple[tuple[Node, bool], ...]:
        """Read ``ORDER BY``, if it is next: expressions, and whether they go down."""
