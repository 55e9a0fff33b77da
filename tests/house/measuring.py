"""pytest plugin: lines are measured where they are first checked, not wherever they run again.

Measuring takes nearly as long as the tests themselves. A test that runs on both databases is
measured on SQLite, except where the databases differ: in the kernel and where really committed.
A browser drives the same views as the tests of each package do, which are measured.
"""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave repetitions out; after other plugins have said which tests drive a browser."""
    for item in items:
        if "browser" in item.keywords or _repeats_on_postgresql(item):
            item.add_marker("no_cover")


def _repeats_on_postgresql(item: pytest.Item) -> bool:
    differs = "committing_app" in item.fixturenames or item.nodeid.startswith("tests/kernel/")
    return "postgresql" in item.keywords and not differs
