"""A run ends, whatever hangs in it."""

import os

from tools.locations import ROOT

pytest_plugins = ["pytester"]

TESTS = """
    import time

    import pytest

    @pytest.fixture
    def never_closed():
        yield
        time.sleep(1000)

    def test_that_hangs():
        time.sleep(1000)

    def test_that_fails_and_hangs_while_cleaning_up(never_closed):
        assert False

    def test_that_is_sound():
        pass
"""

LOSES_PATIENCE = """
    [pytest]
    faulthandler_timeout = 2
    faulthandler_exit_on_timeout = true
"""


def test_the_run_goes_on_without_what_hangs_and_fails(pytester, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.fspath(ROOT))
    pytester.makeini(LOSES_PATIENCE)
    pytester.makepyfile(TESTS)

    result = pytester.runpytest_subprocess(
        *("-p", "tests.house.patience", "-n", "2", "--dist", "worksteal"), timeout=200
    )

    result.assert_outcomes(passed=1, failed=3)
    result.stdout.fnmatch_lines_random(
        [
            "worker * crashed while running '*::test_that_hangs'",
            "worker * crashed while running '*::test_that_fails_and_hangs_while_cleaning_up'",
        ]
    )
    result.stderr.fnmatch_lines(["Timeout (*)!", "*in test_that_hangs"])


def test_this_run_is_bounded(pytestconfig):
    assert float(pytestconfig.getini("faulthandler_timeout")) > 0
    assert pytestconfig.getini("faulthandler_exit_on_timeout")
    assert pytestconfig.pluginmanager.has_plugin("tests.house.patience")
