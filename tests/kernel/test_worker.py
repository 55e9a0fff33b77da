"""The job worker as it runs beside the web server: a process of its own."""

import os
import signal
import subprocess
import time
from contextlib import contextmanager
from datetime import UTC, datetime

from app.kernel import outbox
from app.kernel.db import db
from app.kernel.jobs import heartbeat_problem
from tests.house.databases import build_app
from tools.locations import ENVIRONMENT, ROOT

PATIENCE_SECONDS = 40


@contextmanager
def running_worker(environment):
    worker = subprocess.Popen(
        [str(ENVIRONMENT / "bin" / "flask"), "jobs", "work"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield worker
    finally:
        worker.kill()
        worker.communicate()


def wait_until(done) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < end, f"not within {PATIENCE_SECONDS} s"
        time.sleep(0.1)


def test_the_worker_beats_sends_what_was_committed_and_ends_when_told(
    committing_app, mail_server, tmp_path
):
    database_url = committing_app.extensions["komma"].settings.database_url
    jobs_url = f"sqlite:///{tmp_path / 'jobs.sqlite3'}"
    environment = {
        "PATH": os.environ["PATH"],
        "KOMMA_MODE": "demo",
        "INSTANCE_FOLDER": str(tmp_path),
        "DATABASE_URL": database_url,
        "JOBS_URL": jobs_url,
        "MAIL_URL": mail_server.url,
    }
    app = build_app(database_url, tmp_path, jobs_url=jobs_url)
    with app.app_context(), running_worker(environment) as worker:

        def beats() -> bool:
            missed = heartbeat_problem(datetime.now(UTC))
            db.session.rollback()  # on SQLite, looking keeps the worker from writing
            return missed is None

        wait_until(beats)
        outbox.enqueue(
            recipient="ada@example.org", subject="Hallo", body="Text", now=datetime.now(UTC)
        )
        db.session.commit()
        [mail] = mail_server.wait_for(1, seconds=PATIENCE_SECONDS)
        assert mail.subject == "Hallo"
        worker.send_signal(signal.SIGTERM)
        _, said = worker.communicate(timeout=PATIENCE_SECONDS)
        assert worker.returncode == 0, said
        assert "ada@example.org" not in said
        db.session.remove()
        db.engine.dispose()
