"""What the desk says is to be done, and where each link leads."""

from datetime import timedelta

import pytest

from courses.cohorts.models import AttendanceStatus, EnrolmentStatus
from courses.desk.materials.services import Link, add_material
from courses.desk.overview.panels import MOST_SHOWN
from courses.desk.overview.queries import DueKind, find_next_session, list_due
from scheduling.models import EventStatus
from tests.courses.factories import make_attendance, make_cohort, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_person

pytestmark = in_turn

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def full_enough(**given):
    """A cohort whose few seats are taken."""
    cohort = make_cohort(**given, capacity=2)
    make_enrolment(cohort=cohort)
    return cohort


def kinds(person):
    return [(one.kind, one.number) for one in list_due(person, START)]


def test_the_next_session_is_told_with_place_and_people(client, trainer, cohort, enrolment):
    make_enrolment(cohort=cohort, status=EnrolmentStatus.WITHDRAWN)
    make_cohort(starts_at=START + HOUR)
    coming = find_next_session(trainer, START)
    assert (coming.session, coming.people) == (cohort.sessions[0], 1)
    page = client.get("/manage/cohorts").text
    hero = page[page.index("komma-hero") : page.index("</section>")]
    for said in ("Ihr nächster Termin", "Rathaus, Raum 1", "1 Person nimmt teil"):
        assert said in hero
    assert f'href="/manage/cohorts/{cohort.public_id}"' in hero


def test_while_it_runs_attendance_comes_first(client, trainer):
    cohort = make_cohort(trainers=[trainer], starts_at=START - HOUR)
    page = client.get("/manage/cohorts").text
    assert "Ihr Termin, jetzt" in page
    session = cohort.sessions[0].public_id
    assert f"/manage/cohorts/{cohort.public_id}/sessions/{session}" in page


def test_everything_that_is_open_is_named_and_leads_to_where_it_is_done(client, trainer):
    over = full_enough(trainers=[trainer], starts_at=START - DAY)
    roomless = full_enough(trainers=[trainer], starts_at=START + DAY, place="")
    hidden = full_enough(trainers=[trainer], starts_at=START + 2 * DAY)
    add_material(
        cohort=hidden,
        title="x",
        thing=Link("https://example.org/"),
        released_at=START + DAY,
        session=hidden.sessions[0],
        actor=trainer,
        now=START,
    )
    asked = full_enough(trainers=[trainer], starts_at=START + 20 * DAY)
    make_enrolment(cohort=asked, status=EnrolmentStatus.REQUESTED)
    empty = make_cohort(trainers=[trainer], starts_at=START + 10 * DAY)
    assert kinds(trainer) == [
        (DueKind.RECORDS, 1),
        (DueKind.PLACE, 0),
        (DueKind.MATERIALS, 1),
        (DueKind.FEW, 0),
        (DueKind.REQUESTS, 1),
    ]
    page = client.get("/manage/cohorts").text
    base = "/manage/cohorts/"
    for way in (
        f"{base}{over.public_id}/sessions/{over.sessions[0].public_id}",
        f"{base}{roomless.public_id}/sessions/{roomless.sessions[0].public_id}/edit",
        f"{base}{hidden.public_id}/materials",
        f"{base}{asked.public_id}#roster",
        f"{base}{empty.public_id}#seats",
    ):
        assert f'href="{way}"' in page


def test_what_is_done_called_off_far_away_or_of_others_is_not_due(trainer, personas):
    done = full_enough(trainers=[trainer], starts_at=START - DAY)
    make_attendance(
        enrolment=done.enrolments[0], session=done.sessions[0], status=AttendanceStatus.PRESENT
    )
    off = make_cohort(trainers=[trainer], starts_at=START + DAY, place="")
    off.sessions[0].event.status = EventStatus.CANCELLED
    make_enrolment(cohort=off, status=EnrolmentStatus.REQUESTED)
    full_enough(trainers=[trainer], starts_at=START + 40 * DAY, place="")
    make_cohort(trainers=[make_person()], starts_at=START + DAY, place="")
    assert kinds(trainer) == []
    assert {kind for kind, _ in kinds(personas.office.person)} == {DueKind.PLACE, DueKind.FEW}


def test_offers_that_nobody_has_answered_are_counted(trainer):
    cohort = full_enough(trainers=[trainer], starts_at=START + DAY)
    make_enrolment(cohort=cohort, status=EnrolmentStatus.OFFERED)
    assert kinds(trainer) == [(DueKind.OFFERS, 1)]


@pytest.mark.parametrize("number", [2, MOST_SHOWN + 2])
def test_it_asks_a_fixed_number_of_questions_and_shows_the_first(client, trainer, number):
    for position in range(number):
        at = START + DAY + position * HOUR
        make_cohort(trainers=[trainer], starts_at=at, place="", capacity=1)
    client.get("/manage/cohorts")
    with recorded_queries() as statements:
        page = client.get("/manage/cohorts").text
    assert len(statements) < 25
    assert page.count("Raum eintragen") + page.count("Wenige Anmeldungen") <= MOST_SHOWN
    assert ("kommen noch" in page) == (number > MOST_SHOWN // 2)


def test_the_printed_list_says_function_municipality_land_and_standing(
    client, personas, cohort, enrolment
):
    make_enrolment(cohort=cohort, status=EnrolmentStatus.COMPLETED)
    gone = make_enrolment(cohort=cohort, status=EnrolmentStatus.WITHDRAWN)
    page = client.get(f"/manage/cohorts/{cohort.public_id}/roster").text
    person = personas.owner.person
    for said in (person.family_name, "Führungskraft", "Heimstadt", "Bayern", "angemeldet"):
        assert said in page
    assert "abgeschlossen" in page
    assert gone.person.family_name not in page or page.count("komma-table__row-header") == 2
    assert (
        personas.client(personas.owner)
        .get(f"/manage/cohorts/{cohort.public_id}/roster")
        .status_code
        == 403
    )
