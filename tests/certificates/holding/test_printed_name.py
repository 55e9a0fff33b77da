"""Holders say before issue what name is printed, and ask afterwards where something is wrong."""

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from certificates.register.models import CorrectionRequest, HolderName
from certificates.register.queries import find_holder_name
from certificates.register.services import wish_name
from tests.certificates.factories import (
    make_attended_enrolment,
    make_certificate,
    make_past_cohort,
    make_successor,
)
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account

pytestmark = in_turn

PAGE = "/certificates/printed-name"


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


@pytest.fixture
def certificate(personas):
    cohort = make_past_cohort(trainer=personas.trainer.person)
    return make_certificate(person=personas.owner.person, cohort=cohort)


def test_the_name_of_the_account_is_what_is_printed_at_first(personas, owner):
    name = personas.owner.person.name
    assert f"<strong>{name}</strong>" in owner.get("/certificates").text
    assert f'value="{name}"' in owner.get(PAGE).text
    assert "Wieder diesen Namen drucken" not in owner.get(PAGE).text


def test_a_wish_is_kept_and_can_be_taken_back(personas, owner):
    answer = owner.post(PAGE, data={"name": "  <b>Dr.</b>  Ada Anders "})
    assert (answer.status_code, answer.location) == (303, "/certificates")
    page = owner.get("/certificates").text
    assert "<strong>&lt;b&gt;Dr.&lt;/b&gt; Ada Anders</strong>" in page
    assert find_holder_name(personas.owner.person_id) == "<b>Dr.</b> Ada Anders"

    assert "Wieder diesen Namen drucken" in owner.get(PAGE).text
    owner.post(f"{PAGE}/forget")
    assert f"<strong>{personas.owner.person.name}</strong>" in owner.get("/certificates").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Bitte geben Sie den Namen ein"),
        ("12", "Bitte geben Sie den Namen ein"),
        ("A" * 121, "Bitte höchstens 120 Zeichen."),
        ("A" * 10_000, "Bitte höchstens 120 Zeichen."),
        ("Ada \U0001f600", "fehlt uns die Schrift: \U0001f600."),
        ("Ada\u202e Anders", "fehlt uns die Schrift: U+202E."),
        ("Ada\nAnders", "unsichtbare Zeichen"),
    ],
)
def test_what_cannot_be_printed_is_said_at_the_field(owner, typed, said):
    answer = owner.post(PAGE, data={"name": typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.scalars(select(HolderName)).all() == []


def test_nobody_else_learns_of_the_wish(personas, certificate):
    cohort = certificate.cohort
    wish_name(person=personas.owner.person, name="Ada Geheim", now=START)
    make_attended_enrolment(cohort=cohort, person=personas.owner.person)
    db.session.commit()
    coordinator = personas.client(personas.coordinator)
    for address in ("/manage/people", "/trainings", f"/cohorts/{cohort.public_id}"):
        assert "Geheim" not in coordinator.get(address).text


class TestOnTheCohortsPage:
    """Participants are asked while nothing is issued."""

    @pytest.fixture
    def cohort(self, personas):
        return make_past_cohort(trainer=personas.trainer.person)

    def page(self, client, cohort):
        return client.get(f"/cohorts/{cohort.public_id}").text

    def test_who_takes_part_sees_the_name(self, personas, owner, cohort):
        make_attended_enrolment(cohort=cohort, person=personas.owner.person, present=(None, None))
        assert "So wird Ihr Name gedruckt:" in self.page(owner, cohort)
        assert PAGE in self.page(owner, cohort)

    def test_a_name_that_cannot_be_printed_is_told_of_in_time(self, personas, owner, cohort):
        make_attended_enrolment(cohort=cohort, person=personas.owner.person, present=(None, None))
        personas.owner.person.family_name = "\U0001f600"
        assert "Ihr Name lässt sich so nicht drucken" in self.page(owner, cohort)

    def test_who_has_a_certificate_or_no_place_does_not(self, personas, owner, cohort):
        assert "So wird Ihr Name gedruckt" not in self.page(owner, cohort)
        make_attended_enrolment(cohort=cohort, person=personas.owner.person)
        make_certificate(person=personas.owner.person, cohort=cohort)
        assert "So wird Ihr Name gedruckt" not in self.page(owner, cohort)

    def test_a_revoked_certificate_does_not_lie_ready(self, personas, owner, certificate):
        make_attended_enrolment(cohort=certificate.cohort, person=personas.owner.person)
        certificate.revoked_at, certificate.revocation_reason = START, "Irrtum"
        page = self.page(owner, certificate.cohort)
        assert "Ihre Bescheinigung wurde widerrufen" in page
        assert "liegt bereit" not in page


class TestCorrections:
    """What is issued never changes, but one can ask for a new one."""

    def ask(self, client, certificate, wish="Bitte mit Titel"):
        return client.post(f"/certificates/{certificate.public_id}/correction", data={"wish": wish})

    def mails(self):
        return db.session.scalars(select(OutboxMessage)).all()

    @pytest.mark.parametrize("discreet", [True, False])
    def test_the_trainer_is_told_by_mail_where_to_read_it(
        self, personas, owner, certificate, discreet
    ):
        make_wishes(personas.trainer.person, discreet_trainings=discreet)
        answer = self.ask(owner, certificate)

        assert (answer.status_code, answer.location) == (303, "/certificates")
        assert "um eine Korrektur gebeten" in owner.get("/certificates").text
        [mail] = self.mails()
        assert mail.recipient == personas.trainer.email
        assert f"http://localhost/manage/certificates/{certificate.public_id}\n" in mail.body
        for kept in ("Titel", personas.owner.person.family_name, certificate.cohort.title.de):
            assert kept not in mail.subject + mail.body

    def test_one_wish_waits_at_a_time(self, owner, certificate):
        self.ask(owner, certificate)
        again = self.ask(owner, certificate, "noch etwas")
        assert "bereits um eine Korrektur gebeten" in owner.get(again.location).text
        assert [one.wish for one in db.session.scalars(select(CorrectionRequest))] == [
            "Bitte mit Titel"
        ]
        assert len(self.mails()) == 1

    def test_of_a_superseded_one_nothing_is_corrected(self, owner, certificate):
        make_successor(certificate)
        db.session.commit()
        again = self.ask(owner, certificate)
        assert "bereits durch eine neue ersetzt" in owner.get(again.location).text
        assert self.mails() == []

    @pytest.mark.parametrize("wish", ["", "  ", "a" * 501])
    def test_a_wish_says_something_in_five_hundred_characters(self, owner, certificate, wish):
        assert self.ask(owner, certificate, wish).status_code == 422

    @pytest.mark.parametrize("who", ["colleague", "trainer", "coordinator", "office"])
    def test_for_everyone_else_there_is_no_such_certificate(self, personas, certificate, who):
        client = personas.client(getattr(personas, who))
        assert client.get(f"/certificates/{certificate.public_id}/correction").status_code == 404
        assert self.ask(client, certificate).status_code == 404

    def test_another_trainer_is_not_told(self, owner, certificate):
        make_account(Role.TRAINER, function=None)
        self.ask(owner, certificate)
        assert len(self.mails()) == 1
