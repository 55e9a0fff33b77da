"""pytest plugin: the demo, loaded as seldom as may be, since that takes many seconds.

`demo_template` is all of it, for sites that people walk through or attack; `loaded_demo` loads
parts of it at several times of the year, once per module, for tests that only look.
"""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select, text

from app.kernel.db import db
from tests.house.databases import build_app, dispose, forgetting

BEFORE_ADVENT = datetime(2026, 11, 23, 9, tzinfo=UTC)
CHRISTMAS_EVE = datetime(2026, 12, 24, 9, tzinfo=UTC)
EASTER_NIGHT = datetime(2027, 3, 31, 22, 30, tzinfo=UTC)

#: The key store lies beside the database: without it nobody could read their own answers.
DATABASE, KEYS = "demo.sqlite3", "keys.sqlite3"

#: Loading takes seconds, and the time of the year is not what the databases differ in.
CASES = [
    *(
        pytest.param(("sqlite", now), marks=pytest.mark.sqlite, id=f"sqlite-{now:%F}")
        for now in (BEFORE_ADVENT, CHRISTMAS_EVE)
    ),
    pytest.param(
        ("postgresql", EASTER_NIGHT),
        marks=pytest.mark.postgresql,
        id=f"postgresql-{EASTER_NIGHT:%F}",
    ),
]


@contextmanager
def loaded_demo(
    request: pytest.FixtureRequest, *loaders: Callable[[datetime], None]
) -> Iterator[datetime]:
    """Load parts of the demo as one of CASES says, and forget them in the end. Gives its time."""
    dialect, now = request.param
    with forgetting(request.getfixturevalue(f"{dialect}_app")):
        for load in loaders:
            load(now)
        yield now


@pytest.fixture(scope="session")
def demo_template(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Path:
    """A SQLite file with all the demo's data, dated around the clock's start; its keys beside it.

    It is made once per run: whoever asks first makes it, others wait.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "demo"
    folder.mkdir(exist_ok=True)
    path, unfinished = folder / DATABASE, folder / "unfinished.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            shutil.copy(sqlite_template, unfinished)
            app = build_app(f"sqlite:///{unfinished}", folder, mode="demo")
            loaded = app.test_cli_runner().invoke(args=["demo", "load"])
            assert loaded.exit_code == 0, loaded.output
            dispose(app)
            unfinished.rename(path)
    return path


@contextmanager
def copied_demo(template: Path, folder: Path, **changes: object) -> Iterator[Flask]:
    """An app on a copy of the demo in `folder`, with `changes` to its settings."""
    for name in (DATABASE, KEYS):
        shutil.copy(template.parent / name, folder)
    app = build_app(f"sqlite:///{folder / DATABASE}", folder, **changes)
    yield app
    dispose(app)


@contextmanager
def demo_on_postgresql(template: Path, database_url: str, folder: Path) -> Iterator[Flask]:
    """An app on a PostgreSQL database that holds the demo while the block runs, and forgets it."""
    shutil.copy(template.parent / KEYS, folder)
    app = build_app(database_url, folder)
    with forgetting(app):
        _copy_rows(template)
        yield app
    dispose(app)


def _copy_rows(source: Path) -> None:
    """Hold the rows of a SQLite file as they are, without triggers and foreign keys asking.

    What the migrations put into the tables is there, too, perhaps changed since.
    """
    engine, target = create_engine(f"sqlite:///{source}"), db.session.connection()
    target.execute(text("SET LOCAL session_replication_role = replica"))
    with engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            target.execute(table.delete())
            rows = [dict(row) for row in connection.execute(select(table)).mappings()]
            if not rows:
                continue
            target.execute(table.insert(), rows)
            if "id" in table.c:
                counter = func.pg_get_serial_sequence(table.name, "id")
                target.execute(select(func.setval(counter, max(row["id"] for row in rows))))
    target.execute(text("SET LOCAL session_replication_role = origin"))
    db.session.commit()
    engine.dispose()
