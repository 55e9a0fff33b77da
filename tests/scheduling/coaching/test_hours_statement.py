"""A coach's statement of hours: what took place, by month and quarter, and nobody's name."""

import csv
import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader, PdfWriter
from xhtml2pdf.builders.preflight import scan, unembedded_text_fonts

from app.kernel.table_document import table_document
from scheduling.coaching.models import Side
from scheduling.coaching.periods import Period, parse_period, recent_periods
from scheduling.coaching.services import cancel_booking, mark_attendance
from tests.house.clock import START
from tests.organisations.factories import make_account, make_municipality, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_coach, make_offer

HOUR = timedelta(hours=1)
AFTERWARDS = TUESDAY_AT_TEN + 8 * HOUR


@pytest.fixture
def bookings(coach):
    """At 10 attended, at 11 missed, at 12 called off late, at 13 in time, at 14 left open."""
    offer = make_offer(coach.person, change_until_minutes=7 * 24 * 60)
    in_time = make_offer(coach.person, change_until_minutes=0)
    client = make_account(
        given_name="Adalmut",
        family_name="Sonderlich",
        municipality=make_municipality(name="Musterstadt"),
    ).person
    offers = (offer, offer, offer, in_time, offer)
    booked = [
        make_booking(one, client, TUESDAY_AT_TEN + hour * HOUR) for hour, one in enumerate(offers)
    ]
    cancel_booking(booking=booked[2], now=START, by=Side.OFFICE)
    cancel_booking(booking=booked[3], now=START)
    mark_attendance(booking=booked[0], attended=True, now=AFTERWARDS)
    mark_attendance(booking=booked[1], attended=False, now=AFTERWARDS)
    return booked


@pytest.fixture
def cem(personas, clock, coach, bookings):
    clock.instant = AFTERWARDS
    return personas.client(coach)


def lines(answer):
    """Without the days, and without the apostrophe before a number that begins like a formula."""
    rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    return [[value.lstrip("'") for value in row[1:]] for row in rows]


def test_the_table_holds_what_took_time_and_nothing_else(cem, bookings):
    answer = cem.get("/manage/hours/2026-11.csv")
    assert answer.mimetype == "text/csv"
    assert lines(answer) == [
        ["Beginn", "Nummer des Termins", "Status", "Minuten"],
        ["10:00", bookings[0].public_id, "Hat stattgefunden", "60"],
        ["11:00", bookings[1].public_id, "Nicht erschienen", "60"],
        ["12:00", bookings[2].public_id, "Nach der Frist abgesagt", "60"],
        ["14:00", bookings[4].public_id, "Noch nicht eingetragen", "60"],
    ]
    assert lines(cem.get("/manage/hours/2026-Q4.csv")) == lines(answer)
    assert len(lines(cem.get("/manage/hours/2026-10.csv"))) == 1


def test_page_and_document_sum_up_and_name_nobody(cem, coach, bookings):
    page = cem.get("/manage/hours").text
    pdf = PdfReader(io.BytesIO(cem.get("/manage/hours/2026-Q4.pdf").data))
    printed = "\n".join(one.extract_text() for one in pdf.pages)
    assert "Noch nicht alles eingetragen" in page
    assert coach.person.name in printed
    assert "4. Quartal 2026" in printed
    for text in (page, printed):
        assert bookings[0].public_id in text
        assert "1 Stunde" in text
        assert "Sonderlich" not in text
        assert "Musterstadt" not in text


def test_what_the_coach_called_off_or_is_to_come_is_no_hour(personas, clock, coach, offer):
    off = make_booking(offer, make_person(), TUESDAY_AT_TEN)
    make_booking(offer, make_person(), TUESDAY_AT_TEN + 2 * HOUR)
    cancel_booking(booking=off, now=START, by=Side.COACH)
    clock.instant = TUESDAY_AT_TEN + 2 * HOUR
    page = personas.client(coach).get("/manage/hours").text
    assert "Keine Termine in diesem Zeitraum" in page


def test_hours_are_each_coachs_own(personas, cem, bookings):
    other = personas.client(make_coach())
    assert len(lines(other.get("/manage/hours/2026-11.csv"))) == 1
    assert personas.client(make_account()).get("/manage/hours/2026-11.csv").status_code == 403


def test_only_months_and_quarters_have_statements(cem):
    for key in ("2026-13", "2026-Q5", "2026", "0000-01", "9999-12"):
        assert cem.get(f"/manage/hours/{key}.pdf").status_code == 404
    assert cem.get("/manage/hours?period=nonsense").status_code == 200


def test_periods_end_where_the_next_begins():
    quarter, month = parse_period("2026-Q4"), parse_period("2026-12")
    assert (quarter.first_day, quarter.next_day) == (date(2026, 10, 1), date(2027, 1, 1))
    assert (month.first_day, month.next_day) == (date(2026, 12, 1), date(2027, 1, 1))
    recent = recent_periods(date(2026, 11, 30))
    assert [one.key for one in (recent[0], recent[12], recent[13], recent[-1])] == [
        "2026-11",
        "2025-11",
        "2026-Q4",
        "2025-Q4",
    ]
    assert all(parse_period(one.key) == one for one in recent)
    assert Period(date(2026, 11, 1), 1).quarter is None


def test_a_long_statement_repeats_its_header_and_embeds_its_fonts():
    rows = [("24.11.2026", "10:00", str(number), "Łódź", "60") for number in range(100)]
    header = ("Tag", "Beginn", "Nummer", "Status", "Minuten")
    pdf = table_document(
        title="Nachweis",
        facts=[("a", "b")],
        header=header,
        rows=rows,
        sums=[("a", "b")],
        page_label="Seite",
        columns=(0.2, 0.2, 0.2, 0.2, 0.2),
        language="de",
    )
    document = PdfWriter(clone_from=io.BytesIO(pdf))
    assert len(document.pages) > 1
    for number, page in enumerate(document.pages, start=1):
        assert "Beginn" in page.extract_text()
        assert f"Seite {number}" in page.extract_text()
    assert not unembedded_text_fonts(scan(document))
