"""The trainer orders what is due; the job issues it, and says who got none and why."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from certificates.issuing import drafts, jobs, services
from certificates.issuing.models import CertificateOrder, IssueRun, OrderState
from certificates.issuing.personal_data import ORDERS
from certificates.issuing.reasons import ReasonKind
from certificates.issuing.retention import KEPT_RUNS
from certificates.issuing.services import ISSUE_JOB, order_certificates
from certificates.printing.laying_out import RenderingFailed
from certificates.register.models import Certificate, HolderName
from certificates.signing.models import SigningKey
from courses.cohorts.models import EnrolmentStatus
from courses.cohorts.queries import list_roster
from tests.certificates.factories import (
    PDF,
    make_attended_enrolment,
    make_certificate,
    make_past_cohort,
    make_signing_key,
)
from tests.certificates.issuing.group import add_people
from tests.certificates.issuing.making import UNPRINTABLE, make_quickly
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_person

pytestmark = in_turn


@pytest.fixture(autouse=True)
def quick_print(monkeypatch):
    """Drawing is tested elsewhere; here it only takes time."""
    monkeypatch.setattr(drafts, "produce", make_quickly)
    monkeypatch.setattr(jobs, "produce", make_quickly)


@pytest.fixture
def cohort(personas):
    make_signing_key()
    return make_past_cohort(trainer=personas.trainer.person, capacity=40)


@pytest.fixture
def enrolment(cohort, personas):
    return make_attended_enrolment(cohort=cohort, person=personas.owner.person)


@pytest.fixture
def group(cohort, enrolment, personas):
    """Two who are entitled, one who is not, one whose name cannot be printed."""
    make_attended_enrolment(cohort=cohort, person=personas.colleague.person)
    make_attended_enrolment(cohort=cohort, person=make_person(), present=(True, False))
    make_attended_enrolment(cohort=cohort, person=make_person(family_name=UNPRINTABLE))
    return cohort


@pytest.fixture
def trainer(personas):
    return personas.client(personas.trainer)


def address(cohort) -> str:
    return f"/manage/cohorts/{cohort.public_id}/certificates"


def order(client, cohort):
    """As the button does: for all who are due."""
    return client.post(address(cohort))


def order_all(cohort):
    """For everybody, whatever stands in the way."""
    db.session.commit()
    run = order_certificates(
        cohort=cohort, enrolments=list_roster(cohort), actor=cohort.trainers[0], now=START
    )
    db.session.commit()
    return run


def issued() -> list[Certificate]:
    return list(db.session.scalars(select(Certificate).order_by(Certificate.id)))


def outcomes() -> dict[str, str]:
    """By family name, what became of each order."""
    orders = db.session.scalars(select(CertificateOrder))
    return {one.enrolment.person.family_name: one.reason or one.state for one in orders}


def count(model, *conditions) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def waiting() -> int:
    return count(CertificateOrder, CertificateOrder.state == OrderState.WAITING)


def test_everyone_entitled_gets_theirs_and_the_others_are_told_why(personas, group, trainer):
    order_all(group)
    page = trainer.get(address(group)).text
    assert "0 von 4 bearbeitet" in page
    assert '<progress value="0" max="4">' in page
    assert "Stand neu laden" in page, "for who has no script"
    assert "Wird ausgestellt" in trainer.get(f"/manage/cohorts/{group.public_id}").text

    assert run_job(ISSUE_JOB) == 2

    assert {certificate.person_id for certificate in issued()} == {
        personas.owner.person_id,
        personas.colleague.person_id,
    }
    assert {one.issued_by_id for one in issued()} == {personas.trainer.person_id}
    assert count(OutboxMessage) == 2
    page = trainer.get(address(group)).text
    assert "2 ausgestellt, 2 nicht ausgestellt" in page
    assert "Für diese Zeichen fehlt die Schrift: 明." in page
    assert "Es fehlt noch: 54 Minuten Anwesenheit." in page
    assert "Stand neu laden" not in page
    trainer.get("/language/en")
    assert "No font has these characters: 明." in trainer.get(address(group)).text
    [run] = db.session.scalars(select(IssueRun))
    assert run.finished_at is not None
    of_run = trainer.get(f"/manage/certificate-runs/{run.public_id}").text
    assert personas.trainer.person.name in of_run
    assert UNPRINTABLE in of_run


def test_what_stands_in_the_way_is_said_before(personas, group, trainer):
    db.session.add(
        HolderName(person_id=personas.owner.person_id, name="Ada Ander", changed_at=START)
    )
    make_attended_enrolment(cohort=group, person=make_person(), present=(True, None))
    page = trainer.get(address(group)).text
    assert "Alle 2 Bescheinigungen ausstellen" in page
    assert "Ada Ander<" in page, "the name that will be printed"
    assert "Für diese Zeichen fehlt die Schrift: 明." in page
    assert "Anwesend: 90 von 180 Minuten, nötig sind 144." in page
    assert "Die Anwesenheit ist erst an 1 von 2 Terminen erfasst." in page


def test_ordering_again_adds_nothing(personas, group, trainer):
    due = [one for one in group.enrolments if one.person_id == personas.owner.person_id]
    for _ in range(2):
        order_certificates(cohort=group, enrolments=due, actor=personas.trainer.person, now=START)
    assert (count(CertificateOrder), count(IssueRun)) == (1, 1)
    run_job(ISSUE_JOB)
    order(trainer, group)
    run_job(ISSUE_JOB)
    order(trainer, group)
    again = trainer.get(order(trainer, group).location).text
    assert "keine weitere Bescheinigung" in again
    assert len(issued()) == 2


def test_only_who_manages_the_cohort_sees_and_orders(personas, group):
    another = make_account(Role.TRAINER, function=None)
    make_certificate(person=personas.owner.person, cohort=group)
    [certificate] = issued()
    run = order_certificates(
        cohort=group,
        enrolments=[one for one in group.enrolments if one.person_id != personas.owner.person_id],
        actor=personas.trainer.person,
        now=START,
    )
    before = count(CertificateOrder)
    for account, status in ((another, 404), (personas.coordinator, 403), (personas.owner, 403)):
        client = personas.client(account)
        assert {
            client.post(address(group)).status_code,
            client.get(address(group)).status_code,
            client.get(f"{address(group)}/progress").status_code,
            client.post(f"{address(group)}.zip").status_code,
            client.post(f"/manage/certificates/{certificate.public_id}.pdf").status_code,
            client.get(f"/manage/certificate-runs/{run.public_id}").status_code,
        } == {status}
    assert count(CertificateOrder) == before
    assert personas.client(personas.office).get(address(group)).status_code == 200


def test_progress_is_told_to_scripts(group, trainer):
    order_all(group)
    db.session.scalars(select(CertificateOrder)).first().state = OrderState.ISSUED
    db.session.commit()
    assert trainer.get(f"{address(group)}/progress").json == {
        "done": 1,
        "total": 4,
        "text": "1 von 4 bearbeitet",
    }
    run_job(ISSUE_JOB)
    assert trainer.get(f"{address(group)}/progress").json["total"] == 0


def test_what_changed_between_order_and_issue_is_a_reason(personas, group, enrolment, trainer):
    order(trainer, group)
    assert waiting() == 2, "who is not entitled or cannot be printed is not ordered"
    make_certificate(person=personas.colleague.person, cohort=group)
    enrolment.status, enrolment.seat_number = EnrolmentStatus.WITHDRAWN, None
    db.session.commit()

    assert run_job(ISSUE_JOB) == 0

    assert outcomes() == {
        personas.colleague.person.family_name: ReasonKind.ALREADY_ISSUED,
        personas.owner.person.family_name: ReasonKind.NOT_TAKING_PART,
    }


def test_who_no_longer_leads_the_cohort_issues_nothing(personas, group, trainer):
    order(trainer, group)
    group.trainers[:] = [make_account(Role.TRAINER, function=None).person]
    db.session.commit()
    assert run_job(ISSUE_JOB) == 0
    assert set(outcomes().values()) == {ReasonKind.NOT_IN_CHARGE}


def test_a_document_that_cannot_be_made_does_not_hold_up_the_others(
    personas, group, trainer, monkeypatch
):
    def fail_for_the_owner(order, _material):
        if order.data.holder_name == personas.owner.person.name:
            raise RenderingFailed("broken")
        return PDF

    order(trainer, group)
    monkeypatch.setattr(jobs, "produce", fail_for_the_owner)
    assert run_job(ISSUE_JOB) == 1
    assert outcomes()[personas.owner.person.family_name] == ReasonKind.NOT_MADE
    assert waiting() == 0


def test_without_a_key_orders_wait(group, trainer):
    db.session.scalars(select(SigningKey)).one().in_use = False
    db.session.commit()
    order(trainer, group)
    assert run_job(ISSUE_JOB) == 0
    assert waiting() == 2
    assert "Der Schlüssel fehlt noch" in trainer.get(address(group)).text
    db.session.scalars(select(SigningKey)).one().in_use = True
    db.session.commit()
    assert run_job(ISSUE_JOB) == 2


def test_what_changes_while_it_is_made_waits_for_the_next_sweep(
    personas, group, trainer, monkeypatch
):
    def rename_meanwhile(order, material):
        db.session.get_one(HolderName, personas.owner.person_id).name += "x"
        db.session.commit()
        return make_quickly(order, material)

    db.session.add(
        HolderName(person_id=personas.owner.person_id, name="Ada Ander", changed_at=START)
    )
    order(trainer, group)
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "produce", rename_meanwhile)
        run_job(ISSUE_JOB)
    assert outcomes()[personas.owner.person.family_name] == OrderState.WAITING
    run_job(ISSUE_JOB)
    assert outcomes()[personas.owner.person.family_name] == OrderState.ISSUED
    assert issued()[-1].document.holder_name.startswith("Ada Anderx")


def test_a_run_whose_people_are_erased_ends(personas, cohort, enrolment, trainer):
    assert order(trainer, cohort).location == address(cohort)
    ORDERS.erase(personas.owner.person_id)
    db.session.commit()
    run_job(ISSUE_JOB)
    assert db.session.scalars(select(IssueRun)).one().finished_at is not None
    assert "Fortschritt" not in trainer.get(address(cohort)).text


def test_results_are_exported_in_words_and_not_kept_for_good(personas, cohort, trainer):
    make_attended_enrolment(cohort=cohort, person=personas.owner.person, present=(True, False))
    order_all(cohort)
    run_job(ISSUE_JOB)
    [exported] = ORDERS.export(personas.owner.person_id)
    assert exported["reason"].startswith("Es fehlt noch: 54 Minuten")

    assert KEPT_RUNS.delete(before=START - timedelta(days=180), most=10) == 0
    run = db.session.scalars(select(IssueRun)).one()
    run.finished_at = START - timedelta(days=200)
    db.session.commit()
    assert KEPT_RUNS.delete(before=START - timedelta(days=180), most=10) == 1
    assert count(CertificateOrder) == 0


def test_statements_per_certificate_do_not_grow_with_the_group(personas, cohort):
    def statements(people: int) -> int:
        add_people(cohort, personas.owner.person.municipality, people)
        db.session.commit()
        order_certificates(
            cohort=cohort,
            enrolments=services.queries.list_due(cohort),
            actor=personas.trainer.person,
            now=START,
        )
        db.session.commit()
        with recorded_queries() as recorded:
            assert run_job(ISSUE_JOB) == people
        return len(recorded)

    few, more = statements(2), statements(5)
    each = (more - few) / 3
    assert each <= MOST_STATEMENTS
    assert few <= 2 * each + 25


#: To check again, to write, and to tell the holder.
MOST_STATEMENTS = 30


def test_pages_ask_the_database_once_however_many_they_are(personas, cohort, trainer):
    def asked() -> int:
        db.session.commit()
        with recorded_queries() as recorded:
            assert trainer.get(address(cohort)).status_code == 200
        return len(recorded)

    def more() -> None:
        home = personas.owner.person.municipality
        add_people(cohort, home, 2)
        refused = add_people(cohort, home, 2)
        for one in refused:
            one.attendances[0].status = "absent"
        for one in add_people(cohort, home, 2):
            make_certificate(person=one.person, cohort=cohort)
        order_certificates(
            cohort=cohort, enrolments=refused, actor=personas.trainer.person, now=START
        )
        db.session.commit()
        run_job(ISSUE_JOB)

    more()
    few = asked()
    for _ in range(3):
        more()
    assert asked() <= few


def test_a_course_keeps_its_name_of_then(personas, group, trainer):
    title = group.title.de
    group.course.title = Bilingual(de="Neu", en="New")
    order(trainer, group)
    run_job(ISSUE_JOB)
    assert {one.document.course_title for one in issued()} == {title}
