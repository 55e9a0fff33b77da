"""Serve an app on this machine, for browsers and other programmes that speak HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server


class _SilentHandler(WSGIRequestHandler):
    def log(self, *_anything: object) -> None:
        pass


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve `app` with real threads on a free port while the block runs; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_SilentHandler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
