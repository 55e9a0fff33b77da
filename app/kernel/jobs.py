"""Jobs: huey wakes, the work list is always a table.

Each job sweeps its table when something is enqueued and every minute besides, so a lost wake-up
costs a minute and never a piece of work. A heartbeat that runs through the queue shows that it
moves. One job runs after the other, save for those that run beside them.
"""

import sqlite3
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext
from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.exceptions import HueyException
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.base import BigId
from app.kernel.db import Model, after_commit, db
from app.kernel.errors import ConfigurationError
from app.kernel.feature import Job
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.runner import Runner

log = structlog.get_logger("komma.jobs")

HEARTBEAT_EVERY = timedelta(seconds=15)
HEARTBEAT_LIMIT = timedelta(seconds=60)
#: So long a worker that was told to stop waits for what runs beside it.
STOPPING_SECONDS = 30


class JobHeartbeat(Model):
    """One row: when the worker last ran something that came through the queue."""

    __tablename__ = "job_heartbeats"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]


class Jobs:
    """The queue of one app. Opened on first use: building an app touches no queue."""

    def __init__(self, jobs_url: str) -> None:
        self.jobs_url = jobs_url
        self.stopping = Event()
        self._beside: dict[str, Runner] = {}

    @cached_property
    def huey(self) -> Huey:
        """The huey instance that `jobs_url` names (sqlite, postgresql, redis or memory).

        Raises ConfigurationError for any other scheme.
        """
        address = urlsplit(self.jobs_url)
        if address.scheme == "sqlite":
            path = Path(unquote(address.path.removeprefix("/")))
            path.parent.mkdir(parents=True, exist_ok=True)
            return SqliteHuey("komma", filename=str(path), results=False)
        if address.scheme.startswith("postgresql"):
            return PostgresHuey("komma", dsn=self.jobs_url.replace("+psycopg", ""), results=False)
        if address.scheme in {"redis", "rediss"}:
            return RedisHuey("komma", url=self.jobs_url, results=False)
        if address.scheme == "memory":
            return MemoryHuey("komma", results=False)
        raise ConfigurationError("JOBS_URL", "must start with sqlite:, postgresql: or redis:")

    def tasks_for(self, app: Flask) -> None:
        """Register the app's jobs with huey. Needed once where tasks are enqueued or run."""
        if hasattr(self, "_run"):
            return

        @self.huey.task(name="run_job")
        def run(name: str) -> None:
            with app.app_context():
                self.run_or_start(app, name)

        @self.huey.task(name="beat")
        def beat() -> None:
            with app.app_context():
                record_heartbeat(now=clock.now())

        @self.huey.periodic_task(crontab(), name="sweep")
        def sweep() -> None:
            with app.app_context():
                for name in job_names():
                    self.run_or_start(app, name)

        self._run, self._beat = run, beat

    def run_or_start(self, app: Flask, name: str) -> None:
        """Run the job `name`, or only start it where it runs beside the others.

        Asked for while it runs, it runs once more.
        """
        if not _jobs()[name].beside:
            run_job(name)
            return

        def run() -> None:
            with app.app_context():
                run_job(name)

        self._beside.setdefault(name, Runner(name, run)).ask()

    def stop(self) -> None:
        """Have jobs that run beside begin nothing new, and wait a while for what they are at."""
        self.stopping.set()
        for runner in self._beside.values():
            runner.join(STOPPING_SECONDS)

    def wake(self, app: Flask, name: str) -> None:
        """Have the job `name` run soon. A queue that cannot be reached is logged, not raised."""
        try:
            self.tasks_for(app)
            self._run(name)
        except (HueyException, OSError, sqlite3.Error) as error:
            log.warning("wake_up_lost", job=name, error=type(error).__name__)

    def beat(self, app: Flask) -> None:
        """Send one heartbeat through the queue."""
        self.tasks_for(app)
        self._beat()


def wake_after_commit(name: str) -> None:
    """Have the job `name` run once what it should find has been committed."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    after_commit(lambda: app.extensions["komma"].jobs.wake(app, name), once=name)


def job_names() -> list[str]:
    """The names of all jobs that features registered."""
    return list(_jobs())


def is_stopping() -> bool:
    """Whether the worker is about to end: what has not been begun waits for the next one."""
    return current_app.extensions["komma"].jobs.stopping.is_set()


def _jobs() -> dict[str, Job]:
    features = current_app.extensions["komma"].features
    return {job.name: job for feature in features for job in feature.jobs}


def run_job(name: str) -> int:
    """Run one sweep of the job `name` in a transaction of its own; returns how much it did.

    A failure is logged and rolled back: the table still holds the work for the next sweep.
    """
    try:
        done = _jobs()[name].sweep(clock.now())
        db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("job_failed", job=name)
        return 0
    if done:
        log.info("job_done", job=name, count=done)
    return done


def record_heartbeat(*, now: datetime) -> None:
    """Note that the queue moves, and commit."""
    heartbeat = db.session.get(JobHeartbeat, 1)
    if heartbeat is None:
        db.session.add(JobHeartbeat(id=1, at=now))
    else:
        heartbeat.at = now
    db.session.commit()


def heartbeat_problem(now: datetime) -> Message | None:
    """Why the worker is not ready at `now`, or None if its heartbeat is younger than 60 s."""
    at = db.session.scalar(select(JobHeartbeat.at))
    if at is None:
        return _l("Der Hintergrunddienst hat noch nicht begonnen.")
    if now - at > HEARTBEAT_LIMIT:
        return _l("Der Hintergrunddienst steht still.")
    return None


@click.group("jobs")
def jobs_commands() -> None:
    """Run background work."""


@jobs_commands.command("work")
@with_appcontext
def work() -> None:
    """Work off the queue until stopped (SIGINT or SIGTERM)."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    house = app.extensions["komma"]
    _require_settings(house)
    house.jobs.tasks_for(app)
    stopped = Event()

    def send_heartbeats() -> None:
        while True:
            house.jobs.beat(app)
            if stopped.wait(HEARTBEAT_EVERY.total_seconds()):
                return

    Thread(target=send_heartbeats, name="heartbeat", daemon=True).start()
    # The request or command that opened a session here must not keep it while the worker runs.
    db.session.remove()
    house.jobs.huey.create_consumer(
        workers=1, max_delay=1.0, graceful_signal="TERM", backoff=1.15
    ).run()
    stopped.set()
    house.jobs.stop()


@jobs_commands.command("run")
@click.argument("name")
@with_appcontext
def run_once(name: str) -> None:
    """Run one sweep of the job NAME now."""
    _require_settings(current_app.extensions["komma"])
    if name not in job_names():
        raise click.ClickException(f"{name}: no such job ({', '.join(job_names())})")
    click.echo(run_job(name))


def _require_settings(house: Any) -> None:
    """Stop with one line where jobs would fail one after the other."""
    try:
        house.settings.require_serving()
        house.vault.require_all_keys()
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None
