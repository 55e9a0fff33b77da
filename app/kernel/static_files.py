"""Static files under addresses that change with their content, so that browsers keep them.

A page comes with some twenty files. Asking for each whether it is still the same would make every
step on a phone wait for them.
"""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

YEAR = 365 * 24 * 60 * 60


class SessionsOfPages(SecureCookieSessionInterface):
    """Sessions as ever, but what browsers keep is the same for everyone, whatever their cookie."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Leave such files alone: `Vary: Cookie` would make browsers fetch them again."""
        if request.endpoint != "static" and "same_for_everyone" not in g:
            super().save_session(app, session, response)


def init_static_files(app: Flask) -> None:
    """Serve the folder `static` at `/static/<version>/`, which `url_for("static", …)` names.

    Scripts and styles name each other relatively, so all of them come from the same version.
    """
    app.static_folder = "static"
    app.session_interface = SessionsOfPages()
    current = fingerprint(Path(app.static_folder))

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static":
            values.setdefault("version", current)

    def send(version: str, filename: str) -> Response:
        """A file. Under the address of another version, browsers ask for it each time."""
        response = app.send_static_file(filename)
        return keep_for_ever(response) if version == current else response

    app.add_url_rule("/static/<version>/<path:filename>", "static", send)


def keep_for_ever(response: Response) -> Response:
    """Let everyone keep this answer: under its address there will never be another."""
    g.same_for_everyone = True
    response.cache_control.no_cache = None
    response.cache_control.public = response.cache_control.immutable = True
    response.cache_control.max_age = YEAR
    return response


@cache
def fingerprint(folder: Path) -> str:
    """Twelve hex digits that are others as soon as any file in `folder` is another.

    Looked up once per process: whoever changes a file starts the server again.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
