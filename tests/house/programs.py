"""Runs programs that a machine may lack; tests that need them are marked `program`."""

import shutil
import subprocess

import pytest


def output_of(program: str, *arguments: object) -> str:
    """What the program writes; the test is skipped where it is not installed."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed here")
    run = subprocess.run(
        [program, *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout
