"""The page of the training path, as the person it belongs to sees it."""

import pytest

from app.kernel.db import db
from courses.cohorts.models import EnrolmentStatus
from courses.paths.models import TrainingPath
from courses.paths.plan import OpenReason, OutReason
from courses.paths.wording import OPEN_REASONS
from organisations.models import Function
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.courses.paths.world import WEEK, assess, make_world, plan
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn


@pytest.fixture
def world(personas):
    return make_world(personas.owner.person)


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


def change_gap(path, **changes):
    """Have the plan leave its first open gap open in another way."""
    plan = path.plan
    path.plan = plan | {"left_open": [plan["left_open"][0] | changes]}


def words(client, path="/path"):
    """The text of the page with its white space evened out."""
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_without_an_analysis_the_page_leads_to_it(owner, world):
    page = words(owner)
    assert "Hier entsteht Ihr Lernpfad" in page
    assert 'href="/needs"' in page
    sent = owner.post("/path")
    assert (sent.status_code, sent.location) == (303, "/needs")
    assert "brauchen wir zuerst Ihre Bedarfsanalyse" in words(owner, "/")
    assert owner.get("/path/wishes").location == "/path"


def test_with_an_unfinished_analysis_the_page_says_how_far_one_is(owner, world):
    assess(world, completed_at=None)
    assert "2 von 2 Fragen" in words(owner)


def test_people_without_a_function_are_told_why_there_is_no_path(personas):
    for account in (personas.trainer, personas.office):
        assert "Für Sie ist kein Lernpfad nötig" in words(personas.client(account))


def test_a_completed_analysis_without_a_path_needs_one_click(owner, world):
    assess(world)
    assert "Lernpfad berechnen" in words(owner)
    sent = owner.post("/path")
    assert (sent.status_code, sent.location) == (303, "/path")
    assert "Ihr Lernpfad ist auf dem neuesten Stand." in words(owner)


def test_the_steps_stand_in_order_with_reason_length_and_dates(owner, world):
    plan(world)
    page = words(owner)
    first, second = page.index(world.rights.title.de), page.index(world.press.title.de)
    assert first < second
    assert (
        f"Schritt 1 bringt Sie in „{world.law.name.de}“ von Stufe 1 auf 3 (handelt sicher) und "
        "damit ans Ziel. Außerdem ist er nötig, damit Sie Schritt 2 beginnen können." in page
    )
    assert (
        f"Schritt 2 bringt Sie in „{world.crisis.name.de}“ von Stufe 0 auf 2 (handelt mit "
        "Unterstützung)." in page
    )
    assert page.index("auf 2 (handelt") < page.index("passt zu Ihren Erlebnissen")
    assert page.count("passt zu Ihren Erlebnissen") == 1
    assert "Ein besserer Plan ist nicht möglich, das ist bewiesen." in page
    assert "4 Stunden" in page
    assert "6 Stunden von 16 Stunden" in page
    assert "1 von 2" in page, "targets that the path reaches"
    suggested, other = (
        f"/cohorts/{c.public_id}" for c in (world.first_rights, world.second_rights)
    )
    assert page.index(suggested) < page.index("passt am besten") < page.index(other)
    assert page.count("Termin wählen") == 2
    assert page.count("geplant") == 2


def test_a_step_without_a_gap_of_its_own_says_what_it_is_for(owner, world):
    basics = make_course(raises={world.law: 1}, minutes=30)
    make_cohort(course=basics, starts_at=START + WEEK / 2)
    world.press.after.append(basics)
    plan(world, law=3)
    assert "Schritt 1 ist nötig, damit Sie Schritt 2 beginnen können." in words(owner)


def test_steps_say_whether_one_is_enrolled_or_done(owner, world):
    plan(world)
    enrolment = make_enrolment(cohort=world.first_rights, person=world.person)
    page = words(owner)
    assert page.count("geplant") == 1
    assert "angemeldet" in page
    assert "Ihr nächster Termin:" in page
    assert "Ihre Termine ansehen" in page
    enrolment.status = EnrolmentStatus.COMPLETED
    page = words(owner)
    assert "abgeschlossen" in page
    assert "Ihre Termine ansehen" not in page


def test_a_seat_whose_sessions_are_over_waits_for_the_trainer(owner, world, personas, clock):
    plan(world)
    make_enrolment(cohort=world.first_rights, person=world.person)
    clock.advance(days=8)
    assert "Alle Termine sind vorbei." in words(personas.client(personas.owner))


@pytest.mark.parametrize("reason", OpenReason)
def test_what_stays_open_says_why_and_what_to_do(owner, world, reason):
    path = plan(world)
    change_gap(path, reason=reason)
    page = words(owner)
    advice = OPEN_REASONS[reason]
    assert str(advice.why) in page
    assert str(advice.what_to_do) in page
    assert "stehen Sie am Ende auf Stufe 2, Ihr Ziel ist Stufe 3." in page
    assert page.count('href="/path/wishes"') == (2 if reason is OpenReason.BUDGET else 1)


@pytest.mark.parametrize("reason", OutReason)
def test_what_is_left_out_says_why(owner, world, reason):
    path = plan(world)
    path.plan = path.plan | {"left_out": [{"unit": "press", "reason": reason}]}
    page = words(owner)
    assert "Kurse, die nicht in Ihrem Pfad sind, und warum" in page
    assert f"„{world.press.title.de}“" in page.partition("Kurse, die nicht in Ihrem Pfad sind")[2]


def test_a_seat_in_a_course_that_is_no_step_is_named(owner, world):
    path = plan(world)
    media = make_course(slug="media", raises={world.crisis: 3})
    make_enrolment(cohort=make_cohort(course=media), person=world.person)
    path.plan = path.plan | {"left_out": [{"unit": "media", "reason": OutReason.CONFLICT}]}
    page = words(owner)
    assert "Sie sind für einen Kurs angemeldet, der daran arbeitet" in page
    assert "Ihr Lernpfad kommt ohne diesen Kurs aus." in page


def test_courses_and_competencies_that_are_gone_are_passed_over(owner, world):
    path = plan(world)
    path.plan = path.plan | {"left_out": [{"unit": "gone", "reason": OutReason.BUDGET}]}
    change_gap(path, competency="gone")
    assert "gone" not in words(owner)


HINT = "Seit der Berechnung hat sich etwas verändert"


def test_a_full_or_past_suggestion_is_said_and_planned_around(owner, world, personas, clock):
    plan(world)
    assert HINT not in words(owner)
    for _ in range(12):
        make_enrolment(cohort=world.first_rights)
    page = words(owner)
    assert HINT in page
    assert "Ein vorgeschlagener Termin ist ausgebucht oder hat schon begonnen." in page
    assert f"/cohorts/{world.first_rights.public_id}" not in page, "full ones are not offered"
    owner.post("/path")
    page = words(owner)
    assert HINT not in page
    assert f"/cohorts/{world.second_rights.public_id}" in page
    clock.advance(days=22)
    later = personas.client(personas.owner)
    assert HINT in words(later)
    later.post("/path")
    page = words(later)
    assert HINT not in page
    assert str(OPEN_REASONS[OpenReason.NO_DATE].why) in page


def test_an_enrolment_beside_the_plan_is_said_until_it_is_planned_anew(owner, world):
    plan(world)
    owner.post(f"/cohorts/{world.second_rights.public_id}/enrol")
    assert "Ihr Lernpfad wird neu berechnet" in words(owner)
    owner.post("/path")
    page = words(owner)
    assert HINT not in page
    assert "angemeldet" in page


def test_enrolling_as_suggested_needs_no_new_plan(owner, world):
    plan(world)
    owner.post(f"/cohorts/{world.first_rights.public_id}/enrol")
    page = words(owner)
    assert HINT not in page
    assert "angemeldet" in page


def test_a_gap_that_more_time_would_narrow_is_put_down_to_time(owner, world):
    """Also where no course would close it whole: time is what the person can change."""
    world.rights.minutes = 300
    plan(world, budget_minutes=240)
    open_gaps = words(owner).partition("Was offen bleibt, und warum")[2]
    assert str(OPEN_REASONS[OpenReason.BUDGET].why) in open_gaps
    assert "Zeit ändern" in open_gaps


def test_what_more_time_would_bring_is_computed_with_the_path(owner, world):
    world.rights.minutes = 300
    path = plan(world, budget_minutes=240)
    assert path.plan["more_time"] == {"minutes": 60, "levels": 2, "units": ["rights"]}
    page = words(owner)
    assert "Mit 1 Stunde mehr ließen sich 2 weitere Stufen schließen." in page
    assert (
        f"„{world.rights.title.de}“ fehlt: Ihre Zeit von 4 Stunden reicht dafür nicht; "
        "mit 1 Stunde mehr ließen sich 2 weitere Stufen schließen." in page
    )


def test_what_people_decide_themselves_is_offered_and_never_planned(owner, world):
    own_choice = make_course(raises={world.law: 4}, minutes=30, by_own_choice=True)
    make_cohort(course=own_choice, starts_at=START + WEEK)
    plan(world)
    steps, _, rest = words(owner).partition("Das entscheiden nur Sie")
    assert own_choice.title.de not in steps
    assert own_choice.title.de in rest


def test_what_people_have_chosen_themselves_is_part_of_their_path(owner, world):
    own_choice = make_course(raises={world.law: 4}, minutes=30, by_own_choice=True)
    seat = make_cohort(course=own_choice, starts_at=START + WEEK)
    make_enrolment(cohort=seat, person=world.person)
    plan(world)
    assert own_choice.title.de in words(owner).partition("Das entscheiden nur Sie")[0]


def test_time_that_completed_courses_have_taken_is_said(owner, world):
    over = make_cohort(course=world.rights, starts_at=START - WEEK)
    make_enrolment(cohort=over, person=world.person, status=EnrolmentStatus.COMPLETED)
    plan(world, completed_at=START - 2 * WEEK)
    page = words(owner)
    assert "mit 4 Stunden von Ihren 16 Stunden" in page
    assert "2 Stunden von 12 Stunden" in page
    assert f"„{world.rights.title.de}“ haben Sie abgeschlossen." in page


def test_seats_that_take_more_time_than_planned_are_said(owner, world):
    make_enrolment(cohort=world.first_rights, person=world.person)
    plan(world, budget_minutes=120)
    assert "Ihre Anmeldungen brauchen mehr Zeit, als Sie eingeplant haben." in words(owner)


def test_reached_targets_and_an_empty_catalogue_are_told_apart(owner, world):
    plan(world, law=4, crisis=4)
    assert "Sie haben Ihre Ziele erreicht" in words(owner)
    for cohort in (world.first_rights, world.second_rights, world.first_press):
        cohort.municipality = make_cohort().municipality
    world.person.function = Function.STAFF
    assert "Sie haben Ihre Ziele erreicht" in words(owner)


def test_nothing_to_take_but_open_targets(owner, world):
    plan(world, budget_minutes=30)
    assert "Zurzeit gibt es keinen Schritt für Sie" in words(owner)


def test_a_form_sent_again_leaves_one_current_path(owner, world):
    assess(world)
    for _ in range(3):
        assert owner.post("/path").status_code == 303
    assert db.session.query(TrainingPath).filter_by(replaced_at=None).count() == 1


def test_the_path_is_there_in_english(owner, world):
    plan(world)
    owner.get("/language/en")
    page = words(owner)
    assert "Your training path" in page
    assert "Choose a date" in page
    assert "from level 1 to 3 (acts with confidence), and so to your target." in page


def test_the_page_asks_the_database_a_fixed_number_of_times(owner, world):
    make_enrolment(cohort=world.first_press, person=world.person)
    plan(world)
    with recorded_queries() as few:
        words(owner)
    for number in range(6):
        course = make_course(raises={world.crisis: 3}, audience=[Function.STAFF])
        cohort = make_cohort(course=course, starts_at=START + (number + 4) * WEEK)
        make_cohort(course=world.rights, starts_at=START + (number + 4) * WEEK)
        make_enrolment(cohort=cohort, person=world.person)
    with recorded_queries() as many:
        words(owner)
    assert len(many) == len(few) <= 36, "\n".join(many)
