"""Counts the SQL statements that a block sends, so that lists cannot ask once per row unseen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def recorded_queries(*, frame: bool = False) -> Iterator[list[str]]:
    """The statements sent on any connection while the block runs, savepoints left out.

    So is, unless `frame` asks for it, the one by which every page gets the texts of its frame:
    tests/app/texts/test_frame.py counts that one for all of them.
    """
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            return
        if frame or not is_of_the_frame(statement):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def is_of_the_frame(statement: str) -> bool:
    """Whether it asks for notice, gender form and logo at once, as the frame does."""
    return "operator_texts" in statement and "operator_logos" in statement
