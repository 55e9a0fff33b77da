"""Serve an app on this machine, for browsers and other programmes that speak HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Thread
from typing import Any

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler, make_server

#: How long a request may wait to be let in, in seconds.
PATIENCE = 120


class _SilentHandler(WSGIRequestHandler):
    def log(self, *_anything: object) -> None:
        pass


class _FewThreadsServer(ThreadedWSGIServer):
    """Answers a few requests at a time, as gunicorn does; others wait to be let in."""

    def __init__(self, app: Flask, threads: int) -> None:
        super().__init__("127.0.0.1", 0, app, handler=_SilentHandler)
        self._free = BoundedSemaphore(threads)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._free.acquire(timeout=PATIENCE):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()


@contextmanager
def served(app: Flask, *, threads: int | None = None) -> Iterator[str]:
    """Serve `app` with real threads on a free port while the block runs; gives its address.

    `threads` is how many requests are answered at a time, None for any number.
    """
    if threads is None:
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_SilentHandler)
    else:
        server = _FewThreadsServer(app, threads)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
