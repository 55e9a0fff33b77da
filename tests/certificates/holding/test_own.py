"""One's own certificates: listed, fetched as PDF, and shown to others as one wants."""

from datetime import timedelta

import pytest

from app.kernel.db import db
from certificates.register.models import NameShown
from certificates.register.queries import find_new_certificate, list_certificates_of
from certificates.register.services import ask_for_correction
from tests.certificates.factories import (
    PDF,
    make_attended_enrolment,
    make_certificate,
    make_past_cohort,
    make_successor,
)
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn


@pytest.fixture
def certificate(personas):
    cohort = make_past_cohort(trainer=personas.trainer.person)
    return make_certificate(person=personas.owner.person, cohort=cohort)


def pdf_address(certificate):
    return f"/certificates/{certificate.public_id}.pdf"


def test_the_list_names_course_days_and_length(personas, certificate):
    page = personas.client(personas.owner).get("/certificates").text

    assert certificate.document.course_title in page
    assert "Ausgestellt am 23. November 2026" in page
    assert "Am 9. und 10. November 2026" in page
    assert "3 Stunden" in page
    assert pdf_address(certificate) in page
    assert f"/verify/{certificate.code}" in page
    assert "Ihr Name auf der Prüfseite: nicht zu sehen" in page


def test_an_empty_list_says_what_comes_next(personas, certificate):
    page = personas.client(personas.colleague).get("/certificates").text

    assert "Noch keine Bescheinigung" in page
    assert certificate.document.course_title not in page


def test_the_list_speaks_english(personas, certificate):
    owner = personas.client(personas.owner)
    owner.get("/language/en")

    page = owner.get("/certificates").text

    assert "Your certificates" in page
    assert "On 9 and 10 November 2026" in page
    assert f'lang="de">{certificate.document.course_title}' in page


def test_the_owner_downloads_the_very_bytes(personas, certificate):
    answer = personas.client(personas.owner).get(pdf_address(certificate))

    assert answer.status_code == 200
    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    assert (
        answer.headers["Content-Disposition"]
        == "attachment; filename=Teilnahmebescheinigung-2026-11-23.pdf"
    )
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("who", ["colleague", "foreigner", "trainer", "coordinator", "office"])
def test_for_everyone_else_there_is_no_such_certificate(personas, certificate, who):
    client = personas.client(getattr(personas, who))

    assert client.get(pdf_address(certificate)).status_code == 404
    refused = client.post(
        f"/certificates/{certificate.public_id}/name",
        data={f"certificate-{certificate.public_id}-name_shown": "full"},
    )
    assert refused.status_code == 404
    assert certificate.name_shown == NameShown.NOTHING
    assert certificate.first_downloaded_at is None


def test_without_signing_in_one_is_asked_to(client, certificate):
    answer = client.get(pdf_address(certificate))

    assert answer.status_code == 303
    assert answer.location.startswith("/login")


def test_a_certificate_is_new_until_its_holder_fetches_it(personas, certificate, clock):
    person = personas.owner.person
    owner = personas.client(personas.owner)
    assert find_new_certificate(person) == certificate

    assert owner.head(pdf_address(certificate)).status_code == 200
    assert find_new_certificate(person) == certificate, "asking about it is not fetching it"

    owner.get(pdf_address(certificate))
    fetched_at = clock.now()
    clock.advance(hours=1)
    owner.get(pdf_address(certificate))

    assert certificate.first_downloaded_at == fetched_at
    assert find_new_certificate(person) is None


def test_the_newest_comes_first(personas, certificate):
    person = personas.owner.person
    older = make_certificate(
        person=person,
        cohort=make_past_cohort(trainer=personas.trainer.person),
        issued_at=START - timedelta(days=5),
    )

    assert list_certificates_of(person) == [certificate, older]
    assert find_new_certificate(person) == certificate


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ("nothing", "Ihr Name auf der Prüfseite: nicht zu sehen"),
        ("initials", "Ihr Name auf der Prüfseite: A. B."),
        ("full", "Ihr Name auf der Prüfseite: Ada Beispiel"),
    ],
)
def test_the_holder_decides_what_the_check_shows(personas, chosen, shown):
    personas.owner.person.family_name = "Beispiel"
    certificate = make_certificate(
        person=personas.owner.person, cohort=make_past_cohort(trainer=personas.trainer.person)
    )
    owner = personas.client(personas.owner)

    answer = owner.post(
        f"/certificates/{certificate.public_id}/name",
        data={f"certificate-{certificate.public_id}-name_shown": chosen},
    )

    assert (answer.status_code, answer.location) == (303, "/certificates")
    assert shown in owner.get("/certificates").text


@pytest.mark.parametrize("chosen", ["everything", "", None])
def test_another_choice_is_refused_at_the_field(personas, certificate, chosen):
    other = make_certificate(
        person=personas.owner.person, cohort=make_past_cohort(trainer=personas.trainer.person)
    )
    data = {f"certificate-{certificate.public_id}-name_shown": chosen} if chosen is not None else {}

    answer = personas.client(personas.owner).post(
        f"/certificates/{certificate.public_id}/name", data=data
    )

    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in answer.text
    assert pdf_address(other) in answer.text
    db.session.expire_all()
    assert certificate.name_shown == NameShown.NOTHING


class TestWhatBecameOfIt:
    """The holder reads on one page what each certificate is worth."""

    def page(self, personas):
        return personas.client(personas.owner).get("/certificates").text

    def test_a_valid_one_is_called_so(self, personas, certificate):
        assert "Gültig" in self.page(personas)

    @pytest.mark.parametrize(
        ("days", "said", "offers_dates"),
        [
            (200, "Gültig bis 11. Juni 2027", False),
            (30, "Sie läuft bald ab.", True),
            (-1, "Abgelaufen: galt bis 22. November 2026", True),
        ],
    )
    def test_one_that_ends_says_when_and_what_to_do(self, personas, days, said, offers_dates):
        cohort = make_past_cohort(trainer=personas.trainer.person)
        make_certificate(
            person=personas.owner.person,
            cohort=cohort,
            valid_until=START.date() + timedelta(days=days),
        )
        page = self.page(personas)
        assert said in page
        assert (f'href="/courses/{cohort.course.slug}"' in page) is offers_dates

    def test_of_a_revoked_one_the_reason_is_told(self, personas, certificate):
        certificate.revoked_at, certificate.revocation_reason = START, "Falscher <b>Kurs</b>"
        page = self.page(personas)
        assert "Widerrufen am" in page
        assert "Falscher &lt;b&gt;Kurs&lt;/b&gt;" in page
        assert pdf_address(certificate) in page, "it is still theirs"

    def test_superseded_ones_stand_apart(self, personas, certificate):
        newer = make_successor(certificate)
        page = self.page(personas)
        current, former = page.split("Frühere Fassungen (1)")
        assert pdf_address(newer) in current
        assert pdf_address(certificate) not in current
        assert pdf_address(certificate) in former
        assert "Ersetzt am" in former

    def test_the_choice_of_the_name_holds_for_the_superseded_too(self, personas, certificate):
        newer = make_successor(certificate)
        personas.client(personas.owner).post(
            f"/certificates/{newer.public_id}/name",
            data={f"certificate-{newer.public_id}-name_shown": "full"},
        )
        db.session.expire_all()
        assert (certificate.name_shown, newer.name_shown) == (NameShown.FULL, NameShown.FULL)


def test_the_list_asks_the_database_once_however_long_it_is(personas, certificate):
    owner = personas.client(personas.owner)
    make_successor(certificate)
    db.session.commit()
    with recorded_queries() as few:
        owner.get("/certificates")
    for _ in range(3):
        cohort = make_past_cohort(trainer=personas.trainer.person)
        own = make_certificate(
            person=personas.owner.person,
            cohort=cohort,
            valid_until=START.date() + timedelta(days=3),
        )
        ask_for_correction(certificate=make_successor(own), wish="Titel", now=START)
    db.session.commit()
    with recorded_queries() as many:
        owner.get("/certificates")
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("who", "sees"), [("owner", True), ("coordinator", True), ("trainer", False)]
)
def test_trainees_find_it_in_the_navigation(personas, who, sees):
    page = personas.client(getattr(personas, who)).get("/").text

    assert ('href="/certificates"' in page) is sees


class TestOnTheCohortsPage:
    """Participants find their certificate where they look for their course."""

    def page(self, personas, cohort):
        return personas.client(personas.owner).get(f"/cohorts/{cohort.public_id}").text

    def test_it_is_there_to_download(self, personas):
        cohort = make_past_cohort(trainer=personas.trainer.person)
        make_attended_enrolment(cohort=cohort, person=personas.owner.person)
        own = make_certificate(person=personas.owner.person, cohort=cohort)

        assert pdf_address(own) in self.page(personas, cohort)

    def test_who_has_earned_it_reads_who_issues_it(self, personas):
        cohort = make_past_cohort(trainer=personas.trainer.person)
        make_attended_enrolment(cohort=cohort, person=personas.owner.person)

        assert "Ihre Kursleitung stellt die Bescheinigung aus" in self.page(personas, cohort)

    def test_before_that_nothing_is_promised(self, personas):
        cohort = make_past_cohort(trainer=personas.trainer.person)
        make_attended_enrolment(cohort=cohort, person=personas.owner.person, present=(True, None))

        assert 'id="certificate"' not in self.page(personas, cohort)
