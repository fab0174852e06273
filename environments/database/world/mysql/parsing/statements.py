"""Reading whole statements: what a statement is, and those about the database and the session."""

from __future__ import annotations

import functools
from typing import Any

from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.nodes import Other
from agentgym.environments.database.world.mysql.parsing.definitions import Definitions

_VERBS = frozenset(
    """ANALYZE BINLOG CACHE CALL CHANGE CHECK CHECKSUM DEALLOCATE DO EXECUTE FLUSH GET GRANT HANDLER HELP INSTALL KILL
    LOAD LOCK OPTIMIZE PREPARE PURGE RELEASE REPAIR RESET RESIGNAL REVOKE SAVEPOINT SHUTDOWN SIGNAL SLAVE STOP
    UNINSTALL UNLOCK VALUES XA BACKUP DECLARE IF CASE LOOP WHILE REPEAT FOR RETURN LEAVE ITERATE OPEN FETCH CLOSE""".split()
)
_READ = frozenset(
    """INSERT REPLACE UPDATE DELETE CREATE DROP TRUNCATE RENAME ALTER SHOW DESCRIBE DESC EXPLAIN USE BEGIN START COMMIT
    ROLLBACK SET""".split()
)
_SHOWN = frozenset(
    """ALL AUTHORS BINARY BINLOG CHARACTER CHARSET CLIENT_STATISTICS COLLATION COLUMNS CONTRIBUTORS COUNT CREATE ENGINE
    ENGINES ERRORS EVENTS EXPLAIN EXTENDED FIELDS FULL FUNCTION GLOBAL GRANTS INDEX INDEXES INDEX_STATISTICS KEYS LOCALES
    LOCAL MASTER OPEN PACKAGE PLUGINS PRIVILEGES PROCEDURE PROCESSLIST PROFILE PROFILES RELAYLOG REPLICA SESSION SLAVE
    STATUS STORAGE TABLE TABLES TABLE_STATISTICS TRIGGERS USER_STATISTICS USER_VARIABLES VARIABLES WARNINGS WSREP_STATUS
    WSREP_MEMBERSHIP METADATA_LOCK_INFO LOCKS QUERY_RESPONSE_TIME GENERIC_STATISTICS""".split()
)


@functools.lru_cache(maxsize=512)
def parse(text: str) -> Any:
    """Read one statement.

    Raises:
        StatementError: it is none.
        Unsupported: one that the embedded database does not do.
    """
    reader = _Statements(text)
    if all(t.upper == ";" for t in reader.tokens[:-1]):
        if text.strip(" \t\n;"):
            raise unsupported("a statement that is only a comment")
        raise server_error(1065, "42000", "Query was empty")
    try:
        made = reader.statement()
    except RecursionError:
        raise unsupported("statements that are nested so deeply") from None
    reader.end()
    return made


class _Statements(Definitions):
    def statement(self) -> Any:
        word = self.token.upper
        self.plain = word in (
            "SELECT",
            "WITH",
            "(",
            "INSERT",
            "REPLACE",
            "UPDATE",
            "DELETE",
            "DROP",
            "TRUNCATE",
        )
        self.defining = word in ("CREATE", "ALTER", "RENAME")
        if word in ("SELECT", "WITH", "("):
            return self.query()
        method = getattr(self, f"_{word.lower()}", None) if word in _READ else None
        if method is not None:
            self.at += 1
            return method()
        if word in _VERBS:
            raise unsupported(f"{word} statements")
        self.wrong()

    # ---- about the database ------------------------------------------------------------------------

    def _show(self) -> Other:
        if self.accept("TABLES"):
            return Other("TABLES", (self._from(), self._pattern()))
        if self.accept("FULL", "TABLES"):
            return Other("TABLES", (self._from(), self._pattern(), True))
        if self.one_of(("DATABASES", "SCHEMAS")):
            return Other("DATABASES", (self._pattern(),))
        if self.one_of(("COLUMNS", "FIELDS")):
            if not self.one_of(("FROM", "IN")):
                self.fail()
            table = self.table_name()
            database = self._from()
            return Other("COLUMNS", ((database or table[0], table[1]), self._pattern()))
        if self.accept("CREATE", "TABLE"):
            return Other("CREATED", (self.table_name(),))
        if self.token.upper not in _SHOWN:
            self.wrong()
        if self.tokens[self.at + 1].kind in ("sign", "number", "text") and self.token.upper == "FULL":
            self.wrong()
        raise unsupported(f"SHOW {self.token.upper}")

    def _from(self) -> str:
        return self.name() if self.one_of(("FROM", "IN")) else ""

    def _pattern(self) -> str | None:
        if self.accept("LIKE"):
            if self.token.kind != "text":
                self.fail()
            self.at += 1
            return self.tokens[self.at - 1].text
        if self.token.upper == "WHERE":
            raise unsupported("SHOW … WHERE")
        return None

    def _describe(self) -> Other:
        if self.token.upper in ("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "EXTENDED", "FORMAT", "PARTITIONS",
                                "WITH", "(", "ANALYZE", "FOR"):  # fmt: skip
            raise unsupported("EXPLAIN of a statement")
        table = self.table_name()
        pattern = None
        if self.token.kind == "text":
            self.at += 1
            pattern = self.tokens[self.at - 1].text
        elif self.token.kind in ("word", "name"):
            pattern = self.name()
        return Other("COLUMNS", (table, pattern))

    _desc = _explain = _describe

    # ---- the session -------------------------------------------------------------------------------

    def _use(self) -> Other:
        return Other("USE", (self.name(),))

    def _begin(self) -> Other:
        self.accept("WORK")
        return Other("NOTHING")

    def _start(self) -> Other:
        self.expect("TRANSACTION")
        if self.token.kind != "end" and self.token.upper != ";":
            raise unsupported("options of transactions")
        return Other("NOTHING")

    def _commit(self) -> Other:
        self.accept("WORK")
        if self.token.upper in ("AND", "RELEASE", "NO"):
            raise unsupported("options of transactions")
        return Other("NOTHING")

    def _rollback(self) -> Other:
        self.accept("WORK")
        if self.token.upper in ("AND", "RELEASE", "NO", "TO"):
            raise unsupported("options of transactions")
        return Other("NOTHING")

    def _set(self) -> Other:
        if self.accept("NAMES"):
            if (self.token.text.lower() == "utf8mb4") and self.token.kind in ("word", "text"):
                self.at += 1
                if self.token.kind == "end":
                    return Other("NOTHING")
            raise unsupported("this character set")
        self.accept("SESSION")
        if self.accept("AUTOCOMMIT", "=", "1") or self.accept("AUTOCOMMIT", "=", "ON"):
            return Other("NOTHING")
        raise unsupported("SET of this")
