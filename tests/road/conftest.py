"""The demo as a real server shows it to a browser: on SQLite, with a clock that tests move."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app.kernel.db import db
from tests.house.databases import build_app
from tests.road.site import Site

#: The key store beside the demo's database: without it nobody could read their own answers.
KEYS = "keys.sqlite3"


@pytest.fixture(scope="session")
def demo_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all the demo's data, dated around the clock's start."""
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "demo.sqlite3"
    shutil.copy(sqlite_template, path)
    app = build_app(f"sqlite:///{path}", folder, mode="demo")
    loaded = app.test_cli_runner().invoke(args=["demo", "load"])
    assert loaded.exit_code == 0, loaded.output
    _dispose(app)
    return path


@contextmanager
def served(template: Path, folder: Path) -> Iterator[Site]:
    """Serve a copy of the demo that really commits, in a thread of this process."""
    path = shutil.copy(template, folder / "own.sqlite3")
    shutil.copy(template.parent / KEYS, folder)
    server = make_server("127.0.0.1", 0, _no_app, threaded=True, request_handler=_Quiet)
    base_url = f"http://127.0.0.1:{server.server_port}"
    app = build_app(f"sqlite:///{path}", folder, mode="demo", base_url=base_url)
    server.app = app
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(base_url, app)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        _dispose(app)


@pytest.fixture
def site(demo_template: Path, tmp_path: Path) -> Iterator[Site]:
    """A demo of this test's own."""
    with served(demo_template, tmp_path) as site:
        yield site


class _Quiet(WSGIRequestHandler):
    """A page comes with twenty files: no line for each when a test fails."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def _no_app(_environment: object, _start_response: object) -> list[bytes]:
    """Stands in until the server's address is known, which the app's settings name."""
    return []


def _dispose(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["komma"].vault.close()
