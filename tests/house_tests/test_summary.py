"""The counts at the end of a test run."""

import os
from pathlib import Path

import pytest

from tools.locations import ROOT

pytest_plugins = ["pytester"]

TESTS = """
    import pytest

    @pytest.fixture
    def server():
        pytest.skip("no server here")

    @pytest.mark.parametrize(
        "place",
        [
            pytest.param("sqlite", marks=pytest.mark.sqlite),
            pytest.param("postgresql", marks=pytest.mark.postgresql),
        ],
    )
    def test_on_both(place):
        pass

    @pytest.mark.postgresql
    def test_not_here(server):
        pass

    @pytest.mark.browser
    def test_broken():
        raise ValueError

    @pytest.mark.parametrize("name", ["sqlite"])
    def test_of_a_pure_core(name):
        pass
"""

MARKERS = """
    [pytest]
    markers =
        sqlite
        postgresql
        browser
"""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_each_place_is_counted_and_skips_are_loud(pytester, monkeypatch, workers):
    monkeypatch.setenv("PYTHONPATH", os.fspath(Path(ROOT)))
    pytester.makeini(MARKERS)
    pytester.makepyfile(TESTS)

    result = pytester.runpytest_subprocess(
        *("-p", "tests.house.summary", "-n", workers), timeout=200
    )

    result.stdout.fnmatch_lines(
        [
            "*where the tests ran*",
            "SQLite: 1 tests ran",
            "PostgreSQL: 1 tests ran, 1 WERE SKIPPED: no server here",
            "browser: 1 tests ran",
            "none of these: 1",
        ]
    )
