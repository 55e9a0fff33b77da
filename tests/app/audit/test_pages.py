"""The audit trail as the programme office reads it: words, names, filters, pages, export."""

import csv
import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select

from app.kernel.audit import AuditEntry, record
from app.kernel.csv_file import csv_file
from app.kernel.db import db
from app.kernel.i18n import short_date
from app.pages.audit import queries, services
from app.pages.audit.personal_data import ACTS
from organisations.models import Person
from scheduling.feeds.models import CalendarFeed
from tests.certificates.factories import make_certificate
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality, make_person
from tests.scheduling.coaching.factories import make_offer

pytestmark = in_turn

PAGE = "/manage/audit"


@pytest.fixture
def client(personas):
    """The programme office's browser."""
    return personas.client(personas.office)


def act(action="person.changed", thing=None, *, actor=None, now=START, **details):
    made = record(action, thing or make_person(), actor=actor, now=now, **details)
    db.session.commit()
    return made


def rows(page):
    """The texts of each row's cells, without the labels for phones."""
    found = []
    for row in re.findall(r"<tr.*?</tr>", page.text, re.S)[1:]:
        cells = re.findall(r"<th.*?</th>|komma-table__value\">(.*?)</span>", row, re.S)
        found.append([" ".join(cell.split()) for cell in cells[1:]])
    return found


def test_an_entry_says_who_did_what_to_whom_in_plain_words(client, personas):
    ada = make_person(given_name="Ada", family_name="Anders")
    act("role.granted", ada, actor=personas.office.person, role="coach")
    [row] = rows(client.get(PAGE))
    assert row == [personas.office.person.name, "Rolle gegeben", "Ada Anders", "Rolle: Coaching"]


def test_it_speaks_english_too(client, personas):
    act("municipality.changed", make_municipality(name="Ypsdorf"), fields="name, kind")
    client.get("/language/en")
    [row] = rows(client.get(PAGE))
    assert row == ["KommA itself", "Municipality changed", "Ypsdorf", "Details: Name, Kind"]


def test_the_newest_comes_first(client):
    act("person.created")
    act("person.changed", now=START + timedelta(hours=1))
    page = client.get(PAGE)
    assert [row[1] for row in rows(page)] == ["Person geändert", "Person angelegt"]
    assert "23.11.2026, 11:00 Uhr" in page.text, "in the programme's zone"


def test_who_has_been_erased_has_no_name(client, personas):
    gone = make_person(given_name="Egon", family_name="Entfernt")
    act("person.changed", gone, actor=gone)
    db.session.execute(delete(Person).where(Person.id == gone.id))
    [row] = rows(client.get(PAGE))
    assert (row[0], row[2]) == ("gelöschte Person", "gelöschte Person")


def test_what_is_gone_is_said_to_be_gone(client, personas):
    feed = CalendarFeed(person=make_person(), label="x", token_hash="x" * 64, created_at=START)
    db.session.add(feed)
    db.session.flush()
    act("calendar_feed.created", feed)
    db.session.execute(delete(CalendarFeed))
    [row] = rows(client.get(PAGE))
    assert row[2] == "gibt es nicht mehr"


def test_everything_has_its_name(client, personas):
    ada = make_account(given_name="Ada", family_name="Anders")
    cohort = make_cohort(trainers=[personas.trainer.person])
    title = cohort.course.title.de
    offer = make_offer()
    things = {
        ada: "Ada Anders",
        cohort: title,
        cohort.sessions[0]: f"{title}, {short_date(cohort.sessions[0].event.starts_at)}",
        make_certificate(person=ada.person, cohort=cohort): f"Ada Anders, {title}",
        make_enrolment(cohort=cohort, person=ada.person): f"Ada Anders, {title}",
        offer: offer.title.de,
    }
    for thing in things:
        act("some.thing", thing)
    page = client.get(PAGE)
    named = [row[2] for row in rows(page) if row[1] == "some.thing"]
    assert named[::-1] == list(things.values())
    assert "some.thing" in page.text, "an act of another version is called by its key"


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("", ["Person geändert", "Durchgang angelegt", "Kommune angelegt"]),
        ("people", ["Person geändert"]),
        ("courses", ["Durchgang angelegt"]),
        ("certificates", []),
    ],
)
def test_acts_are_filtered_by_group(client, group, expected):
    act("municipality.created", make_municipality())
    act("cohort.opened", make_cohort())
    act("person.changed")
    page = client.get(PAGE, query_string={"group": group})
    assert [row[1] for row in rows(page)] == expected
    assert ("Kein Eintrag gefunden" in page.text) == (not expected)


def test_a_name_finds_who_acted_and_whom_it_concerned(client, personas):
    ada = make_account(given_name="Ada", family_name="Löwe").person
    enrolment = make_enrolment(cohort=make_cohort(), person=ada)
    act("person.created", ada, actor=personas.office.person)
    act("enrolment.confirmed", enrolment, actor=personas.trainer.person)
    act("municipality.created", make_municipality(), actor=ada)
    act("person.changed", make_person(family_name="Andere"), actor=personas.office.person)
    page = client.get(PAGE, query_string={"q": "löwe ada"})
    assert [row[1] for row in rows(page)] == [
        "Kommune angelegt",
        "Zu einem Durchgang angemeldet",
        "Person angelegt",
    ]


def test_days_count_in_full_and_by_the_programmes_clock(client):
    berlin = ZoneInfo("Europe/Berlin")
    for day, hour, minute in ((23, 23, 59), (24, 0, 0), (24, 23, 59), (25, 0, 0)):
        act(now=datetime(2026, 11, day, hour, minute, tzinfo=berlin))
    page = client.get(PAGE, query_string={"since": "2026-11-24", "until": "2026-11-24"})
    assert len(rows(page)) == 2
    assert "24.11.2026, 00:00 Uhr" in page.text
    assert "24.11.2026, 23:59 Uhr" in page.text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "yesterday"])
@pytest.mark.parametrize("field", ["since", "until"])
def test_a_day_that_cannot_be_is_refused_at_its_field(client, field, day):
    page = client.get(PAGE, query_string={field: day})
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert client.post(f"{PAGE}/export?{field}={day}").status_code == 422


def test_a_long_list_is_turned_page_by_page_and_nothing_shifts(client, monkeypatch):
    monkeypatch.setattr(queries, "ENTRIES_PER_PAGE", 2)
    people = [make_person(given_name="N", family_name=str(number)) for number in range(5)]
    for person in people:
        act("person.created", person)
    first = client.get(PAGE, query_string={"group": "people"})
    assert [row[2] for row in rows(first)] == ["N 4", "N 3"]
    assert "Neuere Einträge" not in first.text
    act("person.created", make_person(given_name="N", family_name="later"))
    second = client.get(link(first, "Ältere Einträge"))
    assert [row[2] for row in rows(second)] == ["N 2", "N 1"]
    last = client.get(link(second, "Ältere Einträge"))
    assert [row[2] for row in rows(last)] == ["N 0"]
    assert "Ältere Einträge" not in last.text
    back = client.get(link(second, "Neuere Einträge"))
    assert [row[2] for row in rows(back)] == ["N 4", "N 3"]
    newest = client.get(link(back, "Neuere Einträge"))
    assert [row[2] for row in rows(newest)] == ["N later"]


def link(page, label):
    href = re.search(rf'href="([^"]+)"[^>]*>(?:(?!</a>).)*{label}', page.text, re.S).group(1)
    assert "group=people" in href
    return href.replace("&amp;", "&")


@pytest.mark.parametrize("number", [1, 7])
def test_names_are_asked_for_once_per_kind(client, personas, number):
    course = make_course()
    for _ in range(number):
        cohort = make_cohort(course=course, trainers=[personas.trainer.person])
        act("cohort.opened", cohort, actor=make_person())
        act("session.moved", cohort.sessions[0], actor=make_person())
        act("enrolment.confirmed", make_enrolment(cohort=cohort), actor=make_person())
        act("person.changed", make_person())
    client.get(PAGE)
    with recorded_queries() as statements:
        page = client.get(PAGE)
    assert len(rows(page)) == 4 * number
    # Who is signed in with their roles, the entries, and people, cohorts, sessions, enrolments.
    assert len([s for s in statements if s.startswith("SELECT")]) == 7


def table(answer):
    text = answer.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_export_holds_the_whole_selection_and_is_an_entry_itself(client, personas, monkeypatch):
    monkeypatch.setattr(queries, "ENTRIES_PER_PAGE", 2)
    for _ in range(3):
        act("person.created", make_person(given_name="Jörg", family_name="Öz"))
    act("municipality.created", make_municipality())
    answer = client.post(f"{PAGE}/export?group=people")
    assert answer.mimetype == "text/csv"
    assert answer.get_data().startswith(b"\xef\xbb\xbf")
    header, *lines = table(answer)
    assert header[:3] == ["Nummer", "Zeitpunkt", "Wer"]
    assert [line[4] for line in lines] == ["Jörg Öz"] * 3
    assert lines[0][1] == "2026-11-23 10:00:00+01:00"
    newest = db.session.scalars(select(AuditEntry).order_by(AuditEntry.position.desc())).first()
    assert (newest.action, newest.actor_public_id) == (
        "audit.exported",
        personas.office.person.public_id,
    )
    assert newest.details == {"entries": 3}


def test_nothing_in_the_export_is_computed_by_a_spreadsheet(client):
    evil = '=HYPERLINK("https://evil.example";"x")'
    act("person.created", make_person(given_name=evil, family_name="x"))
    _, line = table(client.post(f"{PAGE}/export"))
    assert line[4] == f"'{evil} x"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_begins_a_formula_gets_an_apostrophe(begin):
    text = csv_file(["x", "y", "z"], [[f"{begin}1", -7, f"a{begin}"]]).decode("utf-8-sig")
    [_, line] = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert line == [f"'{begin}1", "-7", f"a{begin}"]


def test_an_export_that_nobody_could_read_is_refused(client, monkeypatch):
    monkeypatch.setattr(services, "MOST_EXPORTED", 1)
    act()
    assert client.post(f"{PAGE}/export").status_code == 200
    answer = client.post(f"{PAGE}/export")
    assert answer.status_code == 422
    assert "Wählen Sie einen kürzeren Zeitraum" in answer.text


@pytest.mark.parametrize("who", ["owner", "colleague", "foreigner", "trainer", "coordinator"])
def test_nobody_but_the_office_reads_it(personas, who):
    client = personas.client(getattr(personas, who))
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}/export").status_code == 403
    assert PAGE not in client.get("/imprint").text


def test_a_person_gets_their_acts_with_their_data_and_nobody_elses_name(app):
    ada, other = make_person(), make_person()
    act("person.changed", other, actor=ada)
    act("role.granted", ada, actor=other)
    act("person.changed", other, actor=other)
    assert ACTS.export(ada.id) == [
        {"at": START.isoformat(), "action": "person.changed", "acted": True},
        {"at": START.isoformat(), "action": "role.granted", "acted": False},
    ]
    ACTS.erase(ada.id)
    assert len(ACTS.export(ada.id)) == 2, "the trail stays whole"
