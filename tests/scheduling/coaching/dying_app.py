"""The app as gunicorn serves it, with a header that has its process killed at a chosen point.

A point is what the database is about to be asked: a statement or the COMMIT, or in the end the
answer, which is not sent any more.
"""

import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, event

from app.kernel.db import db
from tests.house.databases import build_app

DIE_AT = "HTTP_X_DIE_AT"
POINTS = "X-Points"


class Mortal:
    """WSGI: counts the points of a request, and is no more at the one that its header names."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._points, self._committed, self._last = 0, 0, 0
        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", lambda *_anything: self._pass())
        event.listen(engine, "commit", self._commit)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        self._points, self._last = 0, int(environ.get(DIE_AT, "0"))

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            self._pass()  # committed, and nobody knows yet
            points = f"{self._committed} {self._points}"
            return start_response(status, [*headers, (POINTS, points)], *more)

        return self._app(environ, start)

    def _commit(self, _connection: Connection) -> None:
        self._committed = self._points + 1
        self._pass()

    def _pass(self) -> None:
        self._points += 1
        if self._points == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def serve_mortal() -> Mortal:
    """For gunicorn: the app on the database of the test that started it."""
    return Mortal(build_app(os.environ["DATABASE_URL"], Path(os.environ["INSTANCE_FOLDER"])))
