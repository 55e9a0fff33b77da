"""Times every benchmark in turns, so that the machine's mood falls on all alike."""

import statistics
import sys
import time
from collections.abc import Callable

from benchmarks import bookings, certificates, refreshing
from benchmarks.cases import cases

ROUNDS = 7


def main() -> int:
    """Print each case's median and its ratio to the first case of its group."""
    groups = cases()
    times: dict[tuple[str, str], list[float]] = {}
    for _round in range(ROUNDS):
        for group, members in groups.items():
            for name, work in members.items():
                times.setdefault((group, name), []).append(_seconds(work))
    for group, members in groups.items():
        medians = {name: statistics.median(times[group, name]) for name in members}
        base = next(iter(medians.values()))
        print(f"\n{group}")
        for name, median in medians.items():
            print(f"  {name:<44} {median * 1000:10.2f} ms  {median / base:8.2f} ×")
    certificates.main()
    refreshing.main()
    return bookings.main()


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
