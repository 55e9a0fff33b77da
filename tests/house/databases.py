"""pytest plugin: the app on a real database, each test on SQLite and on PostgreSQL.

`app` gives a database that is rolled back after the test; `committing_app` one of its own that
really commits, for races, kills and browsers. Both start as copies of a template that migrations
made once per worker.

What pages show hardly depends on the database: modules about them are marked `in_turn`, and each of
their tests runs on one of the two. What really commits still runs on both.
"""

import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType

import pytest
from flask import Flask
from flask_migrate import upgrade
from jinja2.bccache import Bucket, BytecodeCache

from app.config import Settings
from app.factory import create_app
from app.kernel.db import db
from app.kernel.vault import WrappingKey
from tests.house.client import PageCheckingClient
from tests.house.clock import FrozenClock
from tests.house.cluster import Cluster

DIALECTS = [
    pytest.param("sqlite", marks=pytest.mark.sqlite),
    pytest.param("postgresql", marks=pytest.mark.postgresql),
]

#: For tests that walk over many pages, where the database is not what they are about.
on_sqlite_only = pytest.mark.parametrize("dialect", DIALECTS[:1], indirect=True)

#: For modules about pages: the databases take turns, the same one for a test whenever it runs.
in_turn = pytest.mark.in_turn


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the database of tests whose turn it is, unless they commit or say it themselves."""
    test, needed = metafunc.definition, set(metafunc.fixturenames)
    if not test.get_closest_marker("in_turn") or "app" not in needed or "committing_app" in needed:
        return
    if not any("dialect" in mark.args[0] for mark in test.iter_markers("parametrize")):
        turn = zlib.crc32(test.name.encode()) % len(DIALECTS)
        test.add_marker(pytest.mark.parametrize("dialect", [DIALECTS[turn]], indirect=True))


def settings_for_tests(database_url: str, folder: Path, **changes: object) -> Settings:
    """Settings of an app under test, with a queue in memory."""
    defaults: dict[str, object] = {
        "mode": "test",
        "instance_folder": folder,
        "database_url": database_url,
        "jobs_url": "memory:",
        "secret_key": "for tests only, not a secret at all",
        "keys_url": f"sqlite:///{folder / 'keys.sqlite3'}",
        "vault_keys": (WrappingKey(b"for tests only, not a secret key"),),
        "base_url": "http://localhost",
    }
    return Settings(**(defaults | changes))  # type: ignore[arg-type]


class CompiledTemplates(BytecodeCache):
    """Templates compiled once per process, however many apps there are."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


_templates = CompiledTemplates()


def build_app(database_url: str, folder: Path, **changes: object) -> Flask:
    """An app whose clock stands still and whose client checks every page."""
    app = create_app(settings_for_tests(database_url, folder, **changes), clock=FrozenClock())
    app.test_client_class = PageCheckingClient
    app.jinja_env.bytecode_cache = _templates
    return app


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    """Both databases, one after the other."""
    return request.param


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all migrations applied."""
    folder = tmp_path_factory.mktemp("template")
    path = folder / "template.sqlite3"
    _migrate(build_app(f"sqlite:///{path}", folder))
    return path


@pytest.fixture(scope="session")
def postgresql_template(
    postgresql_cluster: Cluster, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The name of a PostgreSQL database with all migrations applied."""
    name = f"template_{worker_id}"
    _migrate(build_app(postgresql_cluster.create_database(name), tmp_path_factory.mktemp("pg")))
    return name


def _migrate(app: Flask) -> None:
    with app.app_context():
        upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("sqlite")
    path = shutil.copy(sqlite_template, folder / "komma.sqlite3")
    app = build_app(f"sqlite:///{path}", folder)
    yield app
    dispose(app)


@pytest.fixture(scope="session")
def postgresql_app(
    postgresql_cluster: Cluster,
    postgresql_template: str,
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    url = postgresql_cluster.create_database(f"komma_{worker_id}", template=postgresql_template)
    app = build_app(url, tmp_path_factory.mktemp("postgresql"))
    yield app
    dispose(app)


@contextmanager
def forgetting(app: Flask) -> Iterator[Flask]:
    """Push the app's context, so `db.session` works; its database forgets the block in the end."""
    app.extensions["komma"].clock.reset()
    with app.app_context():
        engine = db.engine
        connection = engine.connect()
        transaction = connection.begin()
        db.engines[None] = connection
        try:
            yield app
        finally:
            db.session.remove()
            transaction.rollback()
            connection.close()
            db.engines[None] = engine


@pytest.fixture
def app(dialect: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An app whose database forgets the test; its context is pushed, so `db.session` works."""
    with forgetting(request.getfixturevalue(f"{dialect}_app")) as app:
        yield app


@pytest.fixture
def committing_app(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app with a database of its own that really commits. No context is pushed."""
    if dialect == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        app = build_app(f"sqlite:///{shutil.copy(template, tmp_path / 'own.sqlite3')}", tmp_path)
        yield app
        dispose(app)
        return
    cluster: Cluster = request.getfixturevalue("postgresql_cluster")
    template = request.getfixturevalue("postgresql_template")
    name = f"own_{request.getfixturevalue('worker_id')}"
    app = build_app(cluster.create_database(name, template=template), tmp_path)
    yield app
    dispose(app)
    cluster.drop_database(name)


def dispose(app: Flask) -> None:
    """Close what the app holds open."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["komma"].vault.close()


@pytest.fixture
def clock(app: Flask) -> FrozenClock:
    """The clock of `app`, standing at START."""
    return app.extensions["komma"].clock


@pytest.fixture
def client(app: Flask) -> PageCheckingClient:
    """A browser that nobody has signed in with, checking every page it is given."""
    return app.test_client()  # type: ignore[return-value]
