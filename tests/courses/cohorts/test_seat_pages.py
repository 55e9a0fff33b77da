"""Pages of the line: what a person sees of their own place, and what a trainer can do."""

import re
from datetime import timedelta

import pytest

from app.kernel.db import db
from courses.cohorts.models import EnrolmentStatus
from courses.cohorts.queries import find_enrolment
from courses.cohorts.seats import services as seats
from courses.cohorts.seats.queries import count_reserved
from tests.courses.factories import make_cohort, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_person

pytestmark = in_turn


@pytest.fixture
def cohort(personas):
    """A full cohort of one seat that the trainer of the personas runs."""
    cohort = make_cohort(capacity=1, trainers=[personas.trainer.person])
    make_enrolment(cohort=cohort)
    return cohort


def url(cohort, rest=""):
    return f"/cohorts/{cohort.public_id}{rest}"


def managed(cohort, rest=""):
    return f"/manage/cohorts/{cohort.public_id}{rest}"


def wait(cohort, person):
    return seats.join_waiting_list(cohort=cohort, person=person, actor=person, now=START)


def test_from_a_full_cohort_onto_the_waiting_list_and_off_again(personas, cohort):
    client, person = personas.client(personas.owner), personas.owner.person
    wait(cohort, make_person())
    page = client.get(url(cohort)).text
    assert "Auf die Warteliste" in page
    assert "Jetzt anmelden" not in page
    answer = client.post(url(cohort, "/waiting-list"), data={"take_at_once": "y"})
    assert answer.status_code == 303
    assert find_enrolment(person, cohort).take_at_once
    page = client.get(url(cohort)).text
    assert "Sie sind an 2. Stelle der Warteliste" in page
    client.post(url(cohort, "/waiting-list"), data={})
    assert not find_enrolment(person, cohort).take_at_once, "they may change their mind"
    assert "Nicht mehr warten?" in client.get(url(cohort, "/waiting-list/leave")).text
    client.post(url(cohort, "/waiting-list/leave"))
    assert find_enrolment(person, cohort).status == EnrolmentStatus.WITHDRAWN
    assert client.get(url(cohort, "/waiting-list/leave")).status_code == 404
    assert client.post(url(cohort, "/waiting-list/leave")).status_code == 422


def test_an_offer_is_answered_by_button_and_never_by_a_link(personas, cohort):
    client, person = personas.client(personas.owner), personas.owner.person
    holder = cohort.enrolments[0]
    offered = wait(cohort, person)
    seats.withdraw(enrolment=holder, actor=holder.person, now=START)
    assert "Ein Platz ist für Sie frei" in client.get("/").text
    page = client.get(url(cohort)).text
    assert "Wir halten ihn für Sie bis" in page
    client.get(url(cohort, "/offer/decline"))
    assert offered.status == EnrolmentStatus.OFFERED
    assert "Platz annehmen oder ablehnen" in client.get(f"/courses/{cohort.course.slug}").text
    assert client.post(url(cohort, "/offer/accept")).status_code == 303
    assert "Sie sind angemeldet" in client.get(url(cohort)).text
    answer = client.post(url(cohort, "/offer/decline"))
    assert answer.status_code == 422
    assert "nicht mehr für Sie freigehalten" in answer.text


def test_a_lapsed_offer_says_so_and_leads_back_to_the_line(personas, cohort, clock):
    client, person = personas.client(personas.owner), personas.owner.person
    holder = cohort.enrolments[0]
    wait(cohort, person)
    wait(cohort, make_person())
    seats.withdraw(enrolment=holder, actor=holder.person, now=START)
    db.session.commit()
    clock.advance(hours=49)
    personas.client(personas.owner)
    client = personas.client(personas.owner)
    answer = client.post(url(cohort, "/offer/accept"))
    assert answer.status_code == 422
    assert "nicht mehr für Sie freigehalten" in answer.text
    assert "Auf die Warteliste" in answer.text


def test_a_seat_is_passed_on_by_mail_address(personas, cohort):
    cohort = make_cohort(trainers=[personas.trainer.person])
    owner, colleague = personas.client(personas.owner), personas.client(personas.colleague)
    owner.post(url(cohort, "/enrol"))
    refused = owner.post(url(cohort, "/substitute"), data={"email": personas.foreigner.email})
    assert refused.status_code == 422
    assert "niemanden aus derselben Kommune" in refused.text
    owner.post(url(cohort, "/substitute"), data={"email": personas.colleague.email})
    assert "jemandem angeboten" in owner.get(url(cohort)).text
    assert "bietet Ihnen den eigenen Platz an" in colleague.get("/").text
    page = colleague.get(url(cohort)).text
    assert "Platz übernehmen" in page
    assert personas.owner.person.name not in page, "who asks is for them to say"
    owner.post(url(cohort, "/substitute/take-back"))
    assert colleague.post(url(cohort, "/substitute/accept")).status_code == 422
    owner.post(url(cohort, "/substitute"), data={"email": personas.colleague.email})
    assert colleague.post(url(cohort, "/substitute/accept")).status_code == 303
    assert find_enrolment(personas.colleague.person, cohort).takes_part
    assert not find_enrolment(personas.owner.person, cohort).takes_part


def test_the_trainer_sees_the_line_and_acts_on_it(personas, cohort):
    trainer = personas.client(personas.trainer)
    first, second = wait(cohort, make_person()), wait(cohort, make_person())
    page = trainer.get(managed(cohort)).text
    assert "1. Stelle" in page
    assert page.index(first.person.name) < page.index(second.person.name)
    offer = managed(cohort, f"/enrolments/{second.public_id}/offer")
    assert "Bitte wählen Sie einen Grund" in trainer.post(offer).text
    assert trainer.post(offer, data={"reason": "turn_promised"}).status_code == 303
    assert second.status == EnrolmentStatus.OFFERED
    assert "Platz angeboten bis" in trainer.get(managed(cohort)).text
    away = managed(cohort, f"/enrolments/{first.public_id}/remove")
    assert trainer.get(away).status_code == 200
    assert trainer.post(away, data={"reason": "removal_asked"}).status_code == 303
    assert first.status == EnrolmentStatus.WITHDRAWN
    ill = managed(cohort, f"/enrolments/{cohort.enrolments[0].public_id}/substitute")
    assert trainer.get(ill).status_code == 200
    other = make_cohort(trainers=[personas.trainer.person])
    strange = managed(other, f"/enrolments/{second.public_id}/remove")
    assert trainer.get(strange).status_code == 404, "that enrolment is of another cohort"
    assert personas.client(personas.owner).get(away).status_code == 403


def test_seats_are_reserved_in_the_form(personas):
    trainer = personas.client(personas.trainer)
    cohort = make_cohort(capacity=3, trainers=[personas.trainer.person])
    home = personas.owner.person.municipality
    page = managed(cohort, "/capacity")
    more = trainer.post(page, data={"seats": "3", "reserved-0-count": "1", "add_row": "1"})
    assert more.status_code == 200
    assert 'name="reserved-1-count"' in more.text
    given = {"seats": "3", "reserved-0-municipality": home.public_id, "reserved-0-count": "4"}
    refused = trainer.post(page, data=given)
    assert refused.status_code == 422
    assert "mehr Plätze, als der Durchgang hat" in refused.text
    without = trainer.post(page, data=given | {"reserved-0-municipality": ""})
    assert "Bitte wählen Sie eine Kommune" in without.text
    given |= {"reserved-0-count": "2", "reserved_until": "2026-11-27"}
    assert trainer.post(page, data=given).status_code == 303
    assert count_reserved(cohort) == {home: 2}
    assert cohort.reserved_until > START + timedelta(days=4)
    shown = trainer.get(managed(cohort)).text
    assert re.search(rf"{home.name}: 2\s+\(bis", shown)
    trainer.post(page, data={"seats": "4"})
    assert count_reserved(cohort) == {home: 2}, "what is not said stays"
    foreign = personas.client(personas.foreigner).get(url(cohort)).text
    assert "Noch 2 Plätze frei" in foreign


def test_the_line_costs_as_many_statements_for_many_as_for_few(personas, cohort):
    trainer, counts = personas.client(personas.trainer), []
    for _ in range(2):
        for _ in range(3):
            wait(cohort, make_account().person)
        db.session.commit()
        db.session.expire_all()
        with recorded_queries() as statements:
            trainer.get(managed(cohort))
        counts.append(len(statements))
    assert counts[0] == counts[1]
