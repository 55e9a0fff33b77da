"""Triggers and exclusion constraints: what the database must hold and the ORM cannot declare.

Alembic's autogenerate does not see them and its batch mode drops SQLite triggers with the table,
so they are declared beside their models with `declare_trigger` and `declare_exclusion`, applied
again after every migration run, and compared with what is live on both databases by a test.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text


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


_TRIGGERS: dict[str, Trigger] = {}
_EXCLUSIONS: dict[str, Exclusion] = {}


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


def declared(dialect: str) -> dict[str, str]:
    """All that a database of this dialect must hold: name of the trigger or constraint → table."""
    exclusions = {} if dialect == "sqlite" else _EXCLUSIONS
    held = {**_triggers(dialect), **exclusions}
    return {name: declaration.table for name, declaration in held.items()}


def live(connection: Connection) -> dict[str, str]:
    """What the database holds of that kind now: name of the trigger or constraint → table."""
    return _live_triggers(connection) | _live_exclusions(connection)


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


def _triggers(dialect: str) -> dict[str, Trigger]:
    if dialect != "sqlite":
        return _TRIGGERS
    held = [trigger for trigger in _TRIGGERS.values() if not trigger.is_about_truncate]
    held += [trigger for exclusion in _EXCLUSIONS.values() for trigger in exclusion.triggers()]
    return {trigger.name: trigger for trigger in held}


def _new_name(name: str) -> str:
    if name in _TRIGGERS or name in _EXCLUSIONS:
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
