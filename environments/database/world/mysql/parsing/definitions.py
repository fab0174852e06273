"""Reading what makes, alters and drops tables, views and indexes."""

from __future__ import annotations

from typing import Any

from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.nodes import ColumnSpec, Create, Other
from agentgym.environments.database.world.mysql.parsing.changes import Changes
from agentgym.environments.database.world.mysql.parsing.lexer import RESERVED
from agentgym.environments.database.world.mysql.tables import typed

_ALTERED = frozenset(
    """DATABASE SCHEMA USER VIEW EVENT FUNCTION PROCEDURE SEQUENCE SERVER TABLESPACE LOGFILE ONLINE OFFLINE IGNORE ALGORITHM
    DEFINER SQL INSTANCE ROLE""".split()
)
_TYPES = frozenset(
    """TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT DECIMAL NUMERIC DEC FIXED DOUBLE REAL VARCHAR CHAR TEXT MEDIUMTEXT
    LONGTEXT DATE DATETIME TIME BOOL BOOLEAN INT4 INT8""".split()
)
_OTHER_TYPES = frozenset(
    """FLOAT TIMESTAMP YEAR BLOB TINYBLOB MEDIUMBLOB LONGBLOB TINYTEXT BINARY VARBINARY ENUM SET JSON BIT SERIAL GEOMETRY
    POINT UUID INET4 INET6 NCHAR NVARCHAR NATIONAL LONG FLOAT4 FLOAT8 INT1 INT2 INT3 MIDDLEINT CHARACTER""".split()
)
_COLUMN_OPTIONS = frozenset(
    """COMMENT COLLATE CHARACTER CHAR CHARSET ON REFERENCES CHECK GENERATED AS INVISIBLE VISIBLE CONSTRAINT WITHOUT WITH
    COMPRESSED REF_SYSTEM_ID SERIAL PERSISTENT VIRTUAL STORED COLUMN_FORMAT STORAGE BINARY ASCII UNICODE PRECISION
    VARYING""".split()
)


_ODD_TYPES = frozenset(
    """VARCHARACTER GEOMETRYCOLLECTION MULTIPOINT LINESTRING MULTILINESTRING POLYGON MULTIPOLYGON CLOB VARCHAR2 NUMBER RAW
    XMLTYPE GENERATED ROW TYPE""".split()
)


_TABLE_OPTIONS = frozenset(
    """AUTO_INCREMENT AVG_ROW_LENGTH CHARSET CHECKSUM TABLE_CHECKSUM COMMENT CONNECTION DATA DELAY_KEY_WRITE ENGINE TYPE
    INSERT_METHOD KEY_BLOCK_SIZE MAX_ROWS MIN_ROWS PACK_KEYS PAGE_CHECKSUM PASSWORD ROW_FORMAT SEQUENCE STATS_AUTO_RECALC
    STATS_PERSISTENT STATS_SAMPLE_PAGES TABLESPACE STORAGE TRANSACTIONAL ENCRYPTED ENCRYPTION_KEY_ID IETF_QUOTES START
    SECONDARY_ENGINE ALGORITHM ENABLE DISABLE DISCARD IMPORT WAIT NOWAIT PARTITION REMOVE COALESCE REORGANIZE EXCHANGE
    REBUILD REPAIR VALIDATION WITHOUT SYSTEM PERIOD""".split()
)
_GOES_ON = frozenset(
    """ADD DROP CHANGE RENAME ALTER CONVERT ORDER FORCE LOCK TRUNCATE OPTIMIZE ANALYZE CHECK UNION WITH COLLATE DEFAULT
    CHARACTER CHAR INDEX REPLACE IGNORE AS SELECT PARTITION""".split()
)
"""Reserved words with which the definition of a table goes on."""


class Definitions(Changes):
    """Reads definitions of tables, views and indexes."""

    remarked = False
    """Whether something was said of a table that only SHOW CREATE TABLE tells."""

    def _create(self) -> Any:
        replace = self.accept("OR", "REPLACE")
        if self.accept("TABLE"):
            return self._create_table(replace)
        if self.accept("TEMPORARY", "TABLE"):
            return self._create_table(replace, temporary=True)
        if self.accept("VIEW"):
            exists_ok = self.accept("IF", "NOT", "EXISTS")
            name = self.table_name()
            columns = self.names() if self.accept("(") else ()
            self.expect("AS")
            begin = self.token.at
            query = self.query()
            if self.token.upper == "WITH":
                raise unsupported("options of views")
            specs = tuple(ColumnSpec(c, "", None) for c in columns)
            return Create(
                "VIEW", name, specs, ((self.statement_text(begin), ()),), query, None, exists_ok, replace
            )
        if self.token.upper == "TEMPORARY" and self.tokens[self.at + 1].upper != "SEQUENCE":
            self.wrong()
        unique = self.accept("UNIQUE")
        if self.accept("INDEX"):
            if self.accept("IF", "NOT", "EXISTS"):
                raise unsupported("IF NOT EXISTS of an index")
            index = self.name()
            self.expect("ON")
            table = self.table_name()
            self.expect("(")
            return Other("INDEX", (index, table, self._key_columns(), unique))
        if self.token.upper in ("TABLE", "TEMPORARY", "DATABASE", "SCHEMA", "USER", "FUNCTION", "PROCEDURE", "TRIGGER",
                                "EVENT", "SEQUENCE", "FULLTEXT", "SPATIAL", "ROLE", "SERVER", "DEFINER", "ALGORITHM",
                                "SQL", "AGGREGATE", "LOGFILE", "TABLESPACE", "UNDO", "PACKAGE", "ONLINE", "OFFLINE",
                                "IGNORE"):  # fmt: skip
            raise unsupported(f"CREATE {self.token.upper}")
        self.wrong()

    def statement_text(self, begin: int) -> str:
        """Return the statement from a place to the next token."""
        return self.text[begin : self.token.at].strip()

    def _create_table(self, replace: bool, temporary: bool = False) -> Create:
        exists_ok = self.accept("IF", "NOT", "EXISTS")
        name = self.table_name()
        if self.accept("LIKE"):
            return Create("TABLE", name, (), (), None, self.table_name(), exists_ok, replace, temporary)
        columns: list[ColumnSpec] = []
        keys: list[tuple[str, tuple[str, ...]]] = []
        if self.token.upper == "(" and self.tokens[self.at + 1].upper == "LIKE":
            raise unsupported("LIKE in parentheses")
        if self.token.upper == "(" and self.tokens[self.at + 1].upper not in ("SELECT", "WITH"):
            self.at += 1
            while True:
                self._create_part(columns, keys)
                if not self.accept(","):
                    break
            self.expect(")")
        self._table_options()
        self.one_of(("IGNORE", "REPLACE")) and self.fail()
        query = None
        if self.accept("AS") or self.token.upper in ("SELECT", "WITH", "("):
            if columns or keys:
                raise unsupported("columns beside a query in CREATE TABLE")
            query = self.query()
        return Create(
            "TABLE",
            name,
            tuple(columns),
            tuple(keys),
            query,
            None,
            exists_ok,
            replace,
            temporary,
            self.remarked,
        )

    def _create_part(self, columns: list[ColumnSpec], keys: list[tuple[str, tuple[str, ...]]]) -> None:
        given = ""
        if self.accept("CONSTRAINT"):
            given = "" if self.token.upper in ("PRIMARY", "UNIQUE", "FOREIGN", "CHECK") else self.name()
            if self.token.upper not in ("PRIMARY", "UNIQUE"):
                raise unsupported("CONSTRAINT in a table")
        if self.token.upper in ("FOREIGN", "CHECK", "FULLTEXT", "SPATIAL", "PERIOD"):
            raise unsupported(f"{self.token.upper} in a table")
        if self.accept("PRIMARY", "KEY"):
            self.expect("(")
            keys.append(("PRIMARY", self._key_columns()))
        elif self.accept("UNIQUE"):
            self.one_of(("KEY", "INDEX"))
            self._check_using()
            name = given if self.token.upper == "(" else self.name()
            self.expect("(")
            keys.append((f"UNIQUE {name}", self._key_columns()))
        elif self.one_of(("KEY", "INDEX")):
            self._check_using()
            name = "" if self.token.upper == "(" else self.name()
            self.expect("(")
            keys.append((f"INDEX {name}", self._key_columns()))
        else:
            columns.append(self.column())

    def _check_using(self) -> None:
        if self.token.upper == "USING":
            raise unsupported("options of a key")

    def _key_columns(self) -> tuple[str, ...]:
        found = []
        while True:
            found.append(self.name())
            if self.token.upper == "(":
                raise unsupported("keys over the beginning of a text")
            self.one_of(("ASC", "DESC"))
            if not self.accept(","):
                break
        self.expect(")")
        while True:
            if self.accept("USING", "BTREE"):
                self.remarked = True
            elif self.token.upper == "COMMENT" and self.tokens[self.at + 1].kind == "text":
                self.at += 2
                self.remarked = True
            else:
                break
        if self.token.upper in (
            "USING",
            "COMMENT",
            "VISIBLE",
            "INVISIBLE",
            "KEY_BLOCK_SIZE",
            "IGNORED",
            "WITH",
        ):
            raise unsupported("options of a key")
        return tuple(found)

    def column(self) -> ColumnSpec:
        """Read a column of a table."""
        self.accept(".")  # The server takes one before the name.
        name = self.name()
        word, typed_as = self.token.upper, self.token.text
        if self.token.kind != "word":
            self.fail()
        self.at += 1
        sizes: list[int] = []
        if self.accept("("):
            if self.token.kind == "text":
                raise unsupported("columns of this type")
            sizes.append(self.integer())
            if self.accept(","):
                sizes.append(self.integer())
            self.expect(")")
        unsigned = False
        while option := self.one_of(("UNSIGNED", "SIGNED", "ZEROFILL")):
            if option == "ZEROFILL":
                raise unsupported("ZEROFILL")
            unsigned = unsigned or option == "UNSIGNED"
        if word not in _TYPES:
            if word in _OTHER_TYPES:
                raise unsupported(f"columns of the type {word}")
            if word in RESERVED and word not in _ODD_TYPES:
                self.wrong()
            if word in _ODD_TYPES:
                raise unsupported(f"columns of the type {word[:30]}")
            raise server_error(4161, "HY000", f"Unknown data type: '{typed_as[:64]}'")
        kind = typed([word], tuple(sizes), unsigned)
        required = auto = False
        key, default = "", None
        while True:
            if self.accept("NOT", "NULL"):
                required = True
            elif self.accept("NULL"):
                pass
            elif self.accept("AUTO_INCREMENT"):
                auto = True
            elif self.accept("PRIMARY", "KEY") or self.accept("KEY"):
                key = "PRIMARY"
            elif self.token.upper == "PRIMARY":
                self.wrong()
            elif self.accept("UNIQUE"):
                self.accept("KEY")
                key = key or "UNIQUE"
            elif self.accept("DEFAULT"):
                default = self._simple()
                if default[0] not in ("lit", "neg"):
                    raise unsupported("a default that is no plain value")
            elif self.accept("COMMENT"):
                if self.token.kind != "text":
                    self.fail()
                self.at += 1
                self.remarked = True
            elif (
                self.accept("CHARSET", "UTF8MB4")
                or self.accept("CHARACTER", "SET", "UTF8MB4")
                or self.accept("CHAR", "SET", "UTF8MB4")
            ):
                pass
            elif self.token.upper in _COLUMN_OPTIONS:
                raise unsupported(f"{self.token.upper} of a column")
            else:
                break
        return ColumnSpec(name, word, kind, required, key, auto, default)

    def _table_options(self) -> None:
        while True:
            if self.accept(","):
                continue
            word = self.one_of(
                (
                    "ENGINE",
                    "AUTO_INCREMENT",
                    "CHARSET",
                    "COLLATE",
                    "COMMENT",
                    "ROW_FORMAT",
                    "DEFAULT",
                    "CHARACTER",
                    "CHAR",
                )
            )
            if not word:
                if self.token.upper in ("PARTITION", "WITH"):
                    raise unsupported("options of tables")
                if self._no_option():
                    self.wrong()
                return
            if word == "DEFAULT":
                word = self.one_of(("CHARSET", "CHARACTER", "CHAR", "COLLATE"))
                if not word:
                    self.fail()
            if word in ("CHARACTER", "CHAR"):
                self.expect("SET")
            self.accept("=")
            value = self.token
            if value.kind not in ("word", "text", "name", "number"):
                self.fail()
            self.at += 1
            shown = value.text.lower()
            self.remarked = self.remarked or word in ("COMMENT", "ROW_FORMAT")
            if word == "ENGINE" and shown != "innodb":
                raise unsupported("another engine")
            if word in ("CHARSET", "CHARACTER", "CHAR") and shown != "utf8mb4":
                raise unsupported("another character set")
            if word == "COLLATE" and shown != "utf8mb4_general_ci":
                raise unsupported("another collation")
            if word == "AUTO_INCREMENT" and shown != "1":
                raise unsupported("another beginning of AUTO_INCREMENT")

    def _drop(self) -> Other:
        temporary = self.accept("TEMPORARY")
        if not temporary and self.accept("INDEX"):
            name = self.name()
            self.expect("ON")
            return Other("UNINDEX", (name, self.table_name()))
        word = self.one_of(("TABLE", "VIEW"))
        if temporary and word != "TABLE":
            self.fail()
        if not word:
            if self.token.upper in ("DATABASE", "SCHEMA", "USER", "FUNCTION", "PROCEDURE", "TRIGGER", "EVENT",
                                    "SEQUENCE", "ROLE", "SERVER", "TABLES", "PREPARE", "PACKAGE", "TABLESPACE", "LOGFILE",
                                    "UNDO", "ONLINE", "OFFLINE"):  # fmt: skip
                raise unsupported(f"DROP {self.token.upper}")
            self.wrong()
        exists_ok = self.accept("IF", "EXISTS")
        names = [self.table_name()]
        while self.accept(","):
            names.append(self.table_name())
        self.one_of(("RESTRICT", "CASCADE"))
        return Other("DROP", (word, tuple(names), exists_ok, temporary))

    def _truncate(self) -> Other:
        self.accept("TABLE")
        return Other("TRUNCATE", (self.table_name(),))

    def _rename(self) -> Other:
        if not self.accept("TABLE"):
            raise unsupported("RENAME of this")
        pairs = []
        while True:
            old = self.table_name()
            self.expect("TO")
            pairs.append((old, self.table_name()))
            if not self.accept(","):
                return Other("RENAME", (tuple(pairs),))

    def _alter(self) -> Other:
        if not self.accept("TABLE"):
            if self.token.upper not in _ALTERED:
                self.wrong()
            raise unsupported(f"ALTER {self.token.upper}")
        name = self.table_name()
        steps = []
        while True:
            steps.append(self._alteration())
            if not self.accept(","):
                return Other("ALTER", (name, tuple(steps)))

    def _alteration(self) -> tuple[Any, ...]:
        if self.accept("ADD"):
            if self.token.upper in (
                "FOREIGN",
                "CHECK",
                "FULLTEXT",
                "SPATIAL",
                "PARTITION",
                "PERIOD",
                "SYSTEM",
            ):
                raise unsupported(f"ALTER TABLE … ADD {self.token.upper}")
            if self.token.upper in ("PRIMARY", "UNIQUE", "INDEX", "KEY", "CONSTRAINT"):
                keys: list[tuple[str, tuple[str, ...]]] = []
                self._create_part([], keys)
                return ("KEY", keys[0])
            self.accept("COLUMN")
            if self.token.upper in ("(", "IF"):
                raise unsupported("this form of ADD")
            return ("ADD", self.column(), *self._position())
        if self.accept("DROP"):
            if self.accept("PRIMARY", "KEY"):
                return ("UNKEY", "PRIMARY")
            if self.one_of(("INDEX", "KEY")):
                if self.token.upper == "IF":
                    raise unsupported("this form of DROP")
                return ("UNKEY", self.name())
            if self.token.upper in ("FOREIGN", "CONSTRAINT", "PARTITION"):
                raise unsupported(f"ALTER TABLE … DROP {self.token.upper}")
            self.accept("COLUMN")
            if self.token.upper == "IF":
                raise unsupported("this form of DROP")
            return ("DROP", self.name())
        if self.accept("CHANGE"):
            self.accept("COLUMN")
            old = self.name()
            return ("CHANGE", old, self.column(), *self._position())
        if self.accept("MODIFY"):
            self.accept("COLUMN")
            spec = self.column()
            return ("CHANGE", spec.name, spec, *self._position())
        if self.accept("RENAME"):
            if self.accept("COLUMN"):
                old = self.name()
                self.expect("TO")
                return ("COLUMN", old, self.name())
            if self.token.upper in ("INDEX", "KEY"):
                raise unsupported("RENAME of an index")
            self.one_of(("TO", "AS", "="))
            return ("RENAME", self.table_name())
        if self.accept("ENGINE"):
            self.accept("=")
            if not self.accept("INNODB"):
                raise unsupported("another engine")
            return ("SAY", False)
        if self.accept("COMMENT"):
            self.accept("=")
            if self.token.kind != "text":
                self.fail()
            self.at += 1
            return ("SAY", True)
        if self.token.kind in ("sign", "number", "text") or self._no_option():
            self.wrong()
        raise unsupported(f"ALTER TABLE … {self.token.upper[:20]}")

    def _no_option(self) -> bool:
        """Whether a word is certainly no option of a table: an engine may have any, but with a sign of equality."""
        word = self.token
        if word.kind != "word" or self.tokens[self.at + 1].upper == "=":
            return False
        return word.upper not in _TABLE_OPTIONS and not (word.upper in RESERVED and word.upper in _GOES_ON)

    def _position(self) -> tuple[str, str]:
        if self.accept("FIRST"):
            return "FIRST", ""
        return ("AFTER", self.name()) if self.accept("AFTER") else ("", "")
