"""`make run`: everything comes up together and goes down together."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import run
from tools.locations import ROOT

pytestmark = pytest.mark.sqlite

#: How long the demo may take to come up, in seconds.
PATIENCE = 240


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all starts keep their data: the first fills the empty database, as for a person."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture
def server(port: int, instance: Path) -> Iterator[subprocess.Popen[str]]:
    """KommA as `make run` starts it, in a group of processes of its own."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    own = {"PORT": str(port), "INSTANCE_FOLDER": str(instance), "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.run"],
        cwd=ROOT,
        env=inherited | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    yield process
    kill_group(process.pid)
    process.communicate()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """Return what the process printed up to a line with some words; it must come in time."""
    lines = []
    # Reading ends with the processes that could write.
    too_late = threading.Timer(PATIENCE, kill_group, [process.pid])
    too_late.start()
    try:
        for line in process.stdout:
            lines.append(line)
            if words in line:
                return "".join(lines)
    finally:
        too_late.cancel()
    raise AssertionError(f"it ended without {words!r}:\n" + "".join(lines))


def kill_group(group: int) -> None:
    """End what is left of a process group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def members_of_group(group: int) -> list[int]:
    """Return the living processes of a process group."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, its_group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            found.append(int(folder.name))
    return found


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_names_the_accounts_and_leaves_nothing_behind(server, port, stop):
    printed = read_until(server, "fremd@example.org")

    assert f"http://localhost:{port}" in printed
    for path in ("/healthz", "/readyz"):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            assert answer.status == 200

    os.killpg(server.pid, stop)

    assert server.wait(timeout=30) == 0
    assert not listens(port)
    assert members_of_group(server.pid) == []


def test_when_one_process_dies_all_end(server, port):
    read_until(server, "fremd@example.org")
    worker = next(
        int(folder.name)
        for folder in Path("/proc").glob("[0-9]*")
        if int(folder.name) in members_of_group(server.pid)
        and b"jobs\0work" in (folder / "cmdline").read_bytes()
    )

    os.kill(worker, signal.SIGKILL)

    assert server.wait(timeout=30) == 1
    assert "the job worker ended" in server.stdout.read()
    assert not listens(port)


def test_a_taken_port_is_said_before_anything_is_begun():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        environment = run.run_environment({"PORT": str(other.getsockname()[1])})

        with pytest.raises(run.RunError, match="is taken; try another: make run PORT="):
            run.check_port(environment)


@pytest.mark.parametrize("port", ["", "web", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(run.RunError, match="PORT must be a number"):
        run.check_port(run.run_environment({"PORT": port}))


def test_given_settings_come_before_the_defaults_of_a_demo():
    environment = run.run_environment({"KOMMA_MODE": "production", "PORT": "8010"})

    assert environment["KOMMA_MODE"] == "production"
    assert environment["BASE_URL"] == "http://localhost:8010"
