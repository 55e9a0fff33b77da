"""Trainers issue certificates: to those who are entitled, once, and with what was true that day."""

from io import BytesIO
from threading import Barrier, Thread

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.i18n import Bilingual
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from certificates.issuing import drafts
from certificates.register.events import CertificateIssued
from certificates.register.models import Certificate
from courses.cohorts.models import EnrolmentStatus
from organisations.models import Person
from organisations.protection.services import hide_contact
from tests.certificates.factories import (
    PDF,
    make_attended_enrolment,
    make_certificate,
    make_past_cohort,
    make_signing_key,
)
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.personas import make_personas
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_person

pytestmark = in_turn

UNPRINTABLE = "Ada 明"


@pytest.fixture
def cohort(personas):
    make_signing_key()
    return make_past_cohort(trainer=personas.trainer.person)


@pytest.fixture
def enrolment(cohort, personas):
    return make_attended_enrolment(cohort=cohort, person=personas.owner.person)


@pytest.fixture
def quick_print(monkeypatch):
    """Drawing is tested elsewhere; here it only takes time."""
    monkeypatch.setattr(drafts, "produce", lambda _order, _material: PDF)


def issue(client, enrolment):
    return client.post(f"/manage/enrolments/{enrolment.public_id}/certificate")


def issued() -> list[Certificate]:
    return list(db.session.scalars(select(Certificate).order_by(Certificate.id)))


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_trainer_issues_what_the_person_has_earned(personas, enrolment):
    personas.trainer.person.job_title = Bilingual(de="Trainerin", en="Trainer")
    person, course = enrolment.person, enrolment.cohort.course
    trainer = personas.client(personas.trainer)

    answer = issue(trainer, enrolment)

    assert (answer.status_code, answer.location) == (
        303,
        f"/manage/cohorts/{enrolment.cohort.public_id}",
    )
    [certificate] = issued()
    document = certificate.document
    assert (certificate.person, certificate.cohort) == (person, enrolment.cohort)
    assert document.holder_name == person.name
    assert document.course_title == course.title.de
    assert document.total_minutes == 180
    assert [str(day) for day in document.dates] == ["2026-11-09", "2026-11-10"]
    assert str(document.issued_on) == "2026-11-23"
    assert (document.signatory, document.signatory_function) == (
        personas.trainer.person.name,
        "Trainerin",
    )
    assert document.verify_url == f"http://localhost/verify/{certificate.code}"
    printed = text_of(certificate.pdf)
    assert person.name in printed
    assert course.title.de in printed
    assert document.code in printed
    assert "ist ausgestellt" in trainer.get(answer.location).text


def test_what_a_protected_trainer_does_is_not_printed_for_everybody(
    personas, enrolment, quick_print
):
    trainer = personas.trainer.person
    hide_contact(person=trainer, actor=trainer, now=START)
    issue(personas.client(personas.trainer), enrolment)
    [certificate] = issued()
    assert certificate.document.signatory == trainer.name
    assert certificate.document.signatory_function == ""


def test_the_holder_is_told_without_a_word_on_what(personas, enrolment, quick_print):
    issue(personas.client(personas.trainer), enrolment)

    mail = db.session.scalars(select(OutboxMessage)).one()
    assert mail.recipient == personas.owner.email
    assert "Bescheinigung" in mail.body
    assert "http://localhost/certificates" in mail.body
    assert enrolment.cohort.course.title.de not in mail.subject + mail.body


def test_issuing_is_audited_and_announced(app, personas, enrolment, quick_print):
    heard = []
    app.extensions["komma"].bus.subscribe(CertificateIssued, heard.append)

    issue(personas.client(personas.trainer), enrolment)

    [certificate] = issued()
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "certificate.issued")
    ).one()
    assert entry.actor_public_id == personas.trainer.person.public_id
    assert entry.object_public_id == certificate.public_id
    assert [event.certificate_id for event in heard] == [certificate.id]


def test_a_form_sent_again_issues_nothing_more(personas, enrolment, quick_print):
    trainer = personas.client(personas.trainer)
    issue(trainer, enrolment)
    again = issue(trainer, enrolment)

    assert again.status_code == 303
    assert "bereits ausgestellt" in trainer.get(again.location).text
    assert (len(issued()), count(OutboxMessage)) == (1, 1)


@pytest.mark.parametrize(
    ("present", "reason"),
    [
        ((True, None), "Die Anwesenheit ist erst an 1 von 2 Terminen erfasst."),
        ((True, False), "Anwesend: 90 von 180 Minuten, nötig sind 144."),
        ((False, False), "Anwesend: 0 von 180 Minuten"),
    ],
)
def test_before_the_rule_is_kept_nothing_is_issued(personas, cohort, present, reason):
    enrolment = make_attended_enrolment(
        cohort=cohort, person=personas.owner.person, present=present
    )
    answer = issue(personas.client(personas.trainer), enrolment)

    assert answer.status_code == 422
    assert reason in answer.text
    assert (issued(), count(OutboxMessage)) == ([], 0)


def test_who_has_withdrawn_gets_none(personas, enrolment):
    enrolment.status, enrolment.seat_number = EnrolmentStatus.WITHDRAWN, None

    answer = issue(personas.client(personas.trainer), enrolment)

    assert answer.status_code == 422
    assert issued() == []


def test_only_the_cohorts_trainer_and_the_office_issue(personas, enrolment, quick_print):
    another = make_account(Role.TRAINER, function=None)
    for account, status in (
        (personas.owner, 403),
        (personas.colleague, 403),
        (personas.foreigner, 403),
        (personas.coordinator, 403),
        (another, 404),
    ):
        assert issue(personas.client(account), enrolment).status_code == status
        assert issued() == []

    assert issue(personas.client(personas.office), enrolment).status_code == 303
    assert issued()[0].issued_by_id == personas.office.person_id


def test_an_unknown_enrolment_is_a_404(personas):
    trainer = personas.client(personas.trainer)
    assert trainer.post("/manage/enrolments/nothing-has-this/certificate").status_code == 404
    assert trainer.post("/manage/cohorts/nothing-has-this/certificates").status_code == 404


def test_what_is_renamed_later_changes_nothing(personas, enrolment):
    name, title = enrolment.person.name, enrolment.cohort.course.title.de
    issue(personas.client(personas.trainer), enrolment)
    [certificate] = issued()
    before, pdf = certificate.data, certificate.pdf
    enrolment.person.family_name = "Ganz-Anders"
    enrolment.cohort.course.title = Bilingual(de="Neu", en="New")

    shown = personas.client(personas.owner).get("/certificates").text

    assert title in shown
    assert "Neu" not in shown
    [certificate] = issued()
    assert (certificate.data, certificate.pdf) == (before, pdf)
    assert certificate.document.holder_name == name


def test_a_course_that_was_rewritten_meanwhile_is_certified_as_it_was(personas, enrolment):
    course, title = enrolment.cohort.course, enrolment.cohort.title.de
    course.title = Bilingual(de="Neu", en="New")
    course.agenda[0].title = Bilingual(de="Anders", en="Different")
    course.attendance_percent = 100
    issue(personas.client(personas.trainer), enrolment)
    [certificate] = issued()
    assert certificate.document.course_title == title
    assert [module.title for module in certificate.document.modules] == [title]


def test_a_name_that_cannot_be_printed_is_explained_to_the_trainer(personas, enrolment):
    enrolment.person.family_name = UNPRINTABLE

    answer = issue(personas.client(personas.trainer), enrolment)

    assert answer.status_code == 422
    assert "fehlt die Schrift: 明." in answer.text
    assert issued() == []


def test_what_changed_while_it_was_drawn_is_not_issued(personas, enrolment, monkeypatch):
    person_id = enrolment.person_id

    def rename_meanwhile(_order, _material):
        db.session.get_one(Person, person_id).family_name = "Inzwischen-Anders"
        db.session.commit()
        return PDF

    monkeypatch.setattr(drafts, "produce", rename_meanwhile)
    answer = issue(personas.client(personas.trainer), enrolment)

    assert answer.status_code == 422
    assert "gerade geändert" in answer.text
    assert issued() == []


def test_two_clicks_at_once_issue_one(committing_app, monkeypatch):
    both_draw = Barrier(2, timeout=60)

    def draw_together(_order, _material):
        both_draw.wait()
        return PDF

    monkeypatch.setattr(drafts, "produce", draw_together)
    with committing_app.app_context():
        personas = make_personas(committing_app)
        make_signing_key()
        cohort = make_past_cohort(trainer=personas.trainer.person)
        enrolment = make_attended_enrolment(cohort=cohort, person=personas.owner.person)
        db.session.commit()
        clients = [personas.client(personas.trainer), personas.client(personas.office)]
        public_id = enrolment.public_id
    answers = []

    def click(client):
        answers.append(client.post(f"/manage/enrolments/{public_id}/certificate"))

    clicks = [Thread(target=click, args=(client,)) for client in clients]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert [answer.status_code for answer in answers] == [303, 303]
    told = sorted(
        next(word for word in ("bereits ausgestellt", "ist ausgestellt") if word in page)
        for page in (client.get(answers[0].location).text for client in clients)
    )
    assert told == ["bereits ausgestellt", "ist ausgestellt"]
    with committing_app.app_context():
        assert (len(issued()), count(OutboxMessage)) == (1, 1)


class TestRoster:
    """What the trainer's roster says of certificates."""

    def page(self, personas, cohort):
        return personas.client(personas.trainer).get(f"/manage/cohorts/{cohort.public_id}").text

    def test_it_says_where_each_person_stands(self, personas, cohort, enrolment):
        make_certificate(person=personas.owner.person, cohort=cohort)
        make_attended_enrolment(cohort=cohort, person=personas.colleague.person)
        make_attended_enrolment(cohort=cohort, person=make_person(), present=(True, None))
        make_attended_enrolment(cohort=cohort, person=make_person(), present=(True, False))

        page = self.page(personas, cohort)

        assert "Ausgestellt am 23. November 2026" in page
        assert f"für {personas.colleague.person.name}" in page
        assert "Anwesenheit noch offen" in page
        assert "Es fehlt noch: 54 Minuten Anwesenheit." in page
        assert "Bescheinigungen ansehen" in page, "one alone has its button in the row"
        make_attended_enrolment(cohort=cohort, person=make_person())
        assert "2 Bescheinigungen ausstellen" in self.page(personas, cohort)

    def test_it_asks_the_database_once_however_many_they_are(self, personas, cohort):
        address = f"/manage/cohorts/{cohort.public_id}"
        trainer = personas.client(personas.trainer)
        make_attended_enrolment(cohort=cohort, person=make_person())
        with recorded_queries() as few:
            trainer.get(address)
        for _ in range(4):
            person = make_person()
            make_attended_enrolment(cohort=cohort, person=person)
            make_certificate(person=person, cohort=cohort)
        db.session.commit()
        with recorded_queries() as many:
            trainer.get(address)
        assert len(many) <= len(few)
