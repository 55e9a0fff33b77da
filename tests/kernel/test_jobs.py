"""Jobs: woken after the commit, run in a transaction of their own, watched by a heartbeat."""

from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
import structlog

from app.kernel.audit import AuditEntry, record
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import ConfigurationError, DomainError
from app.kernel.feature import Feature, Job
from app.kernel.jobs import (
    Jobs,
    heartbeat_problem,
    is_stopping,
    job_names,
    record_heartbeat,
    run_job,
    wake_after_commit,
)
from tests.house.clock import START
from tests.house.databases import build_app
from tests.organisations.factories import make_person


@pytest.fixture
def jobs(app):
    """A feature with a job that works, one that has nothing to do, and one that fails half-way."""

    def write(now) -> int:
        record("job.ran", make_person(), actor=None, now=now)
        return 3

    def fail(now) -> int:
        write(now)
        raise RuntimeError("a fault of ours")

    feature = Feature(
        name="workshop",
        jobs=(
            Job("workshop.write", write),
            Job("workshop.idle", lambda _now: 0),
            Job("workshop.fail", fail),
        ),
    )
    app.extensions["komma"].features.append(feature)
    yield app.extensions["komma"].jobs
    app.extensions["komma"].features.remove(feature)


@pytest.fixture
def woken(app, monkeypatch) -> list[str]:
    """The names of the jobs that were woken, in order."""
    names: list[str] = []
    monkeypatch.setattr(Jobs, "wake", lambda _jobs, _app, name: names.append(name))
    return names


def actions() -> list[str]:
    return [entry.action for entry in db.session.query(AuditEntry)]


def test_a_job_commits_what_it_did_and_says_how_much(jobs):
    with structlog.testing.capture_logs() as logs:
        assert run_job("workshop.write") == 3
    db.session.rollback()
    assert actions() == ["job.ran"]
    assert [(entry["event"], entry["job"], entry["count"]) for entry in logs] == [
        ("job_done", "workshop.write", 3)
    ]


def test_a_job_without_work_is_not_worth_a_line(jobs):
    with structlog.testing.capture_logs() as logs:
        assert run_job("workshop.idle") == 0
    assert logs == []


def test_a_job_that_fails_is_logged_and_leaves_nothing_half_done(jobs):
    with structlog.testing.capture_logs() as logs:
        assert run_job("workshop.fail") == 0
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [("job_failed", "error")]
    db.session.commit()
    assert actions() == []
    assert run_job("workshop.write") == 3, "the next one is none the worse for it"


def test_every_job_of_every_feature_is_known(jobs):
    assert {"outbox.deliver", "workshop.write", "workshop.fail"} <= set(job_names())


def test_a_job_is_woken_once_what_it_should_find_is_committed(app, woken):
    make_person()
    wake_after_commit("outbox.deliver")
    db.session.flush()
    assert woken == []
    db.session.commit()
    assert woken == ["outbox.deliver"]
    db.session.commit()
    assert woken == ["outbox.deliver"], "once"


def test_a_savepoint_is_no_commit(app, woken):
    wake_after_commit("outbox.deliver")
    with conflicts_explained():
        make_person()
    assert woken == [], "another process would find nothing yet"
    db.session.commit()
    assert woken == ["outbox.deliver"]


def test_a_conflict_that_was_explained_forgets_no_wake_up(app, woken):
    wake_after_commit("outbox.deliver")
    with pytest.raises(DomainError), conflicts_explained():
        raise DomainError("So nicht.")
    db.session.commit()
    assert woken == ["outbox.deliver"]


def test_nothing_is_woken_for_what_was_rolled_back(app, woken):
    make_person()
    wake_after_commit("outbox.deliver")
    db.session.rollback()
    db.session.commit()
    assert woken == []


def test_a_queue_that_cannot_be_reached_costs_a_line_and_no_request(tmp_path: Path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    app = build_app("sqlite://", tmp_path, jobs_url=f"sqlite:///{in_the_way}/jobs.sqlite3")
    with app.app_context(), structlog.testing.capture_logs() as logs:
        wake_after_commit("outbox.deliver")
        db.session.commit()
    assert [entry["event"] for entry in logs] == ["wake_up_lost"]


@pytest.mark.parametrize("address", ["amqp://localhost", "jobs.sqlite3", ""])
def test_an_address_of_no_queue_is_refused_by_its_setting(address):
    with pytest.raises(ConfigurationError, match="JOBS_URL"):
        _ = Jobs(address).huey


def test_the_heartbeat_is_missed_after_a_minute(app):
    assert "noch nicht begonnen" in str(heartbeat_problem(START))
    record_heartbeat(now=START)
    assert heartbeat_problem(START) is None
    assert heartbeat_problem(START + timedelta(seconds=60)) is None
    assert "steht still" in str(heartbeat_problem(START + timedelta(seconds=61)))
    record_heartbeat(now=START + timedelta(seconds=90))
    assert heartbeat_problem(START + timedelta(seconds=100)) is None


def test_a_job_that_runs_beside_keeps_no_other_waiting(tmp_path: Path):
    app = build_app("sqlite://", tmp_path)
    jobs: Jobs = app.extensions["komma"].jobs
    begun, may_end = Event(), Event()
    runs = []

    def wait(now) -> int:
        runs.append(now)
        begun.set()
        assert may_end.wait(10)
        return 0

    def follow(_now) -> int:
        runs.append("follow")
        return 0

    features = app.extensions["komma"].features
    features.append(
        Feature("workshop", jobs=(Job("wait", wait, beside=True), Job("follow", follow)))
    )
    with app.app_context():
        jobs.run_or_start(app, "wait")
        assert begun.wait(10)
        jobs.run_or_start(app, "wait")
        jobs.run_or_start(app, "wait")
        jobs.run_or_start(app, "follow")
        assert runs == [START, "follow"]
        may_end.set()
        jobs.stop()
        assert runs == [START, "follow", START], "once more, for what came meanwhile"
        assert is_stopping()
