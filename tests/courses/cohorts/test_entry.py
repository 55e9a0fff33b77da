"""Who may come in: when enrolment is open, and what a course builds on."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from app.kernel.errors import DomainError, NotFound
from courses.cohorts.entry.prerequisites import (
    find_waiver,
    list_closed_cohorts,
    list_missing,
    list_people_lacking,
)
from courses.cohorts.entry.waiving import (
    AlreadyAsked,
    AlreadyDecided,
    ask_for_waiver,
    decide_on_waiver,
)
from courses.cohorts.entry.window import days_of, window_of
from courses.cohorts.errors import EnrolmentClosed, NotYetOpen, PrerequisiteMissing
from courses.cohorts.models import Cohort, EnrolmentStatus
from courses.cohorts.seats.services import accept_offer, enrol_person, place
from courses.learning.services import complete_unit
from tests.courses.factories import (
    BERLIN,
    make_cohort,
    make_course,
    make_enrolment,
    make_self_paced_course,
)
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_municipality, make_person

pytestmark = in_turn

DAY = timedelta(days=1)


@pytest.fixture
def person(app):
    return make_person()


def enrol(cohort, person, now=START, actor=None):
    return enrol_person(cohort=cohort, person=person, actor=actor or person, now=now)


@given(
    first=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 60),
    zone=st.sampled_from(["Europe/Berlin", "America/St_Johns", "Pacific/Apia"]),
)
def test_a_window_is_whole_days_on_the_wall_and_says_them_again(first, length, zone):
    zone, last = ZoneInfo(zone), first + timedelta(days=length)
    opens, closes = window_of(first, last, zone)
    assert (opens.astimezone(zone).hour, closes.astimezone(zone).hour) == (0, 0)
    cohort = Cohort(enrolment_opens_at=opens, enrolment_closes_at=closes)
    assert days_of(cohort, zone) == (first, last)


def test_a_window_that_ends_before_it_begins_is_refused(app):
    with pytest.raises(DomainError) as refusal:
        window_of(date(2026, 12, 2), date(2026, 12, 1), BERLIN)
    assert refusal.value.field == "enrolment_closes"
    with pytest.raises(IntegrityError, match="enrolment_window"):
        make_cohort(enrolment_opens_at=START + DAY, enrolment_closes_at=START)


def test_outside_the_window_nobody_enrols_and_reads_when(person):
    cohort = make_cohort(enrolment_opens_at=START + DAY, enrolment_closes_at=START + 2 * DAY)
    with pytest.raises(NotYetOpen, match=r"Dienstag, 24\. November 2026"):
        enrol(cohort, person)
    assert enrol(cohort, person, START + DAY).takes_part
    with pytest.raises(EnrolmentClosed, match=r"Mittwoch, 25\. November 2026"):
        enrol(cohort, make_person(), START + 2 * DAY)


def test_trainers_enrol_by_hand_when_enrolment_is_closed(person):
    trainer = make_person(function=None)
    cohort = make_cohort(trainers=[trainer], enrolment_closes_at=START)
    assert enrol(cohort, person, actor=trainer).takes_part


def test_who_was_offered_a_seat_in_time_may_take_it_later(person):
    cohort = make_cohort(enrolment_closes_at=START + DAY)
    other = make_person()
    enrolment = place(cohort=cohort, person=person, actor=other, now=START, offer_for=3 * DAY)
    assert accept_offer(enrolment=enrolment, actor=person, now=START + 2 * DAY).takes_part


def test_a_course_opens_with_the_last_one_that_it_builds_on(person):
    live, own_pace = make_course(), make_self_paced_course(units=2)
    cohort = make_cohort(course=make_course(prerequisites=[live, own_pace]))
    assert set(list_missing(person, cohort)) == {live, own_pace}
    with pytest.raises(PrerequisiteMissing):
        enrol(cohort, person)
    for unit in own_pace.units:
        complete_unit(person=person, unit=unit, actor=person, now=START)
    make_enrolment(cohort=make_cohort(course=live), person=person)
    assert list_missing(person, cohort) == [live]
    status = EnrolmentStatus.COMPLETED
    make_enrolment(cohort=make_cohort(course=live), person=person, status=status)
    assert enrol(cohort, person).takes_part


def test_what_is_closed_to_whom_is_found_in_few_statements(person):
    needed, ready = make_course(), make_person()
    done = EnrolmentStatus.COMPLETED
    make_enrolment(cohort=make_cohort(course=needed), person=ready, status=done)
    course = make_course(prerequisites=[needed])
    cohorts = [make_cohort(course=course), make_cohort(course=course), make_cohort()]
    assert list_people_lacking(cohorts[0], [person, ready]) == {person.id}
    with recorded_queries() as statements:
        closed = list_closed_cohorts(person, cohorts)
    assert closed == {cohorts[0].id, cohorts[1].id}
    assert len(statements) <= 4
    assert list_closed_cohorts(ready, cohorts) == set()


@pytest.fixture
def trainer(app):
    return make_person(function=None)


@pytest.fixture
def locked(trainer):
    """A cohort that builds on something."""
    return make_cohort(course=make_course(prerequisites=[make_course()]), trainers=[trainer])


def test_trainers_let_somebody_in_all_the_same_once(locked, person, trainer):
    waiver = ask_for_waiver(cohort=locked, person=person, note="Ich kann das.", now=START)
    with pytest.raises(AlreadyAsked):
        ask_for_waiver(cohort=locked, person=person, note="", now=START)
    decide_on_waiver(waiver=waiver, granted=True, actor=trainer, now=START)
    assert (waiver.note, waiver.decided_by) == ("", trainer.public_id)
    with pytest.raises(AlreadyDecided):
        decide_on_waiver(waiver=waiver, granted=False, actor=trainer, now=START)
    assert enrol(locked, person).takes_part


def test_a_refusal_leaves_the_door_shut(locked, person, trainer):
    waiver = ask_for_waiver(cohort=locked, person=person, note="", now=START)
    decide_on_waiver(waiver=waiver, granted=False, actor=trainer, now=START)
    with pytest.raises(PrerequisiteMissing):
        enrol(locked, person)


def test_only_the_cohorts_own_trainers_decide(locked, person):
    waiver = ask_for_waiver(cohort=locked, person=person, note="", now=START)
    with pytest.raises(NotFound):
        decide_on_waiver(waiver=waiver, granted=True, actor=make_person(), now=START)


def test_nobody_asks_where_nothing_is_missing_or_the_cohort_is_for_others(person, trainer):
    elsewhere = make_cohort(
        course=make_course(prerequisites=[make_course()]), municipality=make_municipality()
    )
    for cohort in (make_cohort(), elsewhere):
        with pytest.raises(NotFound):
            ask_for_waiver(cohort=cohort, person=person, note="", now=START)


def test_the_page_names_what_is_missing_and_the_way_to_ask(personas, announced):
    needed = make_course()
    cohort = make_cohort(
        course=make_course(prerequisites=[needed]), trainers=[personas.trainer.person]
    )
    owner, address = personas.client(personas.owner), f"/cohorts/{cohort.public_id}"
    page = owner.get(address).text
    assert f'href="/courses/{needed.slug}"' in page
    assert f'href="{address}/waiver"' in page
    refused = owner.post(f"{address}/enrol")
    assert refused.status_code == 422
    assert owner.post(f"{address}/waiver", data={"note": "Aus der Praxis"}).status_code == 303
    waiver = find_waiver(personas.owner.person, cohort)
    manage = f"/manage/cohorts/{cohort.public_id}"
    assert "Aus der Praxis" in personas.client(personas.trainer).get(manage).text
    foreign = personas.client(personas.owner).post(f"/manage/waivers/{waiver.public_id}/grant")
    assert foreign.status_code == 403
    trainer = personas.client(personas.trainer)
    assert trainer.post(f"/manage/waivers/{waiver.public_id}/grant").status_code == 303
    assert "Jetzt anmelden" in owner.get(address).text


def test_the_page_says_when_enrolment_opens_and_the_trainer_changes_it(personas):
    cohort = make_cohort(trainers=[personas.trainer.person])
    trainer = personas.client(personas.trainer)
    address = f"/manage/cohorts/{cohort.public_id}/enrolment"
    wrong = {"enrolment_opens": "2026-11-28", "enrolment_closes": "2026-11-27"}
    assert trainer.post(address, data=wrong).status_code == 422
    right = {"enrolment_opens": "2026-11-25", "enrolment_closes": "2026-11-27"}
    assert trainer.post(address, data=right).status_code == 303
    page = personas.client(personas.owner).get(f"/cohorts/{cohort.public_id}").text
    assert "Anmeldung ab Mittwoch, 25. November 2026" in page
    assert "Jetzt anmelden" not in page
