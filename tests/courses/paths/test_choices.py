"""What people choose for their path: it is kept, planned by, and refused where it contradicts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.catalogue.models import CourseFormat
from courses.cohorts.models import EnrolmentStatus
from courses.learning.services import complete_unit
from courses.paths import choosing
from courses.paths.choices import NO_CHOICES, PathChoices, read_choices
from courses.paths.models import KeptChoices
from courses.paths.personal_data import erase_choices, export_choices
from courses.paths.problem import Pin
from courses.paths.queries import find_current_path, read_choices_of
from courses.paths.services import plan_path
from scheduling.models import EventStatus, Occupancy
from tests.courses.factories import (
    make_cohort,
    make_course,
    make_enrolment,
    make_self_paced_course,
)
from tests.courses.paths.world import WEEK, make_world, plan
from tests.house.clock import START
from tests.organisations.factories import make_competency, make_municipality, make_target

EVERYTHING = PathChoices(
    deadline=date(2026, 6, 30),
    weekdays_off=frozenset({4, 5}),
    online_only=True,
    pinned=(Pin("rights", "abc"), Pin("press")),
    dropped=frozenset({"media"}),
)


@pytest.fixture
def world(personas):
    world = make_world(personas.owner.person)
    plan(world)
    db.session.commit()
    return world


def act(world):
    return {"person": world.person, "actor": world.person, "now": START}


def steps(world):
    path = find_current_path(world.person)
    return [
        (step.course.slug, step.suggested_cohort and step.suggested_cohort.public_id)
        for step in path.steps
    ]


def slugs(world):
    return [slug for slug, _cohort in steps(world)]


def wish(world, **changes):
    """Change the choices as the form of wishes does, and commit."""
    choosing.change_wishes(
        change=lambda wishes: replace(wishes, choices=replace(wishes.choices, **changes)),
        **act(world),
    )
    db.session.commit()


def test_choices_are_read_as_they_were_written():
    for choices in (NO_CHOICES, EVERYTHING):
        assert read_choices(choices.as_document()) == choices


def test_keeping_and_leaving_out_take_each_other_s_place():
    choices = EVERYTHING.pin("media").drop("press")
    assert choices.pinned == (Pin("rights", "abc"), Pin("media"))
    assert choices.dropped == {"press"}
    assert choices.pin("rights", "def").find_pin("rights") == Pin("rights", "def")
    assert choices.release("press").dropped == frozenset()


def test_what_is_kept_is_sealed_exported_and_erased(world):
    choosing.keep_step(course="rights", cohort=world.second_rights.public_id, **act(world))
    db.session.commit()
    wish(world, deadline=date(2026, 12, 31), weekdays_off=frozenset({6}))
    row = db.session.execute(text("SELECT sealed FROM path_choices")).scalar_one()
    for word in (b"rights", b"2026", world.second_rights.public_id.encode(), b"deadline"):
        assert word not in bytes(row)
    assert db.session.query(KeptChoices).count() == 1
    [exported] = export_choices(world.person.id)
    assert exported["pinned"] == [{"course": "rights", "cohort": world.second_rights.public_id}]
    assert exported["weekdays_off"] == [6]
    erase_choices(world.person.id)
    assert read_choices_of(world.person) == NO_CHOICES
    assert export_choices(world.person.id) == []


def test_nobody_chooses_for_somebody_else(world, personas):
    theirs = act(world) | {"actor": personas.coordinator.person}
    with pytest.raises(NotFound):
        choosing.keep_step(course="rights", cohort=None, **theirs)
    with pytest.raises(NotFound):
        choosing.preview_wishes(change=lambda wishes: wishes, **theirs)


def test_a_step_is_kept_on_another_date_and_released_again(world):
    assert steps(world)[0] == ("rights", world.first_rights.public_id)
    choosing.keep_step(course="rights", cohort=world.second_rights.public_id, **act(world))
    assert steps(world) == [("rights", world.second_rights.public_id)], "the press comes too early"
    db.session.commit()
    choosing.release_step(course="rights", **act(world))
    assert steps(world)[0] == ("rights", world.first_rights.public_id)


def test_what_is_left_out_is_never_planned_and_comes_back(world):
    choosing.leave_out_step(course="rights", **act(world))
    assert slugs(world) == [], "the press needs what the other course gives"
    db.session.commit()
    choosing.release_step(course="rights", **act(world))
    assert slugs(world) == ["rights", "press"]


def test_a_swap_leaves_one_out_and_keeps_the_other(world):
    other = make_course(slug="law-basics", raises={world.law: 2}, minutes=600)
    make_cohort(course=other, starts_at=START + WEEK)
    db.session.commit()
    choosing.swap_step(course="rights", instead="law-basics", **act(world))
    assert slugs(world) == ["law-basics", "press"]
    choices = read_choices_of(world.person)
    assert (choices.pinned, choices.dropped) == ((Pin("law-basics"),), {"rights"})


def test_what_cannot_be_kept_together_names_both_and_changes_nothing(world):
    other = make_course(slug="media", raises={world.law: 1}, minutes=60)
    clashing = make_cohort(course=other, starts_at=START + WEEK)
    db.session.commit()
    choosing.keep_step(course="rights", cohort=world.first_rights.public_id, **act(world))
    db.session.commit()
    before = steps(world)
    with pytest.raises(choosing.CannotChoose) as refusal:
        choosing.keep_step(course="media", cohort=clashing.public_id, **act(world))
    message = str(refusal.value.message)
    assert f"„{world.rights.title.de}“ und „{other.title.de}“" in message
    assert "zur selben Zeit" in message
    db.session.rollback()
    assert read_choices_of(world.person).pinned == (Pin("rights", world.first_rights.public_id),)
    assert steps(world) == before


def test_too_little_time_for_what_is_kept_is_refused_with_both_times(world):
    media = make_course(slug="media", raises={world.crisis: 1}, minutes=120)
    make_cohort(course=media, starts_at=START + 2 * WEEK)
    db.session.commit()
    for slug in ("rights", "media"):
        choosing.keep_step(course=slug, cohort=None, **act(world))
        db.session.commit()
    with pytest.raises(choosing.CannotChoose) as refusal:
        choosing.change_wishes(
            change=lambda wishes: replace(wishes, budget_minutes=300), **act(world)
        )
    message = str(refusal.value.message)
    for part in (world.rights.title.de, media.title.de, "6 Stunden", "5 Stunden"):
        assert part in message


@pytest.mark.parametrize(
    ("slug", "says"), [("later", "keinen Termin"), ("own", "keinen Termin"), ("far", "setzt etwas")]
)
def test_a_course_that_cannot_be_had_is_refused_by_its_title(world, slug, says):
    course = make_course(
        slug=slug,
        raises={world.law: 3},
        by_own_choice=slug == "own",
        requires={world.crisis: 4} if slug == "far" else {},
    )
    if slug != "later":
        make_cohort(course=course, starts_at=START + WEEK)
    db.session.commit()
    with pytest.raises(choosing.CannotChoose) as refusal:
        choosing.keep_step(course=slug, cohort=None, **act(world))
    assert course.title.de in str(refusal.value.message)
    assert says in str(refusal.value.message)


def test_a_course_that_does_not_exist_is_not_found(world):
    with pytest.raises(NotFound):
        choosing.keep_step(course="nothing", cohort=None, **act(world))


def test_a_kept_date_that_is_gone_gives_way_when_planned_anew(world):
    choosing.keep_step(course="rights", cohort=world.first_rights.public_id, **act(world))
    for _ in range(12):
        make_enrolment(cohort=world.first_rights)
    db.session.commit()
    plan_path(**act(world))
    assert steps(world)[0] == ("rights", world.second_rights.public_id)
    assert read_choices_of(world.person).find_pin("rights").run == world.first_rights.public_id
    db.session.commit()
    wish(world, online_only=False, weekdays_off=frozenset({6}))
    assert "rights" in slugs(world), "what is gone stands in the way of no other wish"


def test_who_has_a_seat_cannot_leave_the_course_out(world):
    make_enrolment(cohort=world.first_rights, person=world.person)
    db.session.commit()
    with pytest.raises(choosing.CannotChoose):
        choosing.leave_out_step(course="rights", **act(world))


def test_who_takes_a_seat_in_what_they_left_out_has_come_back(world):
    choosing.leave_out_step(course="rights", **act(world))
    make_enrolment(cohort=world.first_rights, person=world.person)
    db.session.commit()
    plan_path(**act(world))
    assert slugs(world) == ["rights", "press"]


def test_no_date_on_a_weekday_that_does_not_suit_also_not_a_later_session(world):
    weekday = (START + WEEK).weekday()
    wish(world, weekdays_off=frozenset({weekday}))
    assert steps(world) == [], "all dates are on that day of the week"
    make_cohort(
        course=world.rights,
        starts_at=START + WEEK - timedelta(days=1),
        session_minutes=(120, 120),
    )
    fitting = make_cohort(course=world.rights, starts_at=START + WEEK + timedelta(days=2))
    db.session.commit()
    plan_path(**act(world))
    assert steps(world) == [("rights", fitting.public_id)]


def test_the_weekday_is_that_of_the_person_s_own_clock(world):
    world.person.time_zone = "Pacific/Auckland"
    late = make_cohort(course=world.rights, starts_at=START + WEEK)
    for cohort in (world.first_rights, world.second_rights):
        cohort.municipality = make_municipality()
    db.session.commit()
    [session] = late.sessions
    session.event.starts_at = START.replace(hour=20) + WEEK
    session.event.ends_at = START.replace(hour=21) + WEEK
    db.session.commit()
    wish(world, weekdays_off=frozenset({(START + WEEK).weekday()}))
    assert "rights" in slugs(world), "there it is the next day already"


def test_only_online_dates_where_nothing_else_suits(world):
    wish(world, online_only=True)
    assert slugs(world) == []
    online = make_course(slug="online", raises={world.law: 3}, format=CourseFormat.ONLINE)
    make_cohort(course=online, starts_at=START + WEEK, place="Online")
    db.session.commit()
    plan_path(**act(world))
    assert slugs(world) == ["online"]
    [session] = world.second_rights.sessions
    session.event.place, session.event.online_link = "", "https://meet.example.org/x"
    db.session.commit()
    choosing.leave_out_step(course="online", **act(world))
    assert steps(world) == [("rights", world.second_rights.public_id)]


def test_the_last_day_counts_whole_and_seats_beyond_it_stay(world):
    day = (START + WEEK).date()
    wish(world, deadline=day)
    assert steps(world) == [("rights", world.first_rights.public_id)]
    wish(world, deadline=day - timedelta(days=1))
    assert steps(world) == []
    make_enrolment(cohort=world.second_rights, person=world.person)
    db.session.commit()
    plan_path(**act(world))
    assert slugs(world) == ["rights"]


def test_a_last_day_that_is_over_leaves_what_needs_no_date(world):
    wish(world, deadline=START.date() - timedelta(days=30))
    assert steps(world) == []
    make_self_paced_course(slug="reading", raises={world.law: 3})
    db.session.commit()
    plan_path(**act(world))
    assert slugs(world) == ["reading"]


@pytest.mark.parametrize("status", [EventStatus.CONFIRMED, EventStatus.CANCELLED])
def test_what_stands_in_the_calendar_is_busy(world, status):
    [session] = make_cohort(starts_at=START + WEEK).sessions
    event = session.event
    event.owner, event.status = "coaching_booking", status
    db.session.add(
        Occupancy(
            event=event,
            person=world.person,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            created_at=START,
        )
    )
    db.session.commit()
    plan_path(**act(world))
    free = world.second_rights if status == EventStatus.CONFIRMED else world.first_rights
    assert steps(world)[0] == ("rights", free.public_id)
    assert event.title.de not in str(find_current_path(world.person).plan)


def test_what_is_busy_between_two_sessions_is_in_nobody_s_way(world):
    for cohort in (world.first_rights, world.second_rights):
        cohort.municipality = make_municipality()
    long = make_cohort(course=world.rights, starts_at=START + WEEK, session_minutes=(60, 60, 60))
    [session] = make_cohort(starts_at=START + WEEK + timedelta(hours=4)).sessions
    times = {"starts_at": session.event.starts_at, "ends_at": session.event.ends_at}
    db.session.add(Occupancy(event=session.event, person=world.person, created_at=START, **times))
    db.session.commit()
    plan_path(**act(world))
    assert steps(world)[0] == ("rights", long.public_id)


def make_shorter_way(world):
    """A course that closes the same as `rights` in less time."""
    shorter = make_course(slug="shorter", raises={world.law: 3}, minutes=30)
    return make_cohort(course=shorter, starts_at=START + WEEK)


@pytest.mark.parametrize(
    "status", [EnrolmentStatus.REQUESTED, EnrolmentStatus.WAITLISTED, EnrolmentStatus.OFFERED]
)
def test_a_step_that_one_waits_for_keeps_its_place(world, status):
    make_enrolment(cohort=world.second_rights, person=world.person, status=status)
    make_shorter_way(world)
    db.session.commit()
    plan_path(**act(world))
    assert ("rights", world.second_rights.public_id) in steps(world)


def test_a_step_that_is_begun_keeps_its_place_until_it_is_of_no_use(world, personas):
    reading = make_self_paced_course(slug="reading", raises={world.law: 3})
    db.session.commit()
    plan_path(**act(world))
    assert "reading" in slugs(world)
    make_shorter_way(world)
    complete_unit(person=world.person, unit=reading.units[0], actor=world.person, now=START)
    db.session.commit()
    plan_path(**act(world))
    assert "reading" in slugs(world)
    db.session.commit()
    plan(world, law=3)
    assert "reading" not in slugs(world)


def test_what_is_begun_gives_way_to_what_is_kept(world):
    reading = make_self_paced_course(slug="reading", raises={world.law: 3})
    db.session.commit()
    plan_path(**act(world))
    complete_unit(person=world.person, unit=reading.units[0], actor=world.person, now=START)
    db.session.commit()
    choosing.keep_step(course="rights", cohort=None, **act(world))
    db.session.commit()
    choosing.change_wishes(change=lambda wishes: replace(wishes, budget_minutes=240), **act(world))
    assert slugs(world) == ["rights"]


def test_a_preview_shows_the_effect_and_keeps_nothing(world):
    effect = choosing.preview_wishes(
        change=lambda wishes: replace(wishes, budget_minutes=240), **act(world)
    )
    assert (effect.now.steps, effect.then.steps) == (2, 1)
    assert (effect.now.levels, effect.then.levels) == (4, 2)
    assert (effect.now.important, effect.then.important) == (2, 0)
    assert (effect.now.targets_reached, effect.then.targets_reached) == (1, 1)
    assert (effect.now.minutes, effect.then.minutes) == (360, 240)
    assert effect.goes_out == ("press",)
    db.session.commit()
    path = find_current_path(world.person)
    assert (path.analysis.budget_minutes, len(path.steps)) == (960, 2)
    assert read_choices_of(world.person) == NO_CHOICES


def test_every_alternative_says_what_it_costs(world):
    other = make_course(slug="law-basics", raises={world.law: 2}, minutes=700)
    make_cohort(course=other, starts_at=START + WEEK)
    calm = make_competency("calm")
    make_target(function=world.person.function, competency=calm, level=1)
    make_course(slug="useless", raises={calm: 1})
    db.session.commit()
    date_, course, without = choosing.try_alternatives(course="rights", **act(world))
    assert date_.alternative.cohort == world.second_rights.public_id
    assert date_.effect.goes_out == ("press",)
    assert course.alternative.course == "law-basics"
    assert (course.effect.then.levels, course.effect.now.levels) == (3, 4)
    assert course.effect.then.minutes - course.effect.now.minutes == 460
    assert without.alternative.course is None
    assert without.effect.then.levels == 3, "the other course comes in by itself"


def test_an_alternative_that_contradicts_what_is_kept_says_so(world):
    choosing.keep_step(course="press", cohort=None, **act(world))
    db.session.commit()
    trials = choosing.try_alternatives(course="rights", **act(world))
    without = trials[-1]
    assert without.effect is None
    assert world.press.title.de in str(without.refusal.message)


def test_what_is_no_step_has_no_alternatives(world):
    make_enrolment(cohort=world.first_press, person=world.person)
    db.session.commit()
    for slug in ("nothing", "press"):
        with pytest.raises(NotFound):
            choosing.try_alternatives(course=slug, **act(world))
