"""The pages of one's own choices: what suits somebody, one step and its alternatives, calm ends."""

import pytest

from app.kernel.db import db
from courses.catalogue.models import Course, CourseStatus
from courses.paths.choices import NO_CHOICES
from courses.paths.queries import find_current_path, read_choices_of
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.courses.paths.world import WEEK, assess, make_world, plan
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_municipality

pytestmark = in_turn

#: What the form says when it is opened in the world of these tests, sixteen hours and no more.
SHOWN = '{"hours": 16, "deadline": null, "weekdays_off": [], "online_only": false}'


@pytest.fixture
def world(personas):
    return make_world(personas.owner.person)


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


def words(client, path="/path"):
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def send(client, **fields):
    return client.post("/path/wishes", data={"hours": "16", "shown": SHOWN} | fields)


def choose(client, what, course, **fields):
    answer = client.post("/path/choices", data={"what": what, "course": course} | fields)
    assert (answer.status_code, answer.location) == (303, "/path")


def test_the_effect_is_shown_before_anything_is_kept(owner, world):
    plan(world)
    shown = send(owner, hours="4")
    page = " ".join(shown.text.split())
    assert shown.status_code == 200
    assert "Das würde sich ändern" in page
    for cell in ("6 Stunden", "4 Stunden", "1 von 2"):
        assert cell in page
    assert f"Entfällt:</strong> {world.press.title.de}" in page
    assert "So planen" in page
    assert "Verwerfen" in page
    assert find_current_path(world.person).analysis.budget_minutes == 960
    kept = send(owner, hours="4", wanted="yes")
    assert (kept.status_code, kept.location) == (303, "/path")
    assert "4 Stunden Kurszeit" in words(owner)


def test_nothing_that_changes_is_said_to_change_nothing(owner, world):
    plan(world)
    assert "Das ändert nichts an Ihren Schritten" in send(owner, hours="17").text


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"hours": ""}, "ganze Zahl"),
        ({"hours": "lots"}, "ganze Zahl"),
        ({"hours": "401"}, "ganze Stunden von 0 bis 400"),
        ({"hours": "-1"}, "ganze Stunden von 0 bis 400"),
        ({"deadline": "2020-01-01"}, "Dieser Tag ist vorbei."),
        ({"deadline": "2099-01-01"}, "in den nächsten zwölf Monaten"),
        ({"deadline": "soon"}, "Bitte geben Sie ein Datum ein"),
        ({"weekdays_off": "7"}, ""),
    ],
)
def test_what_cannot_be_is_said_at_its_field(owner, world, fields, fault):
    plan(world)
    for wanted in ({}, {"wanted": "yes"}):
        answer = send(owner, **fields, **wanted)
        assert answer.status_code == 422
        assert fault in answer.text
    assert read_choices_of(world.person) == NO_CHOICES


def test_two_tabs_do_not_undo_each_other_s_wishes(owner, world):
    """Both were opened before either was sent: what each changed holds, and of both the later."""
    plan(world)
    day = (START + 8 * WEEK).date().isoformat()
    send(owner, deadline=day, wanted="yes")
    send(owner, weekdays_off="6", wanted="yes")
    send(owner, hours="20", wanted="yes", shown="not what was sent along")
    choose(owner, "leave_out", "press")
    send(owner, deadline=day, weekdays_off="5", wanted="yes")
    choices = read_choices_of(world.person)
    assert choices.deadline.isoformat() == day
    assert choices.weekdays_off == {5}
    assert choices.dropped == {"press"}


def test_keeping_what_contradicts_names_both_and_loses_nothing(owner, world):
    media = make_course(slug="media", raises={world.law: 1}, minutes=60)
    clashing = make_cohort(course=media, starts_at=START + WEEK)
    plan(world)
    choose(owner, "keep", "rights", cohort=world.first_rights.public_id)
    assert "bleibt, wie Sie es möchten" in words(owner)
    choose(owner, "keep", "media", cohort=clashing.public_id)
    page = words(owner)
    assert f"„{world.rights.title.de}“ und „{media.title.de}“ finden zur selben Zeit statt" in page
    assert "bleibt, wie Sie es möchten" in page
    refused = send(owner, hours="3")
    assert refused.status_code == 422
    assert f"„{world.rights.title.de}“ braucht 4 Stunden" in refused.text


def test_what_is_left_out_stands_below_with_the_way_back(owner, world):
    plan(world)
    choose(owner, "leave_out", "press")
    page = words(owner)
    steps, _, rest = page.partition("Das haben Sie weggelassen")
    assert f'href="/courses/{world.press.slug}"' in rest
    assert "Den Kurs dafür haben Sie weggelassen." in steps
    assert f"{world.press.title.de}</dt>" not in page, "it is no puzzle why it is not there"
    choose(owner, "release", "press")
    assert "Das haben Sie weggelassen" not in words(owner)


def test_a_swap_is_chosen_on_the_page_of_alternatives(owner, world):
    other = make_course(slug="law-basics", raises={world.law: 3}, minutes=300)
    make_cohort(course=other, starts_at=START + WEEK)
    plan(world)
    page = words(owner, "/path/alternatives?course=rights")
    assert "Anderer Termin" in page
    swap = page[page.index(other.title.de) :]
    assert "Schließt gleich viele Stufen." in swap
    assert "Braucht 1 Stunde mehr." in swap
    assert "Ohne diesen Kurs" in page
    choose(owner, "swap", "rights", instead="law-basics")
    assert [step.course.slug for step in find_current_path(world.person).steps] == [
        "law-basics",
        "press",
    ]


def test_levels_that_count_double_are_told_apart(owner, world):
    plan(world)
    without = words(owner, "/path/alternatives?course=press").partition("Ohne diesen Kurs")[2]
    assert "Schließt 2 Stufen weniger." in without
    assert "Bei dem, was zu Ihren Erlebnissen passt: 2 Stufen weniger." in without


def test_what_is_no_step_or_no_course_is_not_found(owner, world):
    assert owner.get("/path/alternatives?course=rights").status_code == 404
    plan(world)
    for course in ("", "nothing", "../etc"):
        assert owner.get("/path/alternatives", query_string={"course": course}).status_code == 404
        sent = owner.post("/path/choices", data={"what": "keep", "course": course})
        assert sent.status_code == 404
    assert owner.post("/path/choices", data={"what": "eat", "course": "rights"}).status_code == 404
    assert read_choices_of(world.person) == NO_CHOICES


def test_what_can_no_longer_be_kept_is_said(owner, world):
    plan(world)
    choose(owner, "keep", "rights", cohort=world.first_rights.public_id)
    for _ in range(12):
        make_enrolment(cohort=world.first_rights)
    owner.post("/path")
    page = words(owner)
    assert "Das wollten Sie behalten, und es geht zurzeit nicht" in page
    choose(owner, "release", "rights")
    assert "Das wollten Sie behalten" not in words(owner)


def test_a_kept_step_that_is_of_no_use_says_why_it_is_there(owner, world):
    useless = make_course(slug="useless", raises={world.law: 1}, minutes=60)
    make_cohort(course=useless, starts_at=START + 4 * WEEK)
    plan(world)
    choose(owner, "keep", "useless")
    assert "Er bleibt, weil Sie ihn behalten oder begonnen haben." in words(owner)


def without_dates(world, owner):
    for cohort in (world.first_rights, world.second_rights, world.first_press):
        cohort.municipality = make_municipality()


def without_courses(world, owner):
    for course in db.session.query(Course):
        course.status = CourseStatus.ARCHIVED


def without_any_course_left(world, owner):
    for course in ("rights", "press"):
        choose(owner, "leave_out", course)


@pytest.mark.parametrize(
    ("prepare", "says", "leads_to"),
    [
        (without_courses, "Zurzeit ist kein Kurs im Angebot.", "/courses"),
        (without_dates, "Zurzeit gibt es keinen freien Termin", "/courses"),
        (without_any_course_left, "haben Sie weggelassen. Weiter unten", "/path/wishes"),
        (
            lambda _world, owner: send(owner, hours="0", wanted="yes"),
            "dass Sie zurzeit keine Zeit haben",
            "/path/wishes",
        ),
        (
            lambda _world, owner: send(owner, online_only="y", wanted="yes"),
            "keinen Termin, der zu allem passt",
            "/path/wishes",
        ),
    ],
)
def test_a_path_without_a_step_says_what_can_be_done(owner, world, prepare, says, leads_to):
    plan(world)
    prepare(world, owner)
    db.session.commit()
    owner.post("/path")
    page = words(owner)
    assert "Zurzeit gibt es keinen Schritt für Sie" in page
    assert says in page
    assert f'href="{leads_to}"' in page
    assert words(owner, "/path/wishes")
    assert send(owner, hours="8").status_code == 200


def test_a_last_day_that_has_passed_is_said(owner, world, personas, clock):
    plan(world)
    send(owner, deadline=(START + WEEK / 2).date().isoformat(), wanted="yes")
    clock.advance(days=5)
    later = personas.client(personas.owner)
    later.post("/path")
    assert "ist vorbei. Nennen Sie einen späteren." in words(later)


def test_without_an_analysis_there_is_nothing_to_choose(owner, world):
    assert owner.get("/path/wishes").location == "/path"
    assert owner.get("/path/alternatives?course=rights").status_code == 404
    assess(world, completed_at=None)
    assert owner.get("/path/wishes").location == "/path"


def test_others_courses_make_the_pages_ask_no_more(owner, world):
    plan(world)
    addresses = ("/path/wishes", "/path/alternatives?course=rights")

    def count():
        found = []
        for address in addresses:
            with recorded_queries() as queries:
                words(owner, address)
            found.append(len(queries))
        return found

    count()
    few = count()
    for number in range(5):
        course = make_course(raises={world.law: 2}, minutes=900)
        make_cohort(course=course, starts_at=START + (number + 4) * WEEK)
        make_cohort(course=world.rights, starts_at=START + (number + 4) * WEEK)
    assert [many <= before + 2 for many, before in zip(count(), few, strict=True)] == [True, True]
