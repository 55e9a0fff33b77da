"""Triggers, exclusion constraints and full-text indexes: what the database must hold and the ORM
cannot declare.

Alembic's autogenerate does not see them and its batch mode drops SQLite triggers with the table,
so they are declared beside their models with `declare_trigger`, `declare_exclusion` and
`declare_full_text_index`, applied again after every migration run, and compared with what is live
on both databases by a test.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

_CONTENT = re.compile("content='([a-z_]+)'")


@dataclass(frozen=True)
class Trigger:
    """A trigger that refuses what must never happen, in the words of both databases.

    `timing` is e.g. `BEFORE UPDATE OF data, pdf`; `refused_when` a SQL condition over OLD and NEW
    (empty: always); `message` the name the refusal is known by, as with a constraint.
    `TRUNCATE` is a statement of PostgreSQL that no trigger on rows sees; SQLite has none.
    """

    name: str
    table: str
    timing: str
    message: str
    refused_when: str = ""

    @property
    def is_about_truncate(self) -> bool:
        return self.timing == "BEFORE TRUNCATE"

    def statements(self, dialect: str) -> list[str]:
        """SQL that creates or replaces this trigger."""
        if dialect == "sqlite":
            condition = f"WHEN {self.refused_when} " if self.refused_when else ""
            return [
                f"DROP TRIGGER IF EXISTS {self.name}",
                f"CREATE TRIGGER {self.name} {self.timing} ON {self.table} FOR EACH ROW {condition}"
                f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END",
            ]
        condition = f"WHEN ({self.refused_when}) " if self.refused_when else ""
        each = "STATEMENT" if self.is_about_truncate else "ROW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$body$ BEGIN RAISE EXCEPTION '{self.message}' "
            f"USING ERRCODE = 'check_violation', CONSTRAINT = '{self.message}'; END $body$",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} {self.timing} ON {self.table} FOR EACH {each} {condition}"
            f"EXECUTE FUNCTION {self.name}()",
        ]


@dataclass(frozen=True)
class Exclusion:
    """No two rows of one `key` (a bigint) that fulfil `condition` overlap in [starts, ends).

    PostgreSQL holds it by an exclusion constraint. `=` in a GiST index would take an extension, so
    the key is a range of one number; `&&` on ranges is built in. SQLite holds it by triggers, which
    is safe since whoever writes there is alone. All four are names of columns.
    """

    name: str
    table: str
    key: str
    starts: str
    ends: str
    condition: str

    def constraint(self) -> str:
        """What PostgreSQL holds, without the name."""
        return (
            f"EXCLUDE USING gist (int8range({self.key}, {self.key}, '[]') WITH &&, "
            f"tstzrange({self.starts}, {self.ends}) WITH &&) WHERE ({self.condition})"
        )

    def triggers(self) -> tuple[Trigger, Trigger]:
        """What SQLite holds. Instants compare as text there: all are written in one format."""
        columns = ", ".join((self.key, self.starts, self.ends, self.condition))
        return (
            Trigger(
                name=f"{self.name}_on_insert",
                table=self.table,
                timing="BEFORE INSERT",
                message=self.name,
                refused_when=self._overlap(""),
            ),
            Trigger(
                name=f"{self.name}_on_update",
                table=self.table,
                timing=f"BEFORE UPDATE OF {columns}",
                message=self.name,
                refused_when=self._overlap(" AND rowid <> OLD.rowid"),
            ),
        )

    def _overlap(self, besides: str) -> str:
        # All names stand in our own code, nothing comes from outside.
        return (
            f"NEW.{self.condition} AND EXISTS (SELECT 1 FROM {self.table} "  # noqa: S608
            f"WHERE {self.key} = NEW.{self.key} AND {self.condition} "
            f"AND {self.starts} < NEW.{self.ends} AND {self.ends} > NEW.{self.starts}{besides})"
        )


@dataclass(frozen=True)
class Follower:
    """A trigger of SQLite that has an index follow its table."""

    name: str
    table: str
    event: str
    actions: tuple[str, ...]

    def statements(self, _dialect: str) -> list[str]:
        """SQL that creates or replaces this trigger."""
        return [
            f"DROP TRIGGER IF EXISTS {self.name}",
            f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} FOR EACH ROW "
            f"BEGIN {' '.join(self.actions)} END",
        ]


@dataclass(frozen=True)
class FullTextIndex:
    """Finds rows of `table` by the words in `column`, which stand there with spaces between.

    On PostgreSQL the column is a tsvector and has a GIN index. On SQLite a virtual table `name`
    holds the words by the row's `id`, and triggers keep it.
    """

    name: str
    table: str
    column: str

    @property
    def gin(self) -> str:
        """What PostgreSQL holds."""
        # Little is written and much looked for: nothing waits to be put into the index.
        return (
            f"CREATE INDEX {self.name} ON {self.table} USING gin ({self.column}) "
            "WITH (fastupdate = off)"
        )

    @property
    def virtual_table(self) -> str:
        """What SQLite holds. Words are divided already, so nothing but the space divides them."""
        return (
            f"CREATE VIRTUAL TABLE {self.name} USING fts5({self.column}, content='{self.table}', "
            "content_rowid='id', tokenize='ascii', detail='none', columnsize=0)"
        )

    @property
    def rebuilding(self) -> str:
        """The statement of SQLite that makes the index anew from the table."""
        return f"INSERT INTO {self.name}({self.name}) VALUES ('rebuild')"  # noqa: S608 - our names

    def triggers(self) -> tuple[Follower, ...]:
        """How SQLite keeps it."""
        # All names stand in our own code, nothing comes from outside.
        added = (
            f"INSERT INTO {self.name}(rowid, {self.column}) "  # noqa: S608
            f"VALUES (NEW.id, NEW.{self.column});"
        )
        gone = (
            f"INSERT INTO {self.name}({self.name}, rowid, {self.column}) "  # noqa: S608
            f"VALUES ('delete', OLD.id, OLD.{self.column});"
        )
        return (
            Follower(f"{self.name}_added", self.table, "INSERT", (added,)),
            Follower(f"{self.name}_changed", self.table, "UPDATE", (gone, added)),
            Follower(f"{self.name}_gone", self.table, "DELETE", (gone,)),
        )


_TRIGGERS: dict[str, Trigger] = {}
_EXCLUSIONS: dict[str, Exclusion] = {}
_INDEXES: dict[str, FullTextIndex] = {}


def declare_trigger(trigger: Trigger) -> None:
    """Add `trigger` to what both databases must hold."""
    _TRIGGERS[_new_name(trigger.name)] = trigger


def append_only(table: str, *, changes_refused_when: str = "") -> None:
    """Have both databases refuse to change, delete or empty what `table` holds.

    `changes_refused_when` says which rows are final, if not all of them are at once.
    """
    for name, timing, condition in (
        (f"{table}_are_final", "BEFORE UPDATE", changes_refused_when),
        (f"{table}_stay", "BEFORE DELETE", ""),
        (f"{table}_are_not_emptied", "BEFORE TRUNCATE", ""),
    ):
        declare_trigger(Trigger(name, table, timing, message=name, refused_when=condition))


def declare_exclusion(exclusion: Exclusion) -> None:
    """Add `exclusion` to what both databases must hold."""
    _EXCLUSIONS[_new_name(exclusion.name)] = exclusion


def declare_full_text_index(index: FullTextIndex) -> None:
    """Add `index` to what both databases must hold."""
    _INDEXES[_new_name(index.name)] = index


def is_of_full_text_index(name: str) -> bool:
    """Whether a table or index of this name is declared here, or made by SQLite for such a one."""
    return any(name == index or name.startswith(f"{index}_") for index in _INDEXES)


def declared(dialect: str) -> dict[str, str]:
    """All that a database of this dialect must hold: name of what is declared → table."""
    exclusions = {} if dialect == "sqlite" else _EXCLUSIONS
    held = {**_triggers(dialect), **exclusions, **_INDEXES}
    return {name: declaration.table for name, declaration in held.items()}


def live(connection: Connection) -> dict[str, str]:
    """What the database holds of that kind now: name of what is declared → table."""
    indexes = {name: table for name, (table, _sql) in _live_indexes(connection).items()}
    return _live_triggers(connection) | _live_exclusions(connection) | indexes


def apply_declarations(connection: Connection) -> None:
    """Create or replace what is declared where its table exists; drop what is not declared."""
    dialect, tables = connection.dialect.name, _tables(connection)
    for name, table in _live_triggers(connection).items():
        if name not in _triggers(dialect):
            on_table = f" ON {table}" if dialect == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER {name}{on_table}")
    for trigger in _triggers(dialect).values():
        if trigger.table in tables:
            for statement in trigger.statements(dialect):
                connection.exec_driver_sql(statement)
    if dialect == "postgresql":
        _apply_exclusions(connection, tables)
    _apply_indexes(connection, tables)


def _apply_indexes(connection: Connection, tables: set[str]) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    live = _live_indexes(connection)
    wanted = {name: index for name, index in _INDEXES.items() if index.table in tables}
    for name, (_table, sql) in live.items():
        # An index of a table that has been away may hold what is no longer there.
        if name not in wanted or (is_sqlite and sql != wanted[name].virtual_table):
            connection.exec_driver_sql(f"DROP {'TABLE' if is_sqlite else 'INDEX'} {name}")
    known = _live_indexes(connection)
    for name, index in wanted.items():
        if name in known:
            continue
        if is_sqlite:
            connection.exec_driver_sql(index.virtual_table)
            connection.exec_driver_sql(index.rebuilding)
        else:
            connection.exec_driver_sql(index.gin)


def _apply_exclusions(connection: Connection, tables: set[str]) -> None:
    """The constraint's comment keeps its declaration: checking a big table again takes long."""
    for name, table in _live_exclusions(connection).items():
        declaration = _EXCLUSIONS.get(name)
        if declaration is None or declaration.constraint() != _comment_on(connection, name):
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    known = _live_exclusions(connection)
    for name, exclusion in _EXCLUSIONS.items():
        if exclusion.table in tables and name not in known:
            constraint, comment = exclusion.constraint(), exclusion.constraint().replace("'", "''")
            connection.exec_driver_sql(
                f"ALTER TABLE {exclusion.table} ADD CONSTRAINT {name} {constraint}"
            )
            connection.exec_driver_sql(
                f"COMMENT ON CONSTRAINT {name} ON {exclusion.table} IS '{comment}'"
            )


def _triggers(dialect: str) -> Mapping[str, Trigger | Follower]:
    if dialect != "sqlite":
        return _TRIGGERS
    held: list[Trigger | Follower] = [
        trigger for trigger in _TRIGGERS.values() if not trigger.is_about_truncate
    ]
    for declaration in (*_EXCLUSIONS.values(), *_INDEXES.values()):
        held += declaration.triggers()
    return {trigger.name: trigger for trigger in held}


def _new_name(name: str) -> str:
    if name in _TRIGGERS or name in _EXCLUSIONS or name in _INDEXES:
        raise ValueError(f"{name} is declared twice")
    return name


def _live_triggers(connection: Connection) -> dict[str, str]:
    query = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    return dict(connection.execute(text(query)).all())


def _live_exclusions(connection: Connection) -> dict[str, str]:
    if connection.dialect.name == "sqlite":
        return {}
    query = "SELECT conname, conrelid::regclass::text FROM pg_constraint WHERE contype = 'x'"
    return dict(connection.execute(text(query)).all())


def _live_indexes(connection: Connection) -> dict[str, tuple[str, str]]:
    """Name → table and how it was made. All GIN indexes are declared here."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
        made = dict(connection.execute(text(query)).all())
        return {name: (_CONTENT.findall(sql)[0], sql) for name, sql in made.items()}
    query = (
        "SELECT indexname, tablename, indexdef FROM pg_indexes "
        "WHERE schemaname = current_schema() AND indexdef LIKE '% USING gin %'"
    )
    return {name: (table, sql) for name, table, sql in connection.execute(text(query))}


def _comment_on(connection: Connection, constraint: str) -> str | None:
    query = "SELECT obj_description(oid, 'pg_constraint') FROM pg_constraint WHERE conname = :name"
    return connection.scalar(text(query), {"name": constraint})


def _tables(connection: Connection) -> set[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if connection.dialect.name == "sqlite"
        else "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    )
    return set(connection.execute(text(query)).scalars())
