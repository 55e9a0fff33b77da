"""The demo on a port and in a folder of its own, for as long as somebody looks at it."""

import contextlib
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

from werkzeug.routing import Map

from app.config import Settings
from app.factory import create_app
from tools import run


@contextlib.contextmanager
def demo_site() -> Iterator[str]:
    """Start the demo as `make run` does, with fresh data, and end it afterwards; its address.

    Settings of the caller's environment do not reach it: a database named there is left alone.
    Raises run.RunError when it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="komma-site-") as folder:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment = run.run_environment(
            kept | {"INSTANCE_FOLDER": folder, "PORT": str(free_port()), "WEB_CONCURRENCY": "1"}
        )
        with (Path(folder) / "log").open("wb") as log:
            children = run.Children(environment, log)
            try:
                run.start(children)
                yield environment["BASE_URL"]
            finally:
                children.stop()


def free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def demo_routes() -> Map:
    """Return all addresses of the site. Touches neither database nor queue."""
    settings = Settings(
        mode="demo",
        instance_folder=Path(tempfile.gettempdir()),
        database_url="sqlite://",
        jobs_url="memory:",
        secret_key="only to read the list of addresses",
    )
    return create_app(settings).url_map
