"""Whatever seats a person has: the problem is valid by the contract, and so is the plan."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.documents import Field
from courses.paths.building import Basis, OfferedCohort, OfferedCourse, OwnSeat, build_problem
from courses.paths.choices import PathChoices
from courses.paths.problem import Pin, read_problem
from courses.paths.services import make_plan
from courses.paths.settling import CannotKeep, settle
from tests.courses.paths.oracle import Oracle
from tests.house.clock import START

COMPETENCIES = ("law", "crisis", "resilience")
FUNCTIONS = ("executive", "staff")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

levels = st.dictionaries(st.sampled_from(COMPETENCIES), st.integers(0, 4))
raises = st.dictionaries(st.sampled_from(COMPETENCIES), st.integers(1, 4), min_size=1)


@st.composite
def course_lists(draw):
    """Courses that come after earlier ones at most."""
    slugs = [f"c{number}" for number in range(draw(st.integers(1, 5)))]
    return [
        OfferedCourse(
            slug=slug,
            minutes=draw(st.integers(1, 10)) * 60,
            self_paced=index > 0 and draw(st.booleans()),
            audience=draw(st.sets(st.sampled_from(FUNCTIONS))),
            requires=draw(st.dictionaries(st.sampled_from(COMPETENCIES), st.integers(1, 3))),
            after=draw(st.sets(st.sampled_from(slugs[:index]))) if index else set(),
            raises=draw(raises),
        )
        for index, slug in enumerate(slugs)
    ]


@st.composite
def bases(draw):
    """A person with any seats: over, going on, to come, completed, clashing, twice in a course."""
    courses = draw(course_lists())
    slug = st.sampled_from([course.slug for course in courses if not course.self_paced])
    own_pace = [course.slug for course in courses if course.self_paced]
    offered = [draw(offers(f"offered-{number}", slug)) for number in range(draw(st.integers(0, 5)))]
    seats = []
    for number in range(draw(st.integers(0, 5))):
        starts = [START + draw(st.integers(-60, 60)) * DAY for _ in range(draw(st.integers(0, 3)))]
        seats.append(
            OwnSeat(
                cohort=draw(st.sampled_from([f"own-{number}", f"offered-{number}"])),
                course=draw(slug),
                completed=draw(st.booleans()),
                sessions=[(start, start + 3 * HOUR) for start in starts],
            )
        )
    return Basis(
        person="p1",
        function=draw(st.sampled_from(FUNCTIONS)),
        assessed_at=START - draw(st.integers(0, 80)) * DAY,
        budget_minutes=draw(st.integers(1, 40)) * 60,
        levels=draw(levels),
        targets=draw(levels),
        important=draw(st.sets(st.sampled_from(COMPETENCIES))),
        courses=courses,
        cohorts=offered,
        seats=seats,
        studied={
            slug: START - draw(st.integers(0, 90)) * DAY for slug in own_pace if draw(st.booleans())
        },
        now=START,
        choices=draw(choices_among([course.slug for course in courses], offered)),
        zone=ZoneInfo(draw(st.sampled_from(["Europe/Berlin", "Pacific/Auckland"]))),
        occupied=[
            (START + day * DAY, START + day * DAY + HOUR)
            for day in draw(st.sets(st.integers(0, 60), max_size=3))
        ],
        pending=draw(st.sets(st.sampled_from([cohort.id for cohort in offered] or ["none"]))),
        begun=[Pin(course.slug) for course in courses if draw(st.booleans())],
    )


@st.composite
def offers(draw, name, slug):
    """A date with one to three sessions on different days."""
    days = sorted(draw(st.sets(st.integers(1, 60), min_size=1, max_size=3)))
    sessions = [(START + day * DAY, START + day * DAY + 3 * HOUR) for day in days]
    return OfferedCohort(
        id=name,
        course=draw(slug),
        starts_at=sessions[0][0],
        ends_at=sessions[-1][1],
        seats_left=draw(st.integers(-1, 2)),
        sessions=sessions,
        online=draw(st.booleans()),
    )


@st.composite
def choices_among(draw, slugs, cohorts):
    """Any wishes: also courses and dates that are gone, and what is kept and left out at once."""
    choices = PathChoices(
        deadline=draw(st.none() | st.integers(-30, 90).map(lambda day: (START + day * DAY).date())),
        weekdays_off=frozenset(draw(st.sets(st.integers(0, 6), max_size=3))),
        online_only=draw(st.booleans()),
    )
    for slug in draw(st.lists(st.sampled_from([*slugs, "gone"]), max_size=3)):
        if draw(st.booleans()):
            choices = choices.drop(slug)
        else:
            dates = [cohort.id for cohort in cohorts if cohort.course == slug]
            choices = choices.pin(slug, draw(st.sampled_from([None, "gone", *dates])))
    return choices


@given(bases())
@settings(max_examples=75, deadline=None)
def test_any_seats_give_a_valid_problem_and_a_valid_plan(basis):
    plan = settle(basis, seconds=5).plan
    own = {seat.cohort for seat in basis.own_runs}
    set_aside = own - {step.run for step in plan.steps}
    problem = build_problem(basis, set_aside=set_aside)
    read_problem(Field(problem))
    assert Oracle(problem).violations(plan.as_document()) == []
    # And what goes beyond the contract: nothing new is planned into a seat that is a step.
    runs = {run["id"]: run for unit in problem["units"] for run in unit["runs"] or ()}
    for seat in basis.own_runs:
        if seat.cohort not in set_aside:
            clashes = {
                name
                for name, run in runs.items()
                if name not in own
                and run["start"] < seat.ends_at.isoformat().replace("+00:00", "Z")
                and seat.starts_at.isoformat().replace("+00:00", "Z") < run["end"]
            }
            assert clashes == set()


@given(bases())
@settings(max_examples=40, deadline=None)
def test_every_plan_is_as_the_person_wishes(basis):
    plan = settle(basis, seconds=5).plan
    choices, cohorts = basis.choices, {cohort.id: cohort for cohort in basis.cohorts}
    seated = {seat.course for seat in basis.own_runs}
    for step in plan.steps:
        assert step.unit not in choices.dropped - seated
        if step.run is None or step.unit in seated or step.run in basis.pending:
            continue
        cohort = cohorts[step.run]
        assert cohort.online or not choices.online_only
        for start, end in cohort.sessions:
            for instant in (start, end - timedelta(seconds=1)):
                day = instant.astimezone(basis.zone).date()
                assert day.weekday() not in choices.weekdays_off
                assert choices.deadline is None or day <= choices.deadline
            assert not any(start < until and since < end for since, until in basis.occupied)


@given(bases())
@settings(max_examples=40, deadline=None)
def test_what_is_pinned_is_kept_or_refused_and_without_insisting_nothing_is_refused(basis):
    pins = [pin for pin in basis.choices.pinned if pin.unit not in basis.done]
    units = {pin.unit for pin in pins}
    try:
        plan = settle(basis, insisting_on=units, seconds=5).plan
    except CannotKeep as clash:
        refused = clash.units
    else:
        refused = ()
    assert units.issuperset(refused)
    if refused:
        settle(basis, seconds=5)
        return
    seated = {seat.course for seat in basis.own_runs}
    steps = {step.unit: step.run for step in plan.steps}
    for pin in pins:
        assert pin.unit in steps
        assert pin.run is None or pin.unit in seated or steps[pin.unit] == pin.run


def course(slug, **given):
    values = {
        "minutes": 180,
        "self_paced": False,
        "audience": (),
        "requires": {},
        "after": (),
        "raises": {"law": 3},
    }
    return OfferedCourse(slug=slug, **(values | given))


def basis_with(**given):
    values = {
        "person": "p1",
        "function": "staff",
        "assessed_at": START - DAY,
        "budget_minutes": 600,
        "levels": {"law": 1},
        "targets": {"law": 3},
        "important": (),
        "courses": [course("rights")],
        "cohorts": [OfferedCohort("next", "rights", START + 9 * DAY, START + 10 * DAY, 3)],
        "seats": [],
        "studied": {},
        "now": START,
    }
    return Basis(**(values | given))


def seat(start, *, cohort="own", course="rights", completed=False):
    return OwnSeat(cohort, course, completed, [(start, start + 3 * HOUR)])


def test_a_self_paced_course_needs_no_date():
    problem = build_problem(basis_with(courses=[course("reading", self_paced=True)], cohorts=[]))
    assert problem["units"][0]["runs"] is None


def test_a_studied_course_is_done_raises_levels_and_has_taken_time_since_the_analysis():
    given = {"courses": [course("reading", self_paced=True)], "cohorts": []}
    since = build_problem(basis_with(**given, studied={"reading": START - DAY / 2}))
    assert since["done"] == ["reading"]
    assert since["learners"][0]["levels"] == {"law": 3}
    assert since["budget_min"] == 600 - 180
    before = build_problem(basis_with(**given, studied={"reading": START - 2 * DAY}))
    assert before["budget_min"] == 600


def test_courses_from_before_are_done_and_overrule_no_level_that_the_person_gave():
    problem = build_problem(basis_with(seats=[seat(START - 30 * DAY, completed=True)]))
    assert problem["learners"][0]["levels"] == {"law": 1}
    assert problem["done"] == ["rights"]
    assert problem["budget_min"] == 600, "taken before the person said how much time is left"


def test_courses_completed_since_have_taken_of_the_time():
    completed = seat(START - 5 * DAY, completed=True)
    problem = build_problem(basis_with(assessed_at=START - 9 * DAY, seats=[completed]))
    assert problem["budget_min"] == 420
    assert problem["learners"][0]["levels"] == {"law": 3}
    much = basis_with(assessed_at=START - 9 * DAY, seats=[completed], budget_minutes=60)
    assert build_problem(much)["budget_min"] == 0


def test_a_seat_is_the_only_date_of_its_course_and_asks_for_nothing():
    basis = basis_with(
        courses=[course("basics", raises={"crisis": 1}), course("rights", after=["basics"])],
        seats=[seat(START + 2 * DAY)],
    )
    basics, rights = build_problem(basis)["units"]
    assert [run["id"] for run in rights["runs"]] == ["own"]
    assert (rights["after"], rights["requires"], rights["minutes"]) == ([], {}, 0)
    assert basics["runs"] == []
    assert build_problem(basis)["budget_min"] == 420


def test_a_course_that_is_going_on_is_a_step():
    going_on = OwnSeat(
        "own", "rights", False, [(START - DAY, START), (START + DAY, START + 2 * DAY)]
    )
    plan = make_plan(basis_with(seats=[going_on]))
    assert [(step.unit, step.run) for step in plan.steps] == [("rights", "own")]


def test_a_seat_without_use_keeps_only_its_sessions_free():
    courses = [course("rights"), course("yoga", raises={"calm": 1})]
    yoga = OwnSeat(
        "own",
        "yoga",
        False,
        [(START + d * DAY, START + d * DAY + HOUR) for d in (2, 30)],
    )
    plan = make_plan(basis_with(courses=courses, seats=[yoga]))
    assert [step.run for step in plan.steps] == ["next"], "between the sessions there is room"
    problem = build_problem(basis_with(courses=courses, seats=[yoga]), set_aside={"own"})
    assert len(problem["busy"]) == 2


def test_what_was_met_counts_double():
    assert build_problem(basis_with(important=["law"]))["weights"] == {"law": 2}
