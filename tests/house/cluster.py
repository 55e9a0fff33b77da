"""A private PostgreSQL cluster in a temporary folder, reachable by a unix socket only.

Usable by itself (`with running_cluster() as cluster: …`), for benchmarks and screenshots too;
`tests.house.postgresql` shares one among all workers of a test run.
"""

import contextlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from tools.executables import find_postgresql
from tools.locations import POSTGRESQL_FALLBACK

SUPERUSER = "postgres"

#: Longest path of a folder in which a socket fits (the system's limit for a whole path is 107).
LONGEST_SOCKET_FOLDER = 80

#: From this release on PostgreSQL brings a UTF-8 locale of its own; before, it uses the system's.
FIRST_WITH_BUILTIN_LOCALE = 17

#: Data of a test run need not survive anything, so nothing waits for a disk.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "jit": "off",
    # Who waits as long as this for a lock waits for ever.
    "lock_timeout": "60s",
}


class PostgresqlUnavailable(Exception):
    """No PostgreSQL server runs on this machine; the message says why."""


@dataclass(frozen=True)
class Cluster:
    """A running cluster, known by the folder that holds its socket and its data."""

    folder: Path

    def url(self, database: str) -> str:
        """Return SQLAlchemy's address of a database of this cluster."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={quote(str(self.folder))}"

    def create_database(self, name: str, *, template: str | None = None) -> str:
        """Create a database, as a copy of `template` if given, and return its address.

        Nobody may be connected to the template while it is copied.
        """
        copied = (
            sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
        )
        self._execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copied)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, if it exists, and end whatever connections it still has."""
        command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._execute(command.format(sql.Identifier(name)))

    def _execute(self, command: sql.Composable) -> None:
        with psycopg.connect(
            host=str(self.folder),
            user=SUPERUSER,
            dbname="postgres",
            autocommit=True,
            connect_timeout=60,
        ) as connection:
            connection.execute(command)


@contextlib.contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Start a cluster in a new temporary folder, and stop and remove it in the end.

    Raises PostgresqlUnavailable when the machine has no server or it does not start.
    """
    folder = make_cluster_folder()
    try:
        yield start_cluster(folder)
    finally:
        remove_cluster(folder)


def make_cluster_folder() -> Path:
    """Return a new temporary folder whose path is short enough for a socket."""
    usual = Path(tempfile.gettempdir())
    parent = usual if len(str(usual)) < LONGEST_SOCKET_FOLDER else Path("/tmp")  # noqa: S108
    return Path(tempfile.mkdtemp(prefix=f"komma-postgresql-{os.getpid()}-", dir=parent))


def start_cluster(folder: Path) -> Cluster:
    """Make and start a cluster in a folder; raise PostgresqlUnavailable when that does not work."""
    programs = find_postgresql()
    if programs is None:
        raise PostgresqlUnavailable("there is no PostgreSQL server on this machine")
    account = _account_for_server()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
        programs = _reachable_programs(programs, folder, account)
    _run(_initdb(programs, folder), folder, account)
    options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
    start = [programs / "pg_ctl", "start", "-w", "-s", "-D", folder / "data", "-l", folder / "log"]
    try:
        _run([*start, "-o", f"{options} -k {folder}"], folder, account)
    except PostgresqlUnavailable as error:
        log = folder / "log"
        last_words = log.read_text(errors="replace")[-500:] if log.exists() else ""
        raise PostgresqlUnavailable(f"{error} {last_words}".strip()) from None
    (folder / "programs").write_text(str(programs), encoding="utf-8")
    return Cluster(folder)


def remove_cluster(folder: Path) -> None:
    """Stop the cluster in a folder, if one runs there, and remove the folder."""
    if (folder / "data" / "postmaster.pid").exists():
        programs = Path((folder / "programs").read_text(encoding="utf-8"))
        # Immediate: nothing in it is worth an orderly end.
        stop = [programs / "pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", folder / "data"]
        with contextlib.suppress(PostgresqlUnavailable):  # it may have ended by itself
            _run(stop, folder, _account_for_server())
    shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned_clusters() -> None:
    """Stop and remove clusters whose test run was killed before it could do so itself."""
    for folder in Path(tempfile.gettempdir()).glob("komma-postgresql-*"):
        owner = re.match(r"komma-postgresql-(\d+)-", folder.name)
        if owner and not Path("/proc", owner[1]).exists() and Path("/proc/self").exists():
            remove_cluster(folder)


def _initdb(programs: Path, folder: Path) -> list[str | Path]:
    # Letters beyond ASCII must have upper and lower case, as on a real server.
    locale = ["--locale=C.UTF-8"]
    if _major_version(programs) >= FIRST_WITH_BUILTIN_LOCALE:
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [
        *(programs / "initdb", "--pgdata", folder / "data", "--username", SUPERUSER),
        *("--auth=trust", "--encoding=UTF8", "--no-sync", *locale),
    ]


def _major_version(programs: Path) -> int:
    answer = subprocess.run(
        [programs / "postgres", "--version"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found = re.search(r"(\d+)", answer.stdout)
    return int(found[1]) if found else 0


def _account_for_server() -> pwd.struct_passwd | None:
    """Return the account that runs the server: None for our own; root's must be another's."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresqlUnavailable("the server refuses to run as root and there is no other account")


def _reachable_programs(programs: Path, folder: Path, account: pwd.struct_passwd) -> Path:
    """Return the programs, copied next to the data if they lie where the account may not look."""
    try:
        _run([programs / "postgres", "--version"], folder, account)
    except PostgresqlUnavailable:
        if not programs.is_relative_to(POSTGRESQL_FALLBACK):
            raise
    else:
        return programs
    shutil.copytree(POSTGRESQL_FALLBACK, folder / "server", symlinks=True)
    return folder / "server" / programs.relative_to(POSTGRESQL_FALLBACK)


def _run(command: list[str | Path], folder: Path, account: pwd.struct_passwd | None) -> None:
    """Run one of the server's programs as an account; raise PostgresqlUnavailable if it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    identity = (
        {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    )
    try:
        # The log is a file: the server keeps what it inherits open and a pipe would never end.
        with (folder / "commands.log").open("w+", encoding="utf-8") as log:
            done = subprocess.run(
                command,
                cwd=folder,
                env=environment | {"HOME": str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=120,
                **identity,
            )
            log.seek(0)
            output = log.read()
    except (OSError, subprocess.SubprocessError) as error:
        raise PostgresqlUnavailable(f"{Path(command[0]).name}: {error}") from None
    if done.returncode != 0:
        raise PostgresqlUnavailable(f"{Path(command[0]).name}: {output.strip()[-500:]}")
