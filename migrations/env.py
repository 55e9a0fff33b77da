"""Runs migrations on the current app's database, then applies triggers and exclusions again.

Alembic's batch mode rebuilds SQLite tables and loses their triggers, see app/kernel/ddl.py.
"""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, TypeDecorator
from sqlalchemy.schema import SchemaItem

from app.kernel.ddl import apply_declarations, is_of_full_text_index
from app.kernel.rewriting import compact

extension = current_app.extensions["migrate"]
database = extension.db


def include_object(
    _item: SchemaItem, name: str | None, kind: str, _reflected: bool, _compared: object
) -> bool:
    """The job queue may share the database; its tables are huey's."""
    return not (kind == "table" and (name or "").startswith("huey"))


def include_name(name: str | None, _kind: str, _parents: object) -> bool:
    """What is declared for full-text search is applied as triggers are."""
    return not is_of_full_text_index(name or "")


def render_item(kind: str, item: Any, _autogenerate: object) -> str | Literal[False]:
    """A migration names the type that is stored, so that it never depends on today's code."""
    if kind == "type" and isinstance(item, TypeDecorator) and item.__module__.startswith("app."):
        return f"sa.{item.impl!r}"
    return False


def run(connection: Connection) -> bool:
    """Whether the database is at another revision than before."""
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        include_name=include_name,
        include_object=include_object,
        render_item=render_item,
        transactional_ddl=True,  # SQLite's too, since we say when a transaction begins
        **extension.configure_args,
    )
    sqlite = connection.dialect.name == "sqlite"
    before = context.get_context().get_current_heads()
    if sqlite:
        # Batch mode drops and renames tables that others refer to. The pragma only works outside
        # of a transaction; the check at the end says whether all references still hold.
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
    try:
        with context.begin_transaction():
            context.run_migrations()
            apply_declarations(connection)
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("a migration broke a reference between tables")
    finally:
        if sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")
    return context.get_context().get_current_heads() != before


with database.engine.connect() as connection:
    is_changed = run(connection)
# What a migration dropped or changed is still in the file until it is written anew.
if is_changed and database.engine.dialect.name == "sqlite":
    compact(database.engine.engine)
