"""The demo as a real server shows it to a browser: on SQLite, with a clock that tests move."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.house.demo import copied_demo
from tests.road.site import Site


@contextmanager
def served(template: Path, folder: Path) -> Iterator[Site]:
    """Serve a copy of the demo that really commits, in a thread of this process."""
    server = make_server("127.0.0.1", 0, _no_app, threaded=True, request_handler=_Quiet)
    base_url = f"http://127.0.0.1:{server.server_port}"
    with copied_demo(template, folder, mode="demo", base_url=base_url) as app:
        server.app = app
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Site(base_url, app)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


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
