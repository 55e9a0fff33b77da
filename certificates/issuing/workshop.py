"""Makes many certificates at once, in processes of their own: as many as there are cores.

Pure: no request, no database. What comes out is written by whoever asked. A process that dies takes
nothing with it: what was in its hands is made again, one at a time, so that one certificate that
kills whoever makes it holds up no other.
"""

from __future__ import annotations

import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from threading import Thread

from app.kernel.cores import cores
from certificates.issuing.production import Order
from certificates.printing.fonts import UncoveredCharacters
from certificates.signing.material import SigningMaterial

#: So many are made quicker here than processes begin.
HANDFUL = 6
#: So many wait for each process, so that none is ever idle while a row is written.
IN_HAND = 3
#: So often one alone may lose its process before it is given up.
MOST_LOSSES = 2

Make = Callable[[Order, SigningMaterial], bytes]
Task = tuple[int, Order]


@dataclass(frozen=True)
class Made:
    """What became of a task: the signed file, or why there is none.

    `uncovered` are characters that no font draws, `fault` names the kind of any other error: never
    its text, which may hold what stands on the certificate.
    """

    key: int
    pdf: bytes = b""
    uncovered: tuple[str, ...] = ()
    fault: str = ""


def make_all(
    tasks: Iterable[Task], material: SigningMaterial, *, expected: int, make: Make
) -> Iterator[Made]:
    """Make every one of `tasks`, in any order; few are taken from it before they are needed.

    `expected` is about how many there are: a handful is made here. `make` is a function of a
    module, since other processes find it by its name.
    """
    if expected <= HANDFUL:
        for key, order in tasks:
            yield _made(key, make, order, material)
        return
    shop = _Workshop(material, make, min(cores(), expected))
    try:
        yield from shop.work(iter(tasks))
    finally:
        shop.close()


class _Workshop:
    def __init__(self, material: SigningMaterial, make: Make, processes: int) -> None:
        self._processes = processes
        self._prepared = make, material.to_pem()
        self._in_flight: dict[Future[Made], Task] = {}
        self._suspects: deque[Task] = deque()
        self._losses: Counter[int] = Counter()
        self._open()

    def work(self, tasks: Iterator[Task]) -> Iterator[Made]:
        while True:
            self._fill(tasks)
            if self._in_flight:
                yield from self._what_is_done()
            elif self._suspects:
                self._reopen()
                yield from self._one_at_a_time()
            else:
                return

    def _fill(self, tasks: Iterator[Task]) -> None:
        while not self._suspects and len(self._in_flight) < self._processes * IN_HAND:
            task = next(tasks, None)
            if task is None:
                return
            try:
                self._in_flight[self._pool.submit(_make_here, *task)] = task
            except BrokenProcessPool:  # one has died that had nothing to do
                self._suspects.append(task)

    def _what_is_done(self) -> Iterator[Made]:
        done, _rest = wait(self._in_flight, return_when=FIRST_COMPLETED)
        for future in done:
            task = self._in_flight.pop(future)
            try:
                made = future.result()
            except BrokenProcessPool:
                self._suspects.append(task)
            else:
                yield made

    def _one_at_a_time(self) -> Iterator[Made]:
        while self._suspects:
            key, order = self._suspects[0]
            try:
                made = self._pool.submit(_make_here, key, order).result()
            except BrokenProcessPool:
                self._reopen()
                self._losses[key] += 1
                if self._losses[key] < MOST_LOSSES:
                    continue
                made = Made(key, fault="process lost")
            self._suspects.popleft()
            yield made

    def _open(self) -> None:
        # Never forked: whoever asks has threads.
        self._pool = ProcessPoolExecutor(
            self._processes, get_context("spawn"), initializer=_prepare, initargs=self._prepared
        )

    def _reopen(self) -> None:
        self.close()
        self._open()

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


# In the processes.
_kept: tuple[Make, SigningMaterial]


def _prepare(make: Make, pem: bytes) -> None:
    """Open the key once. Leave interrupting to whoever asked, and go when they are gone."""
    global _kept
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_go_with_parent, daemon=True).start()
    _kept = make, SigningMaterial.from_pem(pem)


def _go_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _make_here(key: int, order: Order) -> Made:
    make, material = _kept
    return _made(key, make, order, material)


def _made(key: int, make: Make, order: Order, material: SigningMaterial) -> Made:
    try:
        return Made(key, make(order, material))
    except UncoveredCharacters as error:
        return Made(key, uncovered=error.characters)
    except Exception as error:
        return Made(key, fault=type(error).__name__)
