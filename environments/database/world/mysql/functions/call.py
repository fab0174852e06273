"""Calling a function by its name."""

from __future__ import annotations

import calendar
import datetime
import hashlib
import math
import zlib
from collections.abc import Callable
from typing import Any

from agentgym.environments.database.world.mysql import matching
from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.arithmetic import strict
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.functions import (
    choices,
    date_formats,
    dates,
    documents,
    numbers,
    texts,
)
from agentgym.environments.database.world.mysql.functions.arguments import (
    GETTERS,
    needs_of,
)
from agentgym.environments.database.world.mysql.native import NATIVE
from agentgym.environments.database.world.mysql.scope import Compiled

SIMPLE: dict[str, tuple[str, v.Type, Callable[..., Any]]] = {
    "LENGTH": ("s", v.INT, lambda t: len(t.encode())), "OCTET_LENGTH": ("s", v.INT, lambda t: len(t.encode())),
    "CHAR_LENGTH": ("s", v.INT, len), "CHARACTER_LENGTH": ("s", v.INT, len),
    "UPPER": ("s", v.STR, texts.upper), "UCASE": ("s", v.STR, texts.upper), "LOWER": ("s", v.STR, texts.lower), "LCASE": ("s", v.STR, texts.lower),
    "LTRIM": ("s", v.STR, lambda t: t.lstrip(" ")), "RTRIM": ("s", v.STR, lambda t: t.rstrip(" ")),
    "LEFT": ("si", v.STR, lambda t, n: t[: max(n, 0)]), "RIGHT": ("si", v.STR, lambda t, n: t[-n:] if n > 0 else ""),
    "SUBSTRING": ("si?i", v.STR, texts.substring), "SUBSTRING_INDEX": ("ssi", v.STR, texts.substring_index),
    "LOCATE": ("ss?i", v.INT, texts.locate), "INSTR": ("ss", v.INT, lambda t, p: texts.locate(p, t)),
    "REPEAT": ("si", v.STR, texts.repeat), "REVERSE": ("s", v.STR, lambda t: t[::-1]),
    "SPACE": ("i", v.STR, lambda n: texts.repeat(" ", n)), "LPAD": ("si?s", v.STR, texts.padding(True)), "RPAD": ("si?s", v.STR, texts.padding(False)),
    "FIND_IN_SET": ("ss", v.INT, texts.find_in_set), "INSERT": ("siis", v.STR, texts.inserted), "STRCMP": ("ss", v.INT, texts.order_of),
    "ASCII": ("s", v.INT, lambda t: (t.encode() or b"\0")[0]), "MD5": ("s", v.STR, lambda t: v.Loose(hashlib.md5(t.encode()).hexdigest())),
    "SHA": ("s", v.STR, lambda t: v.Loose(hashlib.sha1(t.encode()).hexdigest())),
    "SHA1": ("s", v.STR, lambda t: v.Loose(hashlib.sha1(t.encode()).hexdigest())),
    "CRC32": ("s", v.UNSIGNED, lambda t: zlib.crc32(t.encode())),
    "BIT_LENGTH": ("s", v.INT, lambda t: 8 * len(t.encode())), "ORD": ("s", v.INT, lambda t: int.from_bytes(t[:1].encode(), "big")),
    "TO_BASE64": ("s", v.STR, texts.to_base64), "OCT": ("s", v.STR, lambda t: texts.in_bits(t, "o")),
    "CONV": ("sii", v.STR, texts.in_base), "BIN": ("s", v.STR, lambda t: texts.in_bits(t, "b")),
    "REGEXP_SUBSTR": ("ss", v.STR, matching.found), "REGEXP_INSTR": ("ss", v.INT, matching.place),
    "REGEXP_REPLACE": ("sss", v.STR, lambda t, p, r: matching.replace(t, p, r, False)),
    "POW": ("ff", v.DBL, numbers.power), "POWER": ("ff", v.DBL, numbers.power), "SQRT": ("f", v.DBL, numbers.real_function(math.sqrt)),
    "EXP": ("f", v.DBL, numbers.real_function(math.exp)), "LN": ("f", v.DBL, numbers.real_function(math.log)), "LOG2": ("f", v.DBL, numbers.real_function(math.log2)),
    "LOG10": ("f", v.DBL, numbers.real_function(math.log10)), "LOG": ("f?f", v.DBL, numbers.real_function(numbers.logarithm)),
    "SIN": ("f", v.DBL, math.sin), "COS": ("f", v.DBL, math.cos), "TAN": ("f", v.DBL, math.tan), "COT": ("f", v.DBL, numbers.cotangent),
    "ASIN": ("f", v.DBL, numbers.real_function(math.asin)), "ACOS": ("f", v.DBL, numbers.real_function(math.acos)),
    "ATAN": ("f?f", v.DBL, numbers.arc), "ATAN2": ("f?f", v.DBL, numbers.arc),
    "DEGREES": ("f", v.DBL, lambda x: x * (180 / math.pi)), "RADIANS": ("f", v.DBL, lambda x: x * (math.pi / 180)),
    "DATEDIFF": ("dd", v.INT, lambda a, b: (a.date() - b.date()).days),
    "YEAR": ("d", v.INT, lambda d: d.year), "MONTH": ("d", v.INT, lambda d: d.month), "DAY": ("d", v.INT, lambda d: d.day),
    "DAYOFMONTH": ("d", v.INT, lambda d: d.day), "DAYOFYEAR": ("d", v.INT, lambda d: d.timetuple().tm_yday),
    "DAYOFWEEK": ("d", v.INT, lambda d: d.isoweekday() % 7 + 1), "WEEKDAY": ("d", v.INT, lambda d: d.weekday()),
    "DAYNAME": ("d", v.STR, lambda d: calendar.day_name[d.weekday()]),
    "MONTHNAME": ("d", v.STR, lambda d: calendar.month_name[d.month]), "QUARTER": ("d", v.INT, lambda d: (d.month + 2) // 3),
    "WEEK": ("d?i", v.INT, date_formats.week_of), "WEEKOFYEAR": ("d", v.INT, lambda d: date_formats.week_of(d, 3)),
    "YEARWEEK": ("d?i", v.INT, lambda d, m=0: (lambda y: y[0] * 100 + y[1])(date_formats.year_week(d, m, whole=True))),
    "LAST_DAY": ("d", v.DATE, dates.last_day), "TO_DAYS": ("d", v.INT, dates.day_number), "FROM_DAYS": ("i", v.DATE, dates.day_of_number),
    "DATE_FORMAT": ("ds", v.STR, lambda d, form: date_formats.date_format(d, form) if form else None), "MAKEDATE": ("ii", v.DATE, dates.make_date),
    "PERIOD_ADD": ("ii", v.INT, dates.period_add), "TO_SECONDS": ("d", v.INT, dates.second_number), "MICROSECOND": ("t", v.INT, lambda t: t.microseconds),
    "PERIOD_DIFF": ("ii", v.INT, lambda a, b: dates.months_of(a) - dates.months_of(b)), 
    "TIME_TO_SEC": ("t", v.INT, lambda t: t // datetime.timedelta(seconds=1)),
    "JSON_VALID": ("s", v.INT, documents.json_valid), "JSON_LENGTH": ("s", v.INT, documents.json_length), "JSON_CONTAINS": ("ss", v.INT, documents.json_contains),
}  # fmt: skip
"""Kinds of arguments (what follows ``?`` may be left out), type of the result, function; NULL where one of them is."""

Special = Callable[[str, list[Compiled], tuple[str, ...]], Compiled]


def _fixed(value: Any, kind: v.Type) -> Special:
    """Return a function without arguments that always gives the same."""

    def special(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
        if arguments:
            raise server_error(
                1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
            )
        return Compiled(lambda frame: value, kind)

    return special


SPECIAL: dict[str, Special] = {
    "REPLACE": texts.replacing, "CONCAT": texts.concat, "CONCAT_WS": texts.concat_ws, "TRIM": texts.trim, "FIELD": texts.place_of, "ELT": texts.elt, "HEX": texts.hexadecimal, "SHA2": texts.sha2,
    "FORMAT": texts.number_format, "ROUND": numbers.rounding, "TRUNCATE": numbers.rounding, "FLOOR": numbers.bounds, "CEIL": numbers.bounds,
    "CEILING": numbers.bounds, "ABS": numbers.absolute, "BIT_COUNT": numbers.bit_count, "SIGN": numbers.sign_of, "MOD": numbers.modulo, "GREATEST": numbers.extreme, "LEAST": numbers.extreme,
    "COALESCE": choices.coalesce, "IFNULL": choices.coalesce, "NVL": choices.coalesce, "ISNULL": choices.is_null, "NVL2": choices.of_two, "STR_TO_DATE": date_formats.str_to_date,
    "EXTRACT": dates.extract, "TIMESTAMPDIFF": dates.elapsed, "TIMESTAMPADD": dates.elapsed, "DATE": dates.dated, "TIME": dates.dated,
    "TIMESTAMP": dates.dated, "HOUR": dates.clock_part, "MINUTE": dates.clock_part, "SECOND": dates.clock_part, "UNIX_TIMESTAMP": dates.seconds_since_1970, "TIMEDIFF": dates.time_diff,
    "SEC_TO_TIME": dates.sec_to_time, "FROM_UNIXTIME": dates.from_unixtime,
    "DATABASE": _fixed("task", v.STR), "SCHEMA": _fixed("task", v.STR), "PI": _fixed(math.pi, v.DBL._replace(scale=6)),
    **{n: dates.now(v.DATETIME, lambda d: d) for n in ("NOW", "SYSDATE", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP")},
    **{n: dates.now(v.DATE, lambda d: d.date()) for n in ("CURDATE", "CURRENT_DATE")},
    **{n: dates.now(v.TIME, dates.time_of) for n in ("CURTIME", "CURRENT_TIME")},
    "UTC_DATE": dates.now(v.DATE, lambda d: d.date(), True), "UTC_TIME": dates.now(v.TIME, dates.time_of, True),
    "UTC_TIMESTAMP": dates.now(v.DATETIME, lambda d: d, True),
}  # fmt: skip


_OF_BYTES = frozenset("LENGTH OCTET_LENGTH CONCAT CONCAT_WS COALESCE IFNULL NVL ISNULL".split())
"""Functions that do the same with bytes as with letters."""


def call(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """Compile the call of a function.

    Raises:
        StatementError: a wrong number of arguments.
        Unsupported: a function that the embedded database does not have.
    """
    if name not in _OF_BYTES and any(a.type.raw for a in arguments):
        raise unsupported(f"bytes in the function {name[:40]}")
    special = SPECIAL.get(name)
    if special is not None:
        return special(name, arguments, options)
    entry = SIMPLE.get(name)
    if entry is None:
        if name not in NATIVE:
            raise server_error(1305, "42000", f"FUNCTION task.{name} does not exist")
        raise unsupported(f"the function {name[:40]}")
    if name == "INSERT" and arguments and arguments[0].type.kind != "str":
        raise unsupported("INSERT into what is no text, whose letters the server takes for Latin ones")
    kinds, result, function = entry
    least = kinds.index("?") if "?" in kinds else len(kinds)
    kinds = kinds.replace("?", "")
    if len(arguments) > len(kinds):
        raise unsupported(f"{name} of so many arguments")
    if len(arguments) < least:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )
    getters = [GETTERS[k](a) for k, a in zip(kinds, arguments, strict=False)]
    return Compiled(strict(getters, function), result, needs_of(arguments))
