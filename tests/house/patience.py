"""pytest plugin: whatever waits for ever ends its process, with all stacks printed.

pytest's own `faulthandler_timeout` does that for a test, but no longer once the test has failed:
what it cleans up then could hang the whole run. So the clock is wound up again for the cleaning up,
and for the end of a worker, which the first process would wait for.
"""

import faulthandler
import os
import sys

import pytest

# pytest catches what is written to standard error, and what it caught is lost with the process.
_STDERR = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_STDERR] = os.dup(sys.__stderr__.fileno())


def pytest_unconfigure(config: pytest.Config) -> None:
    os.close(config.stash[_STDERR])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    _wind_up(item.config)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput"):
        _wind_up(session.config)


def _wind_up(config: pytest.Config) -> None:
    seconds = float(config.getini("faulthandler_timeout"))
    if seconds and config.getini("faulthandler_exit_on_timeout"):
        faulthandler.dump_traceback_later(seconds, exit=True, file=config.stash[_STDERR])
