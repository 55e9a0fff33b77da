"""Run KommA with demo data: migrate, fill an empty database, start web server and job worker.

`make run` calls this. Ctrl-C, SIGTERM or the end of one of the two ends both, and nothing keeps
listening. `PORT` (default 8000) and `HOST` say where; all other settings are the app's.
"""

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import IO

from tools.locations import ENVIRONMENT, ROOT

FLASK = ENVIRONMENT / "bin" / "flask"
GUNICORN = ENVIRONMENT / "bin" / "gunicorn"

#: How long to wait for the first "ready", and for an orderly end before killing, in seconds.
READY_SECONDS = 60
STOP_SECONDS = 15

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

ACCOUNTS = """\
Demo accounts (password: komma-demo-2026)
  buero@example.org, buero2@example.org   Programmbüro
  trainerin@example.org, trainer2@example.org   Kursleitung
  coach@example.org, coach2@example.org   Coaches
  koordination@example.org  Koordination einer Modellkommune
  leitung@example.org       Führungskraft mit Team
  team1@example.org … team12@example.org   Mitglieder dieses Teams
  fremd@example.org         Führungskraft einer anderen Kommune
  partner@example.org       Gast der Allianz, ohne Passwort: /login/partner"""


class Stopped(Exception):
    """A signal asks to end."""


class RunError(Exception):
    """KommA cannot run; the message is one line for the person at the keyboard."""


class Children:
    """The processes that run side by side, all with the same environment.

    What they print goes to `log`, by default to where the caller's output goes.
    """

    def __init__(self, environment: Mapping[str, str], log: IO[bytes] | None = None) -> None:
        self.environment = environment
        self._log = log
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str | Path]) -> None:
        """Start a process under a name."""
        self._running[name] = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=self._log, stderr=self._log
        )

    def check(self) -> None:
        """Raise RunError when one of the processes has ended by itself."""
        for name, process in self._running.items():
            if process.poll() is not None:
                raise RunError(f"the {name} ended with exit status {process.returncode}")

    def stop(self) -> None:
        """End all processes, by force those that take too long."""
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def main() -> int:
    """Run until a signal comes (exit status 0) or something ends by itself (1)."""
    _on_stop_signals(_stop)
    children = Children(run_environment(os.environ))
    try:
        run(children)
    except Stopped:
        status, words = 0, "KommA has stopped."
    except RunError as error:
        status, words = 1, f"run: {error}"
    finally:
        # From here on a second signal must not disturb the orderly end.
        _on_stop_signals(signal.SIG_IGN)
        children.stop()
    print(f"\n{words}", file=sys.stderr if status else sys.stdout, flush=True)
    return status


def run(children: Children) -> None:
    """Start everything, say where it is and watch over it; ends by Stopped or RunError only."""
    start(children)
    announce(children.environment)
    while True:
        children.check()
        time.sleep(0.3)


def start(children: Children) -> None:
    """Prepare the database and start everything; returns once it is ready, else RunError."""
    environment = children.environment
    check_port(environment)
    prepare(environment)
    # Nobody at a terminal wants to wait for the last request of a demo.
    children.start("web server", [GUNICORN, "--graceful-timeout", "3", "wsgi:app"])
    children.start("job worker", [FLASK, "jobs", "work"])
    wait_until_ready(children)


def run_environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for all processes: what is given, with a demo's defaults."""
    environment = {"KOMMA_MODE": "demo", "HOST": "127.0.0.1", "PORT": "8000"} | dict(given)
    environment.setdefault("BASE_URL", f"http://localhost:{environment['PORT']}")
    return environment


def check_port(environment: Mapping[str, str]) -> None:
    """Raise RunError when the port is no number or taken, before anything else is begun."""
    host, port = environment["HOST"], environment["PORT"]
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise RunError(f"PORT must be a number from 1 to 65535, not {port!r}")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise RunError(f"port {port} is taken; try another: make run PORT=8001") from None
            raise RunError(f"cannot listen on {host}:{port}: {error.strerror}") from None


def prepare(environment: Mapping[str, str]) -> None:
    """Bring the database to the current state and fill an empty one with demo data.

    Not before it is known that what is sealed in it can be opened.
    """
    check_keys(environment)
    _flask("migrate the database", ["db", "upgrade"], environment)
    if environment["KOMMA_MODE"] == "demo":
        _flask("load the demo data", ["demo", "load", "--if-empty"], environment)


def check_keys(environment: Mapping[str, str]) -> None:
    """Raise RunError with the app's own line when VAULT_KEY or another setting does not fit."""
    done = subprocess.run(
        [FLASK, "vault", "check"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        raise RunError(lines[-1].removeprefix("Error: "))


def wait_until_ready(children: Children) -> None:
    """Wait until `/readyz` answers 200; raise RunError when it does not in time."""
    deadline = time.monotonic() + READY_SECONDS
    answer = "nothing"
    while time.monotonic() < deadline:
        children.check()
        answer = _readiness(children.environment)
        if answer.startswith("200 "):
            return
        time.sleep(0.2)
    raise RunError(f"not ready after {READY_SECONDS} s; /readyz answers {answer}")


def announce(environment: Mapping[str, str]) -> None:
    """Print the address and, for a demo, who can sign in."""
    print(f"\nKommA runs at {environment['BASE_URL']} (Ctrl-C stops it)\n")
    if environment["KOMMA_MODE"] == "demo":
        print(ACCOUNTS)
    sys.stdout.flush()


def _readiness(environment: Mapping[str, str]) -> str:
    """Return what `/readyz` answers in one line, status first, or why it does not answer."""
    connection = http.client.HTTPConnection(environment["HOST"], int(environment["PORT"]), 3)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        return f"{response.status} {response.read(500).decode(errors='replace')}".strip() + " "
    except (OSError, http.client.HTTPException) as error:
        return str(error)
    finally:
        connection.close()


def _flask(purpose: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run([FLASK, *arguments], cwd=ROOT, env=environment, check=False)
    if done.returncode != 0:
        raise RunError(f"could not {purpose} (exit status {done.returncode})")


def _on_stop_signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, handler)


def _stop(_number: int, _frame: FrameType | None) -> None:
    _on_stop_signals(signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
