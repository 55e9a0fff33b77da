"""The dashboard shows one next step, and the right one."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from app.kernel.i18n import Bilingual
from app.pages.next_step import Standing, Step, choose_next_step
from courses.cohorts.attendance.open_records import OpenRecords
from courses.cohorts.models import Session
from courses.needs.queries import NeedsState
from scheduling.polls.queries import OwnPoll
from scheduling.services import schedule_event
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn

SOMETHING = object()
LIVE = SimpleNamespace(course=SimpleNamespace(is_self_paced=False))
AT_OWN_PACE = SimpleNamespace(course=SimpleNamespace(is_self_paced=True))
DONE = NeedsState("completed")
DUE = OpenRecords(3, Session())


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        (Standing(NeedsState("missing")), Step.BEGIN_NEEDS),
        (Standing(NeedsState("unfinished"), event=SOMETHING), Step.CONTINUE_NEEDS),
        (Standing(DONE), Step.PLAN_PATH),
        (Standing(DONE, SOMETHING, LIVE, SOMETHING, SOMETHING), Step.CHOOSE_DATE),
        (Standing(DONE, SOMETHING, AT_OWN_PACE, SOMETHING, SOMETHING), Step.STUDY),
        (Standing(DONE, SOMETHING, None, SOMETHING, SOMETHING), Step.GO_TO_EVENT),
        (Standing(DONE, SOMETHING, None, None, SOMETHING), Step.FETCH_CERTIFICATE),
        (Standing(DONE, SOMETHING), Step.NOTHING_DUE),
        (Standing(DONE, feedback=SOMETHING), Step.PLAN_PATH),
        (Standing(DONE, SOMETHING, LIVE, SOMETHING, feedback=SOMETHING), Step.GIVE_FEEDBACK),
        (
            Standing(NeedsState("not_applicable"), open_records=OpenRecords(3, Session())),
            Step.RECORD_ATTENDANCE,
        ),
        (Standing(NeedsState("missing"), request=SOMETHING), Step.ANSWER_REQUEST),
        (Standing(NeedsState("missing"), offer=SOMETHING), Step.ANSWER_OFFER),
        (Standing(NeedsState("missing"), poll=OwnPoll(SOMETHING, answers=True)), Step.ANSWER_POLL),
        (
            Standing(NeedsState("missing"), poll=OwnPoll(SOMETHING, chooses=True)),
            Step.CHOOSE_FROM_POLL,
        ),
        (Standing(NeedsState("not_applicable"), event=SOMETHING), Step.GO_TO_EVENT),
        (Standing(NeedsState("not_applicable")), Step.NOTHING_DUE),
    ],
)
def test_the_most_pressing_thing_comes_first(standing, step):
    assert choose_next_step(standing) is step


def test_someone_new_is_led_to_the_needs_analysis(personas):
    page = personas.client(personas.owner).get("/")
    assert "Bedarfsanalyse beginnen" in page.text
    assert "keine Termine" in page.text


def test_trainer_and_office_are_not_asked_for_needs(personas):
    for account in (personas.trainer, personas.office):
        page = personas.client(account).get("/")
        assert page.status_code == 200
        assert "Bedarfsanalyse" not in page.text


def test_dates_are_those_of_the_one_who_looks(personas, clock):
    starts_at = clock.now() + timedelta(days=2)
    schedule_event(
        owner="course_session",
        title=Bilingual(de="Ruhig bleiben", en="Staying calm"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        zone="Europe/Berlin",
        place="Rathaus",
        occupants=[personas.owner.person],
        now=clock.now(),
    )
    assert "Ruhig bleiben" in personas.client(personas.owner).get("/").text
    assert "Ruhig bleiben" not in personas.client(personas.colleague).get("/").text


def test_the_dashboard_asks_a_fixed_number_of_questions(personas, clock):
    client = personas.client(personas.owner)
    counts = []
    for days in range(1, 4):
        starts_at = clock.now() + timedelta(days=days)
        schedule_event(
            owner="course_session",
            title=Bilingual(de=f"Termin {days}", en=f"Session {days}"),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            zone="Europe/Berlin",
            place="",
            occupants=[personas.owner.person],
            now=clock.now(),
        )
        with recorded_queries() as statements:
            client.get("/")
        counts.append(len(statements))
    assert len(set(counts)) == 1
    assert counts[0] <= 20
