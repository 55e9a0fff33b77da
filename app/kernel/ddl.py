"""Triggers and exclusion constraints: what the database must hold and the ORM cannot declare.

Alembic's autogenerate does not see them and its batch mode drops SQLite triggers with the table,
so they are declared beside their models with `declare_trigger`, applied again after every
migration run, and compared with what is live on both databases by a test.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True)
class Trigger:
    """A trigger that refuses what must never happen, in the words of both databases.

    `timing` is e.g. `BEFORE UPDATE OF data, pdf`; `refused_when` a SQL condition over OLD and NEW
    (empty: always); `message` the name the refusal is known by, as with a constraint.
    """

    name: str
    table: str
    timing: str
    message: str
    refused_when: str = ""

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
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$body$ BEGIN RAISE EXCEPTION '{self.message}' "
            f"USING ERRCODE = 'check_violation', CONSTRAINT = '{self.message}'; END $body$",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} {self.timing} ON {self.table} FOR EACH ROW {condition}"
            f"EXECUTE FUNCTION {self.name}()",
        ]


_TRIGGERS: dict[str, Trigger] = {}


def declare_trigger(trigger: Trigger) -> None:
    """Add `trigger` to what both databases must hold."""
    if trigger.name in _TRIGGERS:
        raise ValueError(f"trigger {trigger.name} is declared twice")
    _TRIGGERS[trigger.name] = trigger


def declared_triggers() -> dict[str, Trigger]:
    """All declared triggers by name."""
    return dict(_TRIGGERS)


def apply_triggers(connection: Connection) -> None:
    """Create or replace the declared triggers whose tables exist; drop those not declared."""
    dialect = connection.dialect.name
    tables = _tables(connection)
    for name, table in live_triggers(connection).items():
        if name not in _TRIGGERS:
            on_table = f" ON {table}" if dialect == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER {name}{on_table}"))
    for trigger in _TRIGGERS.values():
        if trigger.table in tables:
            for statement in trigger.statements(dialect):
                connection.exec_driver_sql(statement)


def live_triggers(connection: Connection) -> dict[str, str]:
    """The triggers the database holds now: name → table."""
    query = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    return dict(connection.execute(text(query)).all())


def _tables(connection: Connection) -> set[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if connection.dialect.name == "sqlite"
        else "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    )
    return set(connection.execute(text(query)).scalars())
