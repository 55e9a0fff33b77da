"""Reports for office and funder: the page, the workbook and the document say the same."""

import io
from datetime import timedelta
from decimal import Decimal

import lxml.html
import openpyxl
import pytest
from pypdf import PdfReader

from courses.cohorts.models import AttendanceStatus, EnrolmentStatus
from courses.reports.periods import Months
from courses.reports.presenting import shown, tables_of
from courses.reports.services import report_of
from organisations.models import Function
from scheduling.models import EventStatus
from tests.courses.factories import BERLIN, make_attendance, make_cohort, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_municipality, make_person

pytestmark = in_turn

LAST_MONTH = START.replace(day=1, hour=12) - timedelta(days=20)
PAGE = "/manage/reports"
#: What a cell says without the label that phones show before it.
VALUES = ".//span[@class='komma-table__value']"


@pytest.fixture
def client(personas):
    """The office's browser."""
    return personas.client(personas.office)


def take_place(people, *, starts_at=LAST_MONTH, minutes=90, completed=0, municipality=None):
    """A cohort of one session that so many people attended."""
    cohort = make_cohort(starts_at=starts_at, session_minutes=(minutes,), capacity=people + 2)
    home = municipality or make_municipality()
    for number in range(people):
        status = EnrolmentStatus.COMPLETED if number < completed else EnrolmentStatus.ENROLLED
        person = make_person(
            municipality=home, function=Function.EXECUTIVE if number % 2 else Function.STAFF
        )
        enrolment = make_enrolment(cohort=cohort, person=person, status=status)
        make_attendance(enrolment=enrolment, session=cohort.sessions[0])
    return cohort


def last_month():
    month = LAST_MONTH.astimezone(BERLIN).date().replace(day=1)
    return Months(month, month)


def address(end=""):
    key = last_month().key
    return f"{PAGE}/{key}/{key}.{end}" if end else f"{PAGE}?first={key}&last={key}"


def words(text):
    return " ".join(text.split())


def test_page_workbook_and_document_show_the_same_figures(client):
    home = make_municipality(name="Groß Trebelow")
    take_place(24, completed=12, municipality=home)
    take_place(30, minutes=50)
    take_place(2)
    tables = tables_of(report_of(last_month()))
    assert len(tables) == 4
    assert [row[1] for row in tables[0].rows[4:8]] == [Decimal("3.8"), 56, 56, "geschützt"]

    page = lxml.html.fromstring(client.get(address()).text)
    figures = page.iterfind(".//section[@id='overview']//dd")
    on_page = [[[words(figure.text_content())] for figure in figures]]
    on_page += [
        [[words(cell.text_content()) for cell in row.iterfind(VALUES)] for row in table.iter("tr")]
        for table in page.iterfind(".//main//table/tbody")
    ]
    book = openpyxl.load_workbook(io.BytesIO(client.get(address("xlsx")).get_data()))
    document = PdfReader(io.BytesIO(client.get(address("pdf")).get_data()))
    in_document = words(" ".join(part.extract_text() for part in document.pages))
    for table, rows, sheet in zip(tables, on_page, book.worksheets, strict=True):
        texts = [[shown(cell) for cell in row] for row in table.rows]
        assert rows == [row[1:] for row in texts]
        values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        assert values == [[_as_number(cell) for cell in row] for row in table.rows]
        for row in texts:
            assert " ".join(row) in in_document
    assert "geschützt" in in_document
    assert document.metadata.title.startswith("Bericht")


def _as_number(cell):
    return cell if isinstance(cell, str | int) else float(cell)


def test_only_sessions_count_that_took_place_in_the_months(client):
    month = last_month()
    begin, end = month.bounds(BERLIN)
    take_place(8, starts_at=begin)
    take_place(8, starts_at=end - timedelta(minutes=1))
    take_place(8, starts_at=end)
    take_place(8, starts_at=begin - timedelta(minutes=1))
    called_off = take_place(8)
    called_off.sessions[0].event.status = EventStatus.CANCELLED
    report = report_of(month)
    assert (report.sessions, report.participants, report.minutes) == (2, 16, 180)


#: Of one who was recorded like this at a session of 90 minutes, how many count.
MINUTES = {
    AttendanceStatus.PRESENT: 90,
    AttendanceStatus.LATE: 75,
    AttendanceStatus.EXCUSED: 0,
    AttendanceStatus.ABSENT: 0,
}


@pytest.mark.parametrize("status", AttendanceStatus)
def test_only_who_was_there_took_part(client, status):
    cohort = take_place(8)
    other = make_enrolment(cohort=cohort)
    make_attendance(enrolment=other, session=cohort.sessions[0], status=status)
    report = report_of(last_month())
    assert report.participants == (9 if MINUTES[status] else 8)
    assert report.participant_minutes == 8 * 90 + MINUTES[status]


def test_completion_is_of_cohorts_that_ended_then(client):
    take_place(16, completed=8)
    take_place(16, completed=16, starts_at=LAST_MONTH - timedelta(days=40))
    assert report_of(last_month()).completion.percent == 50


def test_the_usual_months_are_one_click_away_and_any_can_be_chosen(client):
    take_place(9, starts_at=LAST_MONTH - timedelta(days=70))
    page = client.get(PAGE).text
    assert "Letzter Monat" in page
    first = (LAST_MONTH - timedelta(days=70)).strftime("%Y-%m")
    turned = client.get(f"{PAGE}?first={last_month().key}&last={first}")
    assert f"{PAGE}/{first}/{last_month().key}.pdf" in turned.text


@pytest.mark.parametrize("key", ["2099-01", "1999-01", "next", f"{START:%Y-%m}"])
def test_there_is_no_report_of_months_that_are_not_over(client, key):
    take_place(1)
    assert client.get(f"{PAGE}/{key}/{key}.xlsx").status_code == 404
    assert client.get(f"{PAGE}/{last_month().key}/{key}.pdf").status_code == 404
    assert last_month().key in client.get(f"{PAGE}?first={key}&last={key}").text


def test_before_the_first_month_is_over_the_page_says_so(client):
    take_place(3, starts_at=START - timedelta(hours=1))
    assert "Noch keine Berichte" in client.get(PAGE).text
    assert "Noch keine Berichte" in client.get(f"{PAGE}?first=2026-01&last=2026-01").text


@pytest.mark.parametrize("who", ["owner", "trainer", "coordinator"])
def test_reports_are_the_office_s(personas, who):
    client = personas.client(getattr(personas, who))
    take_place(1)
    for path in (PAGE, address("xlsx"), address("pdf")):
        assert client.get(path).status_code == 403
    assert 'href="/manage/reports"' not in client.get("/courses").text


def test_a_report_asks_as_many_questions_of_little_as_of_much(client):
    counts = []
    for number in (1, 5):
        for _ in range(number):
            take_place(3)
        with recorded_queries() as statements:
            report_of(last_month())
        counts.append(len(statements))
    assert counts[0] == counts[1] < 9
