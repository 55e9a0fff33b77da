"""Certificates are made in processes; killing any of them loses and doubles nothing."""

import os
import signal
import subprocess
import sys
import time
from datetime import date

import pytest
from sqlalchemy import func, select

from app.config import PROJECT_ROOT
from app.kernel.db import db
from app.kernel.jobs import run_job
from certificates.badges.credential import CredentialFacts
from certificates.issuing import jobs
from certificates.issuing.models import CertificateOrder, IssueRun, OrderState
from certificates.issuing.production import Order
from certificates.issuing.reasons import ReasonKind
from certificates.issuing.services import ISSUE_JOB, order_certificates
from certificates.issuing.workshop import HANDFUL, make_all
from certificates.printing.document import CertificateData
from certificates.printing.shipped import CLASSIC
from certificates.register.models import Certificate
from tests.certificates.factories import make_past_cohort, make_signing_key, material
from tests.certificates.issuing.group import add_people
from tests.certificates.issuing.making import (
    DEADLY,
    DEATH,
    UNPRINTABLE,
    make_and_die,
    make_quickly,
)
from tests.house.clock import START
from tests.house.personas import make_personas

#: Many where it is quick; the other database is only about who gets there first.
MANY, FEW = 200, 40
PATIENCE_SECONDS = 120


def order_for(name: str) -> Order:
    data = CertificateData(
        holder_name=name,
        course_title="Kurs",
        modules=(),
        total_minutes=90,
        dates=(date(2026, 11, 9),),
        issuer="Programmbüro KommA",
        signatory="Toni Beispiel",
        issued_on=date(2026, 11, 23),
        code="CODE",
        verify_url="http://localhost/verify/CODE",
        language="de",
    )
    facts = CredentialFacts(
        credential_id="one",
        code="CODE",
        base_url="http://localhost",
        issuer=data.issuer,
        course_title=data.course_title,
        language="de",
        total_minutes=90,
        dates=data.dates,
        issued_at=START,
        valid_until=None,
    )
    return Order(data=data, design=CLASSIC, logo=None, facts=facts)


@pytest.mark.parametrize("count", [HANDFUL, HANDFUL + 6], ids=["here", "in processes"])
def test_each_comes_out_once_and_few_are_taken_ahead(count):
    taken = []

    def tasks():
        for key in range(count):
            taken.append(key)
            yield key, order_for(UNPRINTABLE if key == 1 else f"Kim {key}")

    made = make_all(tasks(), material(), expected=count, make=make_quickly)
    first = next(made)
    assert len(taken) < count
    by_key = {one.key: one for one in (first, *made)}
    assert sorted(by_key) == list(range(count))
    assert by_key.pop(1).uncovered == ("明",)
    assert {one.pdf for one in by_key.values()} == {b"%PDF CODE"}


def order_for_cohort(app, size: int) -> int:
    """So many in a cohort, ordered and committed; returns the id of the cohort."""
    with app.app_context():
        personas = make_personas(app)
        make_signing_key()
        cohort = make_past_cohort(trainer=personas.trainer.person, capacity=size)
        home = personas.owner.person.municipality
        people = add_people(cohort, home, size - 1)
        people += add_people(cohort, home, 1, family_name=DEADLY)
        order_certificates(
            cohort=cohort, enrolments=people, actor=personas.trainer.person, now=START
        )
        db.session.commit()
        return cohort.id


def assert_all_issued(cohort_id: int, expected: int) -> None:
    """Each has one of their own, and the run is over."""
    of_cohort = Certificate.cohort_id == cohort_id
    assert db.session.scalar(select(func.count()).where(of_cohort)) == expected
    people = select(func.count(Certificate.person_id.distinct())).where(of_cohort)
    assert db.session.scalar(people) == expected
    assert db.session.scalar(select(func.count(Certificate.pdf.distinct()))) == expected
    waiting = select(func.count()).where(CertificateOrder.state == OrderState.WAITING)
    assert db.session.scalar(waiting) == 0
    assert db.session.scalars(select(IssueRun)).one().finished_at is not None


def test_a_killed_worker_loses_and_doubles_nothing(committing_app, dialect, tmp_path, monkeypatch):
    size = MANY if dialect == "sqlite" else FEW
    cohort_id = order_for_cohort(committing_app, size)
    mark = tmp_path / "death"
    mark.touch()
    monkeypatch.setenv(DEATH, str(mark))
    monkeypatch.setattr(jobs, "produce", make_and_die)
    with committing_app.app_context():
        assert run_job(ISSUE_JOB) == size - 1

        assert not mark.exists(), "one was killed"
        assert_all_issued(cohort_id, size - 1)
        refused = db.session.scalars(
            select(CertificateOrder).where(CertificateOrder.state == OrderState.REFUSED)
        ).one()
        assert refused.enrolment.person.family_name.startswith(DEADLY)
        assert refused.reason == ReasonKind.NOT_MADE


def test_a_killed_job_leaves_nothing_behind_and_two_others_finish_it(committing_app, tmp_path):
    cohort_id = order_for_cohort(committing_app, FEW)
    settings = committing_app.extensions["komma"].settings
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "INSTANCE_FOLDER": str(tmp_path),
    }

    def start(last: int) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.certificates.issuing.dying_job", str(last)],
            cwd=PROJECT_ROOT,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )

    killed = start(10)
    assert killed.wait(PATIENCE_SECONDS) == -signal.SIGKILL
    wait_until_gone(killed.pid)
    with committing_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Certificate)) == 10

    both = [start(0), start(0)]
    assert [job.wait(PATIENCE_SECONDS) for job in both] == [0, 0]
    with committing_app.app_context():
        assert_all_issued(cohort_id, FEW)


def wait_until_gone(group: int) -> None:
    """The job's processes end with it, though nobody told them."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    raise AssertionError("processes are left behind")
