"""What is held of a person around nominations, approvals and exceptions: handed out and erased."""

from app.kernel.db import db
from courses.cohorts.entry.models import ApprovalDecision, PrerequisiteWaiver
from courses.cohorts.entry.personal_data import ENTRY
from courses.cohorts.entry.waiving import ask_for_waiver
from courses.cohorts.personal_data import ENROLMENTS
from courses.cohorts.seats.approval import decline_request
from courses.cohorts.seats.services import enrol_person
from courses.nominations.in_house import ask_in_house
from courses.nominations.models import InHouseRequest, Nomination
from courses.nominations.nominating import nominate_people
from courses.nominations.personal_data import NOMINATIONS
from tests.courses.factories import make_cohort, make_course
from tests.house.clock import START
from tests.house.databases import in_turn

pytestmark = in_turn


def test_all_of_it_is_handed_out_and_nothing_stays(personas):
    person, coordinator = personas.owner.person, personas.coordinator.person
    locked = make_cohort(course=make_course(prerequisites=[make_course()]))
    ask_for_waiver(cohort=locked, person=person, note="Ich kann das.", now=START)
    approved = make_cohort(course=make_course(needs_approval=True))
    asked = enrol_person(cohort=approved, person=person, actor=person, now=START)
    decline_request(enrolment=asked, reason="Später.", actor=coordinator, now=START)
    nominate_people(
        cohort=make_cohort(), people=[person], actor=coordinator, approves=True, now=START
    )
    entry = ENTRY.export(person.id)
    assert entry["exceptions"][0]["note"] == "Ich kann das."
    assert entry["approvals"][0]["reason"] == "Später."
    nominated = NOMINATIONS.export(person.id)["nominations"]
    assert nominated[0]["nominated_by"] == coordinator.name
    for part in (NOMINATIONS, ENTRY, ENROLMENTS):
        part.erase(person.id)
    for model in (Nomination, ApprovalDecision, PrerequisiteWaiver):
        assert db.session.query(model).count() == 0


def test_what_a_municipality_asked_for_stays_without_who_asked(personas):
    person = personas.coordinator.person
    ask_in_house(
        municipality=person.municipality,
        course=make_course(),
        days=[START.date()],
        people=5,
        place="Rathaus",
        note="Bitte nachmittags.",
        actor=person,
        now=START,
    )
    assert NOMINATIONS.export(person.id)["in_house_requests"][0]["note"] == "Bitte nachmittags."
    NOMINATIONS.erase(person.id)
    request = db.session.query(InHouseRequest).one()
    assert (request.asked_by, request.note, request.place) == ("", "", "Rathaus")
