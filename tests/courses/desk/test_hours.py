"""A trainer's statement of hours: sessions that are over and were not called off, without names."""

import csv
import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from app.kernel.i18n import Bilingual
from app.kernel.permissions import Role
from courses.desk.hours.statement import training_hours
from courses.desk.hours.stretches import days_between, parse_stretch
from scheduling.models import EventStatus
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account

pytestmark = in_turn

HOURS = "/manage/training-hours"
DAY = timedelta(days=1)


@pytest.fixture
def led(trainer, personas):
    """Two sessions that are over, one of them called off, and one to come."""
    course = make_course(title=Bilingual(de="=Ruhig bleiben", en="Stay calm"))
    cohort = make_cohort(
        course=course,
        trainers=[trainer],
        starts_at=START - 2 * DAY,
        session_minutes=(90, 60, 60, 60),
        place="Saal",
    )
    cohort.sessions[1].event.status = EventStatus.CANCELLED
    make_enrolment(cohort=cohort, person=personas.owner.person)
    make_cohort(starts_at=START - 2 * DAY)
    return cohort


def lines(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def key_of(day):
    return f"{day:%Y-%m}"


def test_the_table_holds_what_took_place_and_computes_nothing(client, led):
    event = led.sessions[0].event
    stretch = f"{START.date() - 3 * DAY}--{START.date()}"
    answer = client.get(f"{HOURS}/{stretch}.csv")
    assert answer.data.startswith("\ufeff".encode())
    header, *rows = lines(answer)
    assert header == ["Tag", "Beginn", "Ende", "Kurs", "Ort", "Minuten"]
    assert rows[0][3:] == ["'=Ruhig bleiben", "Saal", "90"]
    assert rows[0][0] == f"{event.starts_at:%d.%m.%Y}"
    assert len(rows) == 1


def test_page_and_document_sum_up_and_name_no_participant(client, personas, led):
    stretch = f"{START.date() - 3 * DAY}--{START.date()}"
    page = client.get(HOURS, query_string={"period": stretch}).text
    pdf = PdfReader(io.BytesIO(client.get(f"{HOURS}/{stretch}.pdf").data))
    printed = "\n".join(one.extract_text() for one in pdf.pages)
    for text in (page, printed):
        assert "1 Std. 30 Min." in text
        assert "Ruhig bleiben" in text
        assert personas.owner.person.family_name not in text
    assert personas.trainer.person.name in printed


def test_hours_are_each_trainers_own(personas, led):
    stretch = f"{START.date() - 3 * DAY}--{START.date()}"
    for account in (make_account(Role.TRAINER, function=None), personas.office):
        assert len(lines(personas.client(account).get(f"{HOURS}/{stretch}.csv"))) == 1
    assert personas.client(personas.owner).get(f"{HOURS}/{stretch}.csv").status_code == 403


def test_a_session_counts_for_those_who_were_chosen_to_lead_it(led, trainer):
    colleague = make_account(Role.TRAINER, function=None).person
    led.trainers.append(colleague)
    stretch = days_between(START.date() - 3 * DAY, START.date() - DAY)
    now = START + 3 * DAY
    both = [len(training_hours(one, stretch, now).sessions) for one in (trainer, colleague)]
    led.sessions[0].chosen_trainers = [colleague]
    alone = [len(training_hours(one, stretch, now).sessions) for one in (trainer, colleague)]
    assert (both, alone) == ([1, 1], [0, 1])


def test_other_days_are_chosen_by_a_form(client, led):
    chosen = {"first_day": "2026-11-01", "last_day": "2026-11-05"}
    answer = client.get(HOURS, query_string=chosen)
    assert answer.location == f"{HOURS}?period=2026-11-01--2026-11-05"
    assert "01.11.2026 bis 05.11.2026" in client.get(answer.location).text
    wrong = client.get(HOURS, query_string=chosen | {"last_day": "2026-10-01"})
    assert wrong.status_code == 422
    assert "Bitte wählen Sie einen Tag nach dem ersten" in wrong.text
    for key in ("2026-13", "2026-02-30--2026-03-01", "2026-01-01--2028-01-01", "x"):
        assert client.get(f"{HOURS}/{key}.pdf").status_code == 404


@pytest.mark.parametrize("number", [1, 5])
def test_the_page_asks_a_fixed_number_of_questions(client, trainer, number):
    for _ in range(number):
        make_cohort(trainers=[trainer], starts_at=START - DAY, session_minutes=(60,))
    path = f"{HOURS}?period={START.date() - DAY}--{START.date()}"
    client.get(path)
    with recorded_queries() as statements:
        assert client.get(path).text.count("komma-table__row-header") == number
    assert len(statements) < 10


def test_stretches_are_named_by_their_key():
    days = days_between(date(2026, 11, 3), date(2026, 11, 3))
    assert (days.first_day, days.next_day) == (date(2026, 11, 3), date(2026, 11, 4))
    for key in (days.key, "2026-11", "2026-Q4", "2024-01-01--2024-12-31"):
        assert parse_stretch(key).key == key
    assert days_between(date(2026, 11, 3), date(2026, 11, 2)) is None
    assert days_between(date(1969, 1, 1), date(1969, 1, 2)) is None
