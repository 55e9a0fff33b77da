"""Runs one thing in a thread of its own, over and over for as long as it is asked for. Pure."""

from collections.abc import Callable
from threading import Lock, Thread


class Runner:
    """Runs `run` beside whoever asks, never twice at once.

    Whoever asks while it runs has it run again afterwards, since it may have looked already for
    what they have just written. The thread ends with the process, whatever it is at.
    """

    def __init__(self, name: str, run: Callable[[], object]) -> None:
        self._name, self._run = name, run
        self._lock = Lock()
        self._asked = False
        self._thread: Thread | None = None

    def ask(self) -> None:
        """Have it run from now on. Returns at once."""
        with self._lock:
            self._asked = True
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()

    def join(self, seconds: float) -> None:
        """Wait until it has come to rest, or as long as that."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _work(self) -> None:
        while self._takes():
            self._run()

    def _takes(self) -> bool:
        with self._lock:
            asked, self._asked = self._asked, False
            if not asked:
                self._thread = None
            return asked
