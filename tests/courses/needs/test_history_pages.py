"""Earlier analyses, what is different from one to the next, and levels that are provisional."""

from datetime import timedelta

import pytest

from app.kernel.db import db
from courses.cohorts.models import EnrolmentStatus
from courses.group_levels.models import LevelContribution
from courses.learning.services import complete_unit
from courses.needs.history import read_standing
from courses.needs.models import NeedsAnalysis
from courses.needs.sharing.models import LevelShare
from courses.needs.sharing.queries import Scope
from courses.needs.sharing.services import share_levels
from courses.paths.queries import find_current_path, read_basis
from courses.paths.removing import delete_analysis
from tests.courses.factories import make_cohort, make_enrolment, make_self_paced_course
from tests.courses.group_levels.factories import give, make_collection
from tests.courses.needs.factories import make_analysis
from tests.courses.paths.world import WEEK, assess, make_world, plan
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_competency

pytestmark = in_turn

DAY = timedelta(days=1)
FIRST, SECOND, THIRD = START - 300 * DAY, START - 200 * DAY, START - 30 * DAY


@pytest.fixture
def world(personas):
    return make_world(personas.owner.person)


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


@pytest.fixture
def three(world):
    """Three analyses: law rises twice, crisis falls with the last one."""
    return [
        assess(world, law=law, crisis=crisis, completed_at=at)
        for law, crisis, at in ((0, 2, FIRST), (1, 2, SECOND), (3, 1, THIRD))
    ]


def words(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def part(page, start, end):
    """What stands on the page between two of its texts."""
    return page[page.index(start) : page.index(end, page.index(start))]


def main(page):
    """The page without its head and foot, where its own address stands."""
    return part(page, "<main", "</main>")


def test_the_result_says_level_by_level_what_has_changed(owner, world, three):
    page = words(owner, "/needs/result")
    assert "Verglichen mit Ihrer Analyse vom" in page
    higher = part(page, "Höher als damals", "Niedriger als damals")
    assert world.law.name.de in higher
    assert "von Stufe 1 (kennt sich aus) auf Stufe 3 (handelt sicher), 2 Stufen höher." in higher
    assert world.law.levels[3].de in higher
    lower = part(page, "Niedriger als damals", "Wie es weitergeht")
    assert "Das ist normal und kein Versagen" in lower
    assert "auf Stufe 1 (kennt sich aus), eine Stufe niedriger." in lower


def test_a_first_analysis_has_nothing_to_compare(owner, world):
    assess(world)
    assert "Höher als damals" not in words(owner, "/needs/result")
    assert "Zwei Analysen vergleichen" not in words(owner, "/needs/results")
    assert owner.get("/needs/results/changes").location == "/needs"


def test_the_path_says_what_has_changed_too(owner, world, three):
    owner.post("/path")
    page = words(owner, "/path")
    changes = part(page, "Was sich seit Ihrer vorigen Analyse verändert hat", "Etwas anpassen")
    assert "2 Stufen höher" in changes
    assert "eine Stufe niedriger" in changes


def test_any_two_can_be_compared(owner, world, three):
    page = words(owner, "/needs/results/changes?earlier=1&later=3")
    assert "von Stufe 0 (noch kein Kontakt) auf Stufe 3 (handelt sicher), 3 Stufen höher." in page
    assert page.count("selected") == 2
    swapped = words(owner, "/needs/results/changes?earlier=3&later=1")
    assert "3 Stufen höher" in swapped
    the_last_two = words(owner, "/needs/results/changes")
    for odd in ("earlier=3&later=3", "earlier=0&later=99", "earlier=x&later=-1", "later=3"):
        assert main(words(owner, f"/needs/results/changes?{odd}")) == main(the_last_two), odd
    assert "Unverändert" in words(owner, "/needs/results/changes?earlier=1&later=2")


def test_earlier_analyses_can_be_listed_and_opened(owner, world, three):
    page = words(owner, "/needs/results")
    assert page.index('href="/needs/results/3"') < page.index('href="/needs/results/1"')
    assert page.count("früher") == 2
    opened = words(owner, "/needs/results/2")
    assert "So haben Sie sich damals eingeschätzt." in opened
    assert "eine Stufe höher" in opened
    assert owner.get("/needs/results/3").location == "/needs/result", "the one that counts"
    for number in ("0", "4", "99999999999999999999"):
        assert owner.get(f"/needs/results/{number}").status_code == 404
        assert owner.get(f"/needs/results/{number}/delete").status_code == 404


def test_two_of_one_day_are_told_apart_by_the_time(owner, world, three):
    assess(world, completed_at=THIRD + timedelta(hours=2))
    page = words(owner, "/needs/results")
    assert page.count(" Uhr</a>") == 2


def test_competencies_that_were_added_or_removed_between_two(owner, world):
    gone = make_competency("gone")
    make_analysis(
        person=world.person, levels={world.law: 1, gone: 2, world.crisis: 0}, completed_at=FIRST
    )
    added = make_competency("added")
    make_analysis(person=world.person, levels={world.law: 1, added: 2}, completed_at=SECOND)
    db.session.delete(gone)
    page = words(owner, "/needs/result")
    assert added.name.de in part(page, "Damals noch nicht gefragt", "Nur damals gefragt")
    assert world.crisis.name.de in part(page, "Nur damals gefragt", "Eine Kompetenz von damals")
    assert "Eine Kompetenz von damals gibt es in KommA nicht mehr." in page
    assert words(owner, "/needs/results/1")


# --- provisional levels ---------------------------------------------------------------------


def complete_rights(world, *, at=START - WEEK):
    """The world's person has completed `rights`, which raises law to 3."""
    over = make_cohort(course=world.rights, starts_at=at)
    make_enrolment(cohort=over, person=world.person, status=EnrolmentStatus.COMPLETED)


def test_a_completed_course_raises_a_level_provisionally(owner, world):
    assess(world, law=1, crisis=0, completed_at=START - 2 * WEEK)
    assert "Vorläufig heute" not in words(owner, "/needs/result")
    complete_rights(world)
    page = words(owner, "/needs/result")
    assert "komma-chart__provisional" in page
    assert "1 – kennt sich aus<br>vorläufig heute: 3 – handelt sicher" in page
    assert "vorläufig keine" in page
    assert f"haben Sie einen Kurs abgeschlossen: {world.rights.title.de}." in page
    assert world.law.name.de in part(page, "Was Sie vorläufig erreicht haben", "Wohin es gehen")
    assert world.law.name.de not in part(page, "Wohin es gehen kann", "Wie es weitergeht")
    assert "Sie haben seither Kurse abgeschlossen." in page


def test_the_path_shows_the_same(owner, world):
    complete_rights(world)
    plan(world, law=1, completed_at=START - 2 * WEEK)
    page = words(owner, "/path")
    assert "1 – kennt sich aus<br>vorläufig heute: 3 – handelt sicher" in page
    assert "Sie haben seither Kurse abgeschlossen." in page


def test_what_came_before_the_analysis_adds_nothing(owner, world):
    complete_rights(world, at=START - 3 * WEEK)
    assess(world, law=1, completed_at=START - 2 * WEEK)
    assert "vorläufig" not in words(owner, "/needs/result")


def test_planning_and_pages_go_by_the_same_levels(world):
    reading = make_self_paced_course(slug="reading", raises={world.crisis: 2})
    analysis = assess(world, law=1, crisis=0, completed_at=START - 2 * WEEK)
    complete_rights(world)
    for unit in reading.units:
        complete_unit(person=world.person, unit=unit, actor=world.person, now=START)
    basis = read_basis(world.person, analysis, budget_minutes=960, now=START)
    standing = read_standing(analysis, now=START)
    assert standing.today == basis.levels_today == {"law": 3, "crisis": 2}
    assert [course.slug for course in standing.since] == ["rights", "reading"]
    assert {course.slug for course in standing.since} == basis.done_since


def test_after_half_a_year_a_new_analysis_is_offered(owner, world):
    assess(world, completed_at=START - 181 * DAY)
    assert "mehr als ein halbes Jahr alt" not in words(owner, "/needs/result")
    assess(world, completed_at=START - 200 * DAY)
    db.session.query(NeedsAnalysis).filter_by(completed_at=START - 181 * DAY).delete()
    assert "mehr als ein halbes Jahr alt" in words(owner, "/needs/result")


# --- deleting -------------------------------------------------------------------------------


def confirm(client, analysis_id):
    return client.post("/needs/results/delete", data={"analysis": analysis_id})


def test_an_earlier_one_is_deleted_and_the_rest_stays(owner, world, three):
    owner.post("/path")
    path, first = find_current_path(world.person).id, three[0].public_id
    question = words(owner, "/needs/results/1/delete")
    assert "löschen?" in question
    assert "neueste Analyse" not in question
    assert first in question
    assert confirm(owner, first).location == "/needs/results"
    assert find_current_path(world.person).id == path
    assert confirm(owner, first).location == "/needs/results"
    assert "Diese Analyse gibt es nicht mehr." in words(owner, "/needs/results")
    assert db.session.query(NeedsAnalysis).count() == 2, "a form sent twice deletes one"


def test_with_the_latest_its_paths_go_and_the_one_before_counts(owner, world, three):
    owner.post("/path")
    owner.post("/path")
    assert "Danach gilt wieder die vom" in words(owner, "/needs/results/3/delete")
    confirm(owner, three[2].public_id)
    assert find_current_path(world.person) is None
    assert "Ihr Lernpfad ist noch nicht berechnet" in words(owner, "/path")
    assert "eine Stufe höher" in words(owner, "/needs/result")
    owner.post("/path")
    assert find_current_path(world.person).analysis_id == three[1].id


def test_with_the_only_one_everything_begins_anew(owner, world):
    analysis = plan(world).analysis.public_id
    assert "Es ist Ihre einzige Analyse." in words(owner, "/needs/results/1/delete")
    confirm(owner, analysis)
    assert owner.get("/needs/result").location == "/needs"
    assert owner.get("/needs/results").location == "/needs"
    assert "Hier entsteht Ihr Lernpfad" in words(owner, "/path")


def test_nobody_deletes_what_is_another_persons_or_unfinished(personas, world, three):
    unfinished = assess(world, completed_at=None)
    for account in (personas.colleague, personas.coordinator, personas.office):
        client = personas.client(account)
        confirm(client, three[0].public_id)
        assert client.get("/needs/results/1").status_code == 404
        assert client.get("/needs/results/1/delete").status_code == 404
    confirm(personas.client(personas.owner), unfinished.public_id)
    assert db.session.query(NeedsAnalysis).count() == 4


def test_what_was_shared_of_it_goes_with_it(world, personas):
    analysis = assess(world)
    earlier = assess(world, completed_at=FIRST)
    world.first_rights.trainers.append(personas.trainer.person)
    enrolment = make_enrolment(cohort=world.first_rights, person=world.person)
    share_levels(
        enrolment=enrolment,
        scope=Scope.ALL,
        analysis_seen=analysis.public_id,
        trainers_seen=[one.public_id for one in world.first_rights.trainers],
        actor=world.person,
        now=START,
    )
    for which, left in ((earlier, 1), (analysis, 0)):
        delete_analysis(person=world.person, public_id=which.public_id, actor=world.person)
        assert db.session.query(LevelShare).count() == left


def test_what_waits_for_the_figures_of_a_group_goes_with_it(world, personas):
    analysis = assess(world)
    survey = make_collection(municipality=world.person.municipality)
    give(survey, [personas.owner])
    delete_analysis(person=world.person, public_id=analysis.public_id, actor=world.person)
    assert db.session.query(LevelContribution).count() == 0


def test_pages_ask_the_database_a_fixed_number_of_times(owner, world, three):
    def statements():
        counted = []
        for path in ("/needs/result", "/needs/results", "/needs/results/1"):
            with recorded_queries() as asked:
                words(owner, path)
            counted.append(len(asked))
        return counted

    few = statements()
    for number in range(4):
        assess(world, completed_at=START - (20 - number) * DAY)
    complete_rights(world)
    complete_rights(world)
    many = statements()
    assert many[1:] == few[1:]
    assert many[0] <= few[0] + 2, "the courses completed since, whatever their number"
