"""The demo's certificates: some to fetch, some to check, one left for the trainer to issue."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

import certificates.demo
from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from certificates.demo import load_demo
from certificates.issuing.models import CertificateOrder, IssueRun, OrderState
from certificates.issuing.queries import list_due
from certificates.printing.fonts import UncoveredCharacters
from certificates.printing.rendering import require_printable
from certificates.register.models import Certificate, NameShown
from certificates.register.queries import find_new_certificate
from courses.cohorts.queries import list_cohorts_of_trainer
from courses.feature import load_demo as load_courses
from organisations.accounts.queries import get_account_by_email
from organisations.demo import load_demo as load_people
from tests.certificates.factories import PDF
from tests.house.databases import DIALECTS, forgetting

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def person(account):
    return get_account_by_email(f"{account}@example.org").person


@pytest.fixture(scope="module", params=DIALECTS)
def app(request):
    """One app for all tests with the demo up to the courses: loading that takes seconds."""
    with forgetting(request.getfixturevalue(f"{request.param}_app")) as app:
        load_people(NOW)
        load_courses(NOW)
        db.session.commit()
        yield app


@pytest.fixture
def demo(app, monkeypatch):
    """The demo up to the courses; drawing takes no time, but refuses what it would refuse."""
    monkeypatch.setattr(
        certificates.demo,
        "produce",
        lambda order, _material: require_printable(order.data) or PDF,
    )
    yield
    db.session.rollback()


def due() -> list:
    cohorts = [overview.cohort for overview in list_cohorts_of_trainer(person("buero"))]
    return [enrolment for cohort in cohorts for enrolment in list_due(cohort)]


def test_everyone_entitled_has_one_but_one_person(demo):
    entitled = len(due())
    load_demo(NOW)

    issued = db.session.scalars(select(Certificate)).all()
    assert len(issued) == entitled - 1
    assert len(due()) == 1
    assert all(certificate.issued_at <= NOW for certificate in issued)
    assert {certificate.name_shown for certificate in issued} == {
        NameShown.NOTHING,
        NameShown.INITIALS,
    }


def test_leitung_has_one_to_fetch_and_nobody_is_mailed_about_the_past(demo):
    load_demo(NOW)

    assert find_new_certificate(person("leitung")) is not None
    waiting = select(func.count()).where(OutboxMessage.sent_at.is_(None))
    assert db.session.scalar(waiting) == 0


def test_a_name_that_cannot_be_printed_leaves_the_others_theirs(demo, monkeypatch):
    leitung = person("leitung").name

    def refuse_one(order, _material):
        if order.data.holder_name == leitung:
            raise UncoveredCharacters(("ọ̀",))
        return PDF

    monkeypatch.setattr(certificates.demo, "produce", refuse_one)
    load_demo(NOW)

    assert find_new_certificate(person("leitung")) is None
    assert find_new_certificate(person("team1")) is not None


def test_runs_are_over_and_one_of_them_tells_who_got_none(demo):
    load_demo(NOW)
    runs = db.session.scalars(select(IssueRun)).all()
    assert runs
    assert all(run.finished_at for run in runs)
    states = set(db.session.scalars(select(CertificateOrder.state)))
    assert states == {OrderState.ISSUED, OrderState.REFUSED}
