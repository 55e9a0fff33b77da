"""A seat for every dated step, in one go: all of them or none."""

from functools import partial
from itertools import cycle

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus
from courses.paths.queries import find_current_path
from courses.paths.request_models import PathPlanningRequest
from organisations.models import Function
from scheduling.services import occupy
from tests.courses.cohorts.test_last_seat import (  # noqa: F401 - fixtures
    Browser,
    address,
    all_at_once,
    patient_database,
)
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.courses.needs.factories import make_analysis
from tests.courses.paths.world import WEEK, make_world, plan
from tests.house.clock import START
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality

CLIENTS, ROUNDS = 4, 3


@pytest.fixture
def world(personas):
    return make_world(personas.owner.person)


@pytest.fixture
def owner(personas, world):
    return personas.client(personas.owner)


def book(client, *cohorts):
    return client.post("/path/enrol", data={"cohorts": ",".join(c.public_id for c in cohorts)})


def standing(person):
    db.session.expire_all()
    rows = db.session.scalars(select(Enrolment).where(Enrolment.person_id == person.id))
    return {one.cohort_id: one.status for one in rows}


@pytest.mark.in_turn
def test_the_path_offers_it_and_the_page_says_what_it_means(owner, world, personas):
    world.first_rights.trainers.append(personas.trainer.person)
    world.press.needs_approval = True
    plan(world)
    meeting = make_cohort(starts_at=world.first_press.sessions[0].event.starts_at)
    occupy(event=meeting.sessions[0].event, person=world.person, now=START)
    db.session.commit()
    assert "Zu allen Terminen anmelden (2)" in owner.get("/path").text
    page = owner.get("/path/enrol").text
    assert f"Ihre Anmeldung sieht die Kursleitung: {personas.trainer.person.name}." in page
    assert "Ihre Kommune entscheidet über diesen Platz" in page
    assert f"In Ihrem Kalender steht dann: {meeting.course.title.de}" in page
    assert "Zu allen 2 Durchgängen anmelden" in page


def test_all_of_them_are_booked_at_once_and_the_path_still_fits(owner, world):
    world.press.needs_approval = True
    path = plan(world)
    db.session.commit()
    answer = book(owner, world.first_rights, world.first_press)
    assert answer.location == "/path"
    assert standing(world.person) == {
        world.first_rights.id: EnrolmentStatus.ENROLLED,
        world.first_press.id: EnrolmentStatus.REQUESTED,
    }
    mails = db.session.query(OutboxMessage).count()
    assert find_current_path(world.person).id == path.id
    assert path.outdated_at is None
    assert db.session.query(PathPlanningRequest).count() == 0
    assert "Sie sind zu 1 Durchgang angemeldet. 1 Anfrage ist unterwegs." in owner.get("/path").text
    assert book(owner, world.first_rights, world.first_press).status_code == 303, "sent twice"
    assert len(standing(world.person)) == 2
    assert db.session.query(OutboxMessage).count() == mails


def test_where_one_seat_is_gone_nothing_is_booked_and_the_page_names_it(owner, world):
    plan(world)
    for _ in range(12):
        make_enrolment(cohort=world.first_press)
    db.session.commit()
    answer = book(owner, world.first_rights, world.first_press)
    assert answer.status_code == 422
    assert "Es ist nichts gebucht" in answer.text
    assert (
        f"‚{world.press.title.de}‘ ab Montag, 7. Dezember 2026: In diesem Durchgang" in answer.text
    )
    assert "Lernpfad neu berechnen" in answer.text
    assert standing(world.person) == {}
    assert db.session.query(OutboxMessage).count() == 0


@pytest.mark.in_turn
def test_only_what_the_path_suggests_can_be_booked_like_this(owner, world):
    plan(world)
    db.session.commit()
    for cohorts in ([], [world.second_rights], [world.first_rights, make_cohort()]):
        answer = book(owner, *cohorts)
        assert answer.status_code == 422
        assert "Ihr Lernpfad ist inzwischen ein anderer." in answer.text
    for hostile in ("A\x00B", ",", "'" * 5000):
        assert owner.post("/path/enrol", data={"cohorts": hostile}).status_code == 422
    assert standing(world.person) == {}


@pytest.mark.in_turn
def test_what_is_not_possible_yet_is_left_for_later(owner, world):
    world.press.prerequisites.append(world.rights)
    plan(world)
    db.session.commit()
    assert "Zu allen Terminen anmelden" not in owner.get("/path").text, (
        "one has a button of its own"
    )
    page = owner.get("/path/enrol").text
    later = page.partition("Noch nicht dabei")[2]
    assert f"Erst möglich, wenn Sie abgeschlossen haben: {world.rights.title.de}." in later
    assert "Zu 1 Durchgang anmelden" in page


@pytest.mark.in_turn
def test_reasons_to_wait(owner, world):
    world.first_press.enrolment_opens_at = START + WEEK / 7
    make_enrolment(cohort=world.first_rights, person=world.person, status=EnrolmentStatus.DECLINED)
    plan(world)
    db.session.commit()
    page = owner.get("/path/enrol").text
    assert "Die Anmeldung beginnt am Dienstag, 24. November 2026." in page
    assert "Ihre Kommune hat diese Anmeldung abgelehnt." in page
    assert "Zurzeit ist nichts zu buchen" in page


@pytest.mark.in_turn
def test_who_may_not_enrol_is_not_asked(personas, world):
    plan(world)
    db.session.commit()
    for account in (personas.trainer, personas.office):
        client = personas.client(account)
        assert client.get("/path/enrol").status_code == 403
        assert book(client, world.first_rights).status_code == 403


@pytest.mark.in_turn
def test_the_page_asks_a_fixed_number_of_questions(owner, world):
    plan(world)
    db.session.commit()
    owner.get("/path/enrol")
    with recorded_queries() as few:
        owner.get("/path/enrol")
    for number in range(3):
        course = make_course(raises={world.crisis: 3}, minutes=10 + number)
        make_cohort(course=course, starts_at=START + (number + 4) * WEEK)
    owner.post("/path")
    with recorded_queries() as many:
        owner.get("/path/enrol")
    assert len(many) == len(few), "\n".join(many)


def test_several_people_want_the_same_last_seats(committing_app, address):  # noqa: F811
    """Whoever is second gets neither of the seats, and two who are crosswise do not hang."""
    with committing_app.app_context():
        home = make_municipality()
        accounts = [
            make_account(function=Function.EXECUTIVE, municipality=home) for _ in range(CLIENTS)
        ]
        worlds = make_world(accounts[0].person)
        emails = [account.email for account in accounts]
        law, crisis = worlds.law, worlds.crisis
        for account in accounts:
            make_analysis(person=account.person, levels={law: 1, crisis: 0})
        slugs = [worlds.rights.id, worlds.press.id]
        for cohort in (worlds.first_rights, worlds.second_rights, worlds.first_press):
            cohort.enrolment_closes_at = START - WEEK
            cohort.enrolment_opens_at = None
        db.session.commit()
    browsers = [Browser(address, email) for email in emails]
    for round_number in range(ROUNDS):
        with committing_app.app_context():
            first, second = (
                make_cohort(
                    course=db.session.get(type(worlds.rights), slug),
                    starts_at=START + (2 * round_number + place + 4) * WEEK,
                    capacity=1,
                )
                for place, slug in enumerate(slugs)
            )
            db.session.commit()
            ids = {first.id, second.id}
            names = [first.public_id, second.public_id]
        for browser in browsers:
            assert browser.post("/path")[0] == 303
        answers = all_at_once(
            [
                partial(browser.post, "/path/enrol", cohorts=",".join(chosen))
                for browser, chosen in zip(browsers, cycle([names, names[::-1]]), strict=False)
            ]
        )
        assert sorted(status for status, _ in answers) == [303] + [422] * (CLIENTS - 1)
        with committing_app.app_context():
            held = db.session.scalars(
                select(Enrolment).where(
                    Enrolment.cohort_id.in_(ids), Enrolment.status == EnrolmentStatus.ENROLLED
                )
            ).all()
            assert {one.cohort_id for one in held} == ids
            assert len({one.person_id for one in held}) == 1
            for one in held:  # make room for the next round: they start anew
                db.session.delete(one)
            for cohort in db.session.scalars(select(Cohort).where(Cohort.id.in_(ids))):
                cohort.enrolment_closes_at = START - WEEK
            db.session.commit()
