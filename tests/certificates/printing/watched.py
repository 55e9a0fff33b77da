"""Calls a function in a process of its own that notes what the interpreter opens meanwhile.

An audit hook stays for the life of its process, and in a process with several threads under
coverage it gets in the way of tracing them: so not in the process of the tests.
"""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

WATCHED_EVENTS = {"open", "socket.connect", "socket.getaddrinfo", "urllib.Request"}

_seen: list[tuple[str, str]] | None = None


@contextmanager
def watching_process() -> Iterator[ProcessPoolExecutor]:
    """One process that `call_watched` runs in."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=_watch) as process:
        yield process


def call_watched(
    function: Callable[..., Any], *arguments: Any, warm_up: tuple[Any, ...] | None
) -> tuple[Any, BaseException | None, list[tuple[str, str]]]:
    """What `function` returned or raised, and every file and address that was opened meanwhile.

    With `warm_up`, it is called with that before, so that templates, fonts and modules are loaded.
    """
    global _seen
    if warm_up is not None:
        function(*warm_up)
    _seen = []
    result, error = None, None
    try:
        result = function(*arguments)
    except Exception as raised:
        error = raised
    seen, _seen = _seen, None
    return result, error, seen


def _watch() -> None:
    sys.addaudithook(_note)


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen is not None and event in WATCHED_EVENTS:
        _seen.append((event, str(arguments[0])))
