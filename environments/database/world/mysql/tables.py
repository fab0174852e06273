"""Tables that are held in memory, and what a value becomes when it is stored."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.errors import server_error, unsupported

_SIZES = {"tinyint": 7, "smallint": 15, "mediumint": 23, "int": 31, "bigint": 63}


class Column:
    """A column: its name, its type, how the server writes the type, and what it demands."""

    __slots__ = ("auto", "default", "has_default", "length", "name", "required", "shown", "size", "type")

    def __init__(
        self,
        name: str,
        type_: v.Type,
        shown: str,
        *,
        required: bool = False,
        auto: bool = False,
        size: int = 63,
    ) -> None:
        self.name, self.type, self.shown, self.required, self.auto, self.size = (
            name,
            type_,
            shown,
            required,
            auto,
            size,
        )
        self.default: Any = None
        self.has_default = not required

    def copy(self, **changes: Any) -> Column:
        """Return a copy with other values."""
        made = Column(
            self.name, self.type, self.shown, required=self.required, auto=self.auto, size=self.size
        )
        made.default, made.has_default = self.default, self.has_default
        for name, value in changes.items():
            setattr(made, name, value)
        return made


class Table:
    """A table; ``rows`` are tuples in the order in which the server gives them."""

    def __init__(self, name: str, columns: list[Column], primary: tuple[int, ...] = ()) -> None:
        self.name, self.columns, self.primary = name, columns, primary
        self.unique: list[tuple[str, tuple[int, ...]]] = []
        self.indexes: list[tuple[str, tuple[int, ...]]] = []
        self.rows: list[tuple[Any, ...]] = []
        self.next = 1
        self.view: Any = None
        self.temporary = False
        self.remarked = False
        """Whether something was said of it that is not kept: only SHOW CREATE TABLE tells."""

    def copy(self) -> Table:
        """Return a copy that can be changed; rows are shared, as they never change."""
        made = Table(self.name, list(self.columns), self.primary)
        made.unique, made.indexes, made.rows = list(self.unique), list(self.indexes), list(self.rows)
        made.next, made.view = self.next, self.view
        made.temporary, made.remarked = self.temporary, self.remarked
        return made

    def place(self, name: str) -> int:
        """Return the position of a column, -1 if it has none of the name."""
        wanted = name.lower()
        return next((i for i, c in enumerate(self.columns) if c.name.lower() == wanted), -1)

    def uniques(self) -> list[tuple[str, tuple[int, ...]]]:
        """Return what must not be there twice."""
        return [*([("PRIMARY", self.primary)] if self.primary else []), *self.unique]

    def key_of(self, row: tuple[Any, ...], places: tuple[int, ...]) -> Any:
        """Return what a row is known by in a key; ``None`` where NULL makes it free."""
        found = []
        for place in places:
            x = row[place]
            if x is None:
                return None
            found.append(v.text_key(x) if isinstance(x, str) else x)
        return tuple(found)

    def arrange(self) -> None:
        """Put the rows into the order of the primary key, as the server keeps them."""
        if self.primary:
            self.rows.sort(key=lambda r: self.key_of(r, self.primary))


def stored(value: Any, kind: v.Type, column: Column) -> Any:
    """Return what a value becomes in a column, without strict mode.

    Raises:
        Unsupported: a value for which the server stores something that is not known.
    """
    if value is None:
        return None
    if type(value) is v.Loose:
        value = str(value)
    target = column.type.kind
    if target == "str":
        return _text(value, kind, column)
    if target == "int":
        return _integer(value, column)
    if target == "dbl":
        number = float(v.number(value))
        return number
    if target == "dec":
        return _decimal(value, column)
    if target == "date":
        when = v.moment(value)
        if when is None:
            raise unsupported(f"{value!r:.40} as a date: the server would store 0000-00-00")
        return when.date()
    if target == "datetime":
        when = v.moment(value)
        if when is None:
            raise unsupported(f"{value!r:.40} as a date: the server would store 0000-00-00")
        return when.replace(microsecond=0)
    found = v.clock(value)
    if found is None or found.microseconds:
        raise unsupported(f"{value!r:.40} as a time")
    return found


def _text(value: Any, kind: v.Type, column: Column) -> str:
    if isinstance(value, Decimal):
        text = format(value, "f")
    elif isinstance(value, float):
        text = v.float_text(value)
        if column.type.length and len(text) > column.type.length:
            raise unsupported("a double in so short a text")
    else:
        text = v.as_text(value, kind)
    most = column.type.length
    if most and len(text) > most:
        text = text[:most]
    if len(text) > 16_000 and len(text.encode()) > 65_535:
        raise unsupported("texts of more than 65,535 bytes")
    if column.shown.startswith("char("):
        text = text.rstrip(" ")
    return text


def _integer(value: Any, column: Column) -> int:
    if isinstance(value, str):
        number = Decimal(0)
        found = v._NUMBER.match(value)
        if found is not None:
            if len(found[1]) > 40 or "e" in found[1].lower():
                raise unsupported("this text as an integer")
            number = Decimal(found[1])
        whole = int(number.quantize(Decimal(1), context=v.EXACT))
    else:
        whole = v.whole(value) if not isinstance(value, int) else value
    if column.type.unsigned:
        return max(0, min(whole, (2 << column.size) - 1))
    most = 1 << column.size
    return max(-most, min(whole, most - 1))


def _decimal(value: Any, column: Column) -> Decimal:
    number = v.number(value) if not isinstance(value, str) else None
    if number is None:
        found = v._NUMBER.match(value)
        number = Decimal(found[1]) if found else Decimal(0)
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    scale, digits = column.type.scale, column.size
    made = v.rounded(exact, scale)
    most = Decimal(10) ** (digits - scale) - Decimal(1).scaleb(-scale)
    least = Decimal(0) if column.type.unsigned else -most
    return max(least, min(made, most))


def implied(column: Column) -> Any:
    """Return what a column that must not be NULL has where nothing is said."""
    kind = column.type.kind
    if kind in ("int", "dbl"):
        return 0 if kind == "int" else 0.0
    if kind == "dec":
        return Decimal(0).scaleb(-column.type.scale)
    if kind == "str":
        return ""
    raise unsupported("a date that is not given: the server would store 0000-00-00")


def typed(words: list[str], sizes: tuple[int, ...], unsigned: bool) -> tuple[v.Type, str, int]:
    """Return the type of a column from its words; with how the server writes it, and a size.

    Raises:
        Unsupported: a type that is not known.
    """
    word = words[0]
    names = {"INTEGER": "INT", "NUMERIC": "DECIMAL", "DEC": "DECIMAL", "REAL": "DOUBLE", "BOOL": "TINYINT",
             "BOOLEAN": "TINYINT", "FIXED": "DECIMAL", "INT4": "INT", "INT8": "BIGINT"}  # fmt: skip
    if word in ("BOOL", "BOOLEAN"):
        sizes = (1,)
    word = names.get(word, word)
    if word in ("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT"):
        width = {"TINYINT": 4, "SMALLINT": 6, "MEDIUMINT": 9, "INT": 11, "BIGINT": 20}[word] - (
            unsigned and word != "BIGINT"
        )
        if word == "MEDIUMINT" and unsigned:
            width = 8
        name = word.lower()
        shown = f"{name}({sizes[0] if sizes else width}){' unsigned' if unsigned else ''}"
        return v.INT._replace(unsigned=unsigned, wide=_SIZES[name] > 32), shown, _SIZES[name]
    if word == "DECIMAL":
        digits, scale = (*sizes, 0)[:2] if sizes else (10, 0)
        if not 0 < digits <= 65 or scale > min(38, digits):
            raise unsupported("this DECIMAL")
        return (
            v.dec(scale)._replace(unsigned=unsigned, wide=digits - scale >= 18), f"decimal({digits},{scale}){' unsigned' if unsigned else ''}", digits
        )  # fmt: skip
    if word == "DOUBLE" and not sizes and not unsigned:
        return v.DBL, "double", 63
    if word in ("VARCHAR", "CHAR"):
        size = sizes[0] if sizes else 1
        if (word == "VARCHAR" and not sizes) or size > (16383 if word == "VARCHAR" else 255):
            raise unsupported(f"this {word}")
        if size == 0:
            raise unsupported("texts of no length")
        return v.STR._replace(length=size), f"{word.lower()}({size})", 63
    if word in ("TEXT", "MEDIUMTEXT", "LONGTEXT") and not sizes:
        return v.STR, word.lower(), 63
    if word == "DATE":
        return v.DATE, "date", 63
    if word == "DATETIME" and not sizes:
        return v.DATETIME, "datetime", 63
    if word == "TIME" and not sizes:
        return v.TIME, "time", 63
    raise unsupported(f"columns of the type {word[:30]}")


def columns_of(table: Table) -> tuple[tuple[str, v.Type], ...]:
    """Return names and types of a table's columns, as queries have them."""
    return tuple((c.name, c.type) for c in table.columns)


def from_content(name: str, columns: list[tuple[str, str]], rows: Any, key: str) -> Table:
    """Make a table of a task.

    Args:
        name: its name.
        columns: names and types (text, integer, real, date).
        rows: its values; dates as ISO text.
        key: name of the primary key, if it has one.
    """
    kinds = {
        "text": (v.STR, "text"), "integer": (v.INT._replace(wide=True), "bigint(20)"), "real": (v.DBL, "double"), "date": (v.DATE, "date"),
    }  # fmt: skip
    made = [Column(n, *kinds[t], required=n == key) for n, t in columns]
    for column in made:
        if column.name == key:
            column.has_default = False
    places = tuple(i for i, c in enumerate(made) if c.name == key) if key else ()
    table = Table(name, made, places)
    converters: list[Callable[[Any], Any] | None] = [_loader(c) for c in made]
    plain = all(c is None for c in converters)
    table.rows = [tuple(r) if plain else tuple(
        x if c is None or x is None else c(x) for x, c in zip(r, converters, strict=True)
    ) for r in rows]  # fmt: skip
    names = [c.name.lower() for c in made]
    if len(set(names)) < len(names):
        raise server_error(1060, "42S21", "Duplicate column name")
    if places:
        seen = {table.key_of(r, places) for r in table.rows}
        if len(seen) < len(table.rows) or None in seen:
            raise server_error(1062, "23000", f"Duplicate entry for key 'PRIMARY' of {name}")
        table.arrange()
    return table


def _loader(column: Column) -> Callable[[Any], Any] | None:
    if column.type.kind == "date":
        return lambda x: x if isinstance(x, datetime.date) else stored(x, v.STR, column)
    if column.type.kind == "str":
        return lambda x: (
            x if isinstance(x, str) else stored(x, v.DBL if isinstance(x, float) else v.INT, column)
        )
    if column.type.kind == "dbl":
        return lambda x: float(v.number(x))
    return lambda x: x if isinstance(x, int) else stored(x, v.STR if isinstance(x, str) else v.DBL, column)
