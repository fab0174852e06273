"""The words of a statement, as MySQL cuts them."""

from __future__ import annotations

import re
from typing import NamedTuple

from agentgym.environments.database.world.mysql.errors import syntax_error, unsupported

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n\f\v]+ | \#[^\n]* | --(?=[\s\x00-\x1f]|$)[^\n]* | /\*(?![!M])(?:[^*]|\*(?!/))*\*/ )
  | (?P<text>'(?:[^'\\]|\\.|'')*' | "(?:[^"\\]|\\.|"")*" )
  | (?P<quoted>`(?:[^`]|``)+`)
  | (?P<number>(?:\d+\.\d*|\.\d+|\d+)[eE][-+]?\d+ | \d++\.\d*+(?![eE]) | \.\d++(?![eE]) | \d+(?![\w$\x80-\U0010ffff]))
  | (?P<word>[A-Za-z0-9_$\x80-\U0010ffff]+)
  | (?P<sign>/\*[!M] | \*/ | <=> | <> | != | <= | >= | << | >> | && | \|\| | := | ->> | -> | [-+*/%^~!=<>(),.;&|@?:{}])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a", "%": "\\%", "_": "\\_"}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
RESERVED = frozenset(
    """ACCESSIBLE ADD ALL ALTER ANALYZE AND AS ASC ASENSITIVE BEFORE BETWEEN BIGINT BINARY BLOB BOTH BY CALL CASCADE CASE
    CHANGE CHAR CHARACTER CHECK COLLATE COLUMN CONDITION CONSTRAINT CONTINUE CONVERT CREATE CROSS CURRENT_DATE
    CURRENT_ROLE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURSOR DATABASE DATABASES DAY_HOUR DAY_MICROSECOND
    DAY_MINUTE DAY_SECOND DEC DECIMAL DECLARE DEFAULT DELAYED DELETE DELETE_DOMAIN_ID DESC DESCRIBE DETERMINISTIC
    DISTINCT DISTINCTROW DIV DO_DOMAIN_IDS DOUBLE DROP DUAL EACH ELSE ELSEIF ENCLOSED ESCAPED EXCEPT EXISTS EXIT EXPLAIN
    FALSE FETCH FLOAT FLOAT4 FLOAT8 FOR FORCE FOREIGN FROM FULLTEXT GENERAL GRANT GROUP HAVING HIGH_PRIORITY
    HOUR_MICROSECOND HOUR_MINUTE HOUR_SECOND IF IGNORE IGNORE_DOMAIN_IDS IGNORE_SERVER_IDS IN INDEX INFILE INNER INOUT
    INSENSITIVE INSERT INT INT1 INT2 INT3 INT4 INT8 INTEGER INTERSECT INTERVAL INTO IS ITERATE JOIN KEY KEYS KILL LEADING
    LEAVE LEFT LIKE LIMIT LINEAR LINES LOAD LOCALTIME LOCALTIMESTAMP LOCK LONG LONGBLOB LONGTEXT LOOP LOW_PRIORITY
    MASTER_HEARTBEAT_PERIOD MASTER_SSL_VERIFY_SERVER_CERT MATCH MAXVALUE MEDIUMBLOB MEDIUMINT MEDIUMTEXT MIDDLEINT
    MINUTE_MICROSECOND MINUTE_SECOND MOD MODIFIES NATURAL NOT NO_WRITE_TO_BINLOG NULL NUMERIC OFFSET ON OPTIMIZE
    OPTIONALLY OR ORDER OUT OUTER OUTFILE OVER PAGE_CHECKSUM PARSE_VCOL_EXPR PARTITION PRECISION PRIMARY PROCEDURE PURGE
    RANGE READ READS READ_WRITE REAL RECURSIVE REF_SYSTEM_ID REFERENCES REGEXP RELEASE RENAME REPEAT REPLACE REQUIRE
    RESIGNAL RESTRICT RETURN RETURNING REVOKE RIGHT RLIKE ROW_NUMBER ROWS SCHEMA SCHEMAS SECOND_MICROSECOND SELECT
    SENSITIVE SEPARATOR SET SHOW SIGNAL SLOW SMALLINT SPATIAL SPECIFIC SQL SQLEXCEPTION SQLSTATE SQLWARNING SQL_BIG_RESULT
    SQL_CALC_FOUND_ROWS SQL_SMALL_RESULT SSL STARTING STATS_AUTO_RECALC STATS_PERSISTENT STATS_SAMPLE_PAGES STRAIGHT_JOIN
    TABLE TERMINATED THEN TINYBLOB TINYINT TINYTEXT TO TRAILING TRIGGER TRUE UNDO UNION UNIQUE UNLOCK UNSIGNED UPDATE
    USAGE USE USING UTC_DATE UTC_TIME UTC_TIMESTAMP VALUES VARBINARY VARCHAR VARCHARACTER VARYING WHEN WHERE WHILE WINDOW
    WITH WRITE XOR YEAR_MONTH ZEROFILL""".split()
) - {"OFFSET", "ROWS", "WINDOW", "OVER", "GENERAL", "SLOW", "PAGE_CHECKSUM", "ROW_NUMBER"}
"""Words that are no names without backticks; of those that can be, some are left to be names nowhere but where they must."""


class Token(NamedTuple):
    """``kind`` is text, name (in backticks), number, word, sign or end; ``upper`` is its word or sign in capitals."""

    kind: str
    text: str
    upper: str
    at: int
    close: bool
    """Whether it stands directly behind the token before."""


def tokens(statement: str) -> list[Token]:
    """Cut a statement; the last token is the end.

    Raises:
        StatementError: something that no token begins with.
    """
    found: list[Token] = []
    position, length, inside, close = 0, len(statement), False, False
    while position < length:
        match = _TOKEN.match(statement, position)
        if match is None:
            raise syntax_error(statement[position:])
        kind, text, at = match.lastgroup or "", match[0], position
        position = match.end()
        if kind == "space":
            close = False
            continue
        if text in (
            "/*!",
            "/*M",
        ):  # What stands in it is for the server; a number says from which version on.
            version = re.compile(r"!?(\d{5,6})?").match(statement, position)
            assert version is not None
            if version[1] and int(version[1]) > 101100:
                raise unsupported("comments for a later server")
            position, inside, close = version.end(), True, False
            continue
        if text == "*/":
            if not inside:
                raise syntax_error(statement[at:])
            inside, close = False, False
            continue
        if kind == "number" and text[0] == "." and close and found and found[-1].kind in ("word", "name"):
            # Behind a name a point is no beginning of a number: `t.2020` is a column.
            found.append(Token("sign", ".", ".", at, True))
            kind, text, at = "word", text[1:], at + 1
        found.append(_token(kind, text, at, close))
        close = True
    if inside:
        raise syntax_error(statement[-20:])
    found.append(Token("end", "", "", length, False))
    for place, (token, dot, last) in enumerate(zip(found, found[1:], found[2:], strict=False)):
        if (
            token.kind == "word"
            and dot.upper == "."
            and dot.close
            and last.close
            and last.kind in ("word", "name")
        ):
            found[place] = token._replace(kind="name", upper="")  # whatever word it is
    return found


def _token(kind: str, text: str, at: int, close: bool) -> Token:
    if kind == "text":
        mark = text[0]
        inner = text[1:-1].replace(mark * 2, mark)
        if "\\" in inner:
            inner = _ESCAPE.sub(lambda m: _ESCAPES.get(m[1], m[1]), inner)
        return Token("text", inner, "", at, close)
    if kind == "quoted":
        return Token("name", text[1:-1].replace("``", "`"), "", at, close)
    return Token(kind, text, text.upper(), at, close)
