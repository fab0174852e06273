"""Functions of texts."""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.arithmetic import strict
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.functions.arguments import (
    Arguments,
    as_integer,
    as_text,
    counted,
    needs_of,
)
from agentgym.environments.database.world.mysql.scope import Compiled, Frame


def substring(text: str, start: int, length: int | None = None) -> str:
    """SUBSTRING: positions from 1, from the end if negative."""
    begin = start - 1 if start > 0 else len(text) + start if start < 0 else -1
    if begin < 0 or (length is not None and length <= 0):
        return ""
    return text[begin:] if length is None else text[begin : begin + length]


def substring_index(text: str, mark: str, count: int) -> str:
    """SUBSTRING_INDEX."""
    if not mark or not count:
        return ""
    parts = text.split(mark)
    return mark.join(parts[:count] if count > 0 else parts[count:])


def padding(left: bool) -> Callable[[str, int, str], str | None]:
    """Return LPAD or RPAD."""

    def pad(text: str, size: int, filler: str = " ") -> str | None:
        """NULL where there is nothing to fill with, as MariaDB has it."""
        if size < 0:
            return None
        if size > v.LONGEST:
            raise unsupported("texts that are so long")
        if size <= len(text):
            return text[:size]
        if not filler:
            return None
        fill = (filler * (size // len(filler) + 1))[: size - len(text)]
        return fill + text if left else text + fill

    return pad


def repeat(text: str, count: int) -> str:
    """REPEAT."""
    if count <= 0:
        return ""
    if len(text) * count > v.LONGEST:
        raise unsupported("texts that are so long")
    return text * count


def replacing(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """REPLACE: where nothing is looked for, what it would be replaced by does not count, not even NULL."""
    counted(name, arguments, 3, 3)
    texts = [as_text(a) for a in arguments]

    def value(frame: Frame) -> str | None:
        text, old = texts[0](frame), texts[1](frame)
        if text is None or not old:
            return None if old is None else text
        new = texts[2](frame)
        return None if new is None else _replaced(text, old, new)

    raw = any(a.type.raw for a in arguments)
    return Compiled(value, v.STR._replace(raw=raw), needs_of(arguments))


def _replaced(text: str, old: str, new: str) -> str:
    if len(text) + text.count(old) * (len(new) - len(old)) > v.LONGEST:
        raise unsupported("texts that are so long")
    return text.replace(old, new)


def locate(part: str, text: str, start: int = 1) -> int:
    """LOCATE, INSTR, POSITION: the place from 1, or 0."""
    if start < 1 or start > len(text) + 1:
        return 0
    if text.isascii() and part.isascii():
        return v.fold(text).find(v.fold(part), start - 1) + 1
    # The server compares parts of as many bytes: an accent makes a letter longer.
    wanted, size = v.fold(part), len(part.encode())
    for begin in range(start - 1, len(text) + 1):
        piece = text[begin:].encode()[:size].decode(errors="ignore")
        if len(piece.encode()) == size and v.fold(piece) == wanted:
            return begin + 1
    return 0


def inserted(text: str, start: int, length: int, new: str) -> str:
    """INSERT."""
    if start < 1 or start > len(text):
        return text
    if length < 0 or start - 1 + length > len(text):
        return text[: start - 1] + new
    return text[: start - 1] + new + text[start - 1 + length :]


def in_base(text: str, source: int, target: int) -> str | None:
    """CONV: an integer of one base written in another."""
    if not 2 <= source <= 36 or not 2 <= abs(target) <= 36:
        return None
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"[:source]
    found = re.match(rf"\s*([-+]?)([{digits}]*)", text.lower())
    assert found is not None
    if not text:
        return None
    number = int(found[2] or "0", source)
    if number >= 1 << 63 or target < 0 or found[1] == "-":
        raise unsupported("CONV of such numbers")
    shown = ""
    while number:
        number, digit = divmod(number, target)
        shown = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + shown
    return v.Loose(shown or "0")


_SHA2 = {
    0: hashlib.sha256,
    224: hashlib.sha224,
    256: hashlib.sha256,
    384: hashlib.sha384,
    512: hashlib.sha512,
}


def sha2(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """SHA2: NULL for a number of bits that there is not."""
    counted(name, arguments, 2, 2)
    bits = arguments[1].constant
    if bits is None or not isinstance(bits[0], int):
        raise unsupported("SHA2 of a number of bits that is no plain number")
    make = _SHA2.get(bits[0])
    made = strict([as_text(arguments[0])], lambda t: make(t.encode()).hexdigest() if make else None)
    return Compiled(made, v.STR, needs_of(arguments))


def in_bits(text: str, form: str) -> str | None:
    """BIN and OCT: the integer that a text begins with, of 64 bits; NULL for an empty text."""
    found = re.match(r"[-+]?\d*", text)
    assert found is not None
    if not text:
        return None
    if text[0].isspace() or len(found[0]) > 18:
        raise unsupported("such numbers in another base")
    digits = found[0].strip("+-")
    number = int(digits or "0") * (-1 if found[0].startswith("-") else 1)
    return format(number & (1 << 64) - 1, form)


def to_base64(text: str) -> str:
    """TO_BASE64: in lines of 76 letters."""
    letters = base64.b64encode(text.encode()).decode()
    return v.bounded("\n".join(letters[at : at + 76] for at in range(0, len(letters), 76)))


def find_in_set(value: str, listed: str) -> int:
    """FIND_IN_SET."""
    if not listed or "," in value:
        return 0
    parts = [v.text_key(p) for p in listed.split(",")]
    wanted = v.text_key(value)
    return parts.index(wanted) + 1 if wanted in parts else 0


def order_of(left: str, right: str) -> int:
    """STRCMP."""
    a, b = v.text_key(left), v.text_key(right)
    return (a > b) - (a < b)


def upper(text: str) -> str:
    """UPPER."""
    if not text.isascii() and len(text.upper()) != len(text):
        raise unsupported("capitals of these letters")
    return text.upper()


def lower(text: str) -> str:
    """LOWER."""
    if not text.isascii() and len(text.lower()) != len(text):
        raise unsupported("small ones of these letters")
    return text.lower()


def concat(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """CONCAT."""
    if not arguments:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )
    getters = [as_text(a) for a in arguments]
    made = strict(getters, lambda *texts: v.bounded("".join(texts)))
    return Compiled(made, _text_type(arguments), needs_of(arguments))


def _text_type(arguments: Arguments) -> v.Type:
    return v.STR._replace(
        binary=any(a.type.binary for a in arguments), raw=any(a.type.raw for a in arguments)
    )


def concat_ws(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """CONCAT_WS: NULLs are left out."""
    if len(arguments) < 2:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )
    mark, *getters = (as_text(a) for a in arguments)

    def joined(frame: Frame) -> str | None:
        by = mark(frame)
        if by is None:
            return None
        return v.bounded(by.join(t for t in (g(frame) for g in getters) if t is not None))

    return Compiled(joined, _text_type(arguments), needs_of(arguments))


def trim(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """TRIM."""
    side = options[0]

    def trim(text: str, part: str) -> str:
        if not part:
            return text
        while side != "TRAILING" and text.startswith(part):
            text = text[len(part) :]
        while side != "LEADING" and text.endswith(part):
            text = text[: -len(part)]
        return text

    return Compiled(strict([as_text(a) for a in arguments], trim), _text_type(arguments), needs_of(arguments))


def place_of(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """FIELD: the place of the first among the others."""
    if len(arguments) < 2:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )
    kinds = {a.type.kind for a in arguments} - {"null"}
    if kinds <= {"str"}:
        key: Callable[[Any], Any] = v.text_key
    elif kinds <= {"int"}:
        key = int
    elif kinds <= v.NUMERIC | {"str"}:
        key = lambda x: float(v.number(x))  # noqa: E731
    else:
        raise unsupported("FIELD of dates")
    first, *others = (a.of for a in arguments)

    def place(frame: Frame) -> int:
        x = first(frame)
        if x is None:
            return 0
        x = key(x)
        for number, other in enumerate(others, 1):
            y = other(frame)
            if y is not None and key(y) == x:
                return number
        return 0

    return Compiled(place, v.INT, needs_of(arguments))


def elt(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """ELT."""
    if len(arguments) < 2:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )
    number, texts = as_integer(arguments[0]), [as_text(a) for a in arguments[1:]]
    plain = [a.type.kind == "str" for a in arguments[1:]]

    def chosen(frame: Frame) -> str | None:
        n = number(frame)
        text = texts[n - 1](frame) if n is not None and 0 < n <= len(texts) else None
        return text if n is None or text is None or plain[n - 1] else v.Loose(text)

    return Compiled(chosen, v.STR, needs_of(arguments))


def hexadecimal(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """HEX."""
    counted(name, arguments, 1, 1)
    if arguments[0].type.kind == "str":
        made = strict([as_text(arguments[0])], lambda t: v.Loose(t.encode().hex().upper()))
    elif arguments[0].type.kind in ("int", "null"):
        made = strict([arguments[0].of], lambda n: v.Loose(f"{n & (1 << 64) - 1:X}"))
    else:
        raise unsupported("HEX of this")
    return Compiled(made, v.STR, needs_of(arguments))


def _format(number: Any, digits: int) -> str:
    places = max(0, min(digits, 38))
    if isinstance(number, float) and not math.isinf(scaled := number * 10.0**places):
        number = round(scaled) / 10.0**places  # as ROUND of a double: halves to the even digit
    value = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    return f"{v.rounded(value, places):,f}"


def number_format(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """FORMAT: with commas between thousands."""
    counted(name, arguments, 2, 2)
    if arguments[0].type.kind == "dbl" or arguments[0].type.kind == "str":
        of = arguments[0].of
        value: Callable[[Frame], Any] = lambda f: None if (x := of(f)) is None else v.number(x)  # noqa: E731
    elif arguments[0].type.kind in v.NUMERIC:
        value = arguments[0].of
    else:
        raise unsupported("FORMAT of this")
    return Compiled(strict([value, as_integer(arguments[1])], _format), v.STR, needs_of(arguments))
