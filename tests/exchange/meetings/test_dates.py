"""Planning: one date or a series, changing and calling off, agenda, documents; who may see what."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.kernel.db import db
from exchange.meetings.bodies.models import BodyKind, Circle
from exchange.meetings.dates.models import BodyMeeting, MeetingDocument, MeetingItem, MeetingState
from exchange.meetings.dates.rhythm import Rhythm, list_days
from scheduling.models import Event, EventStatus
from tests.exchange.meetings.factories import LATER, make_body, make_meeting
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_municipality

pytestmark = in_turn

FORM = {"title": "Sitzung", "date": "2026-12-08", "start": "14:00", "end": "16:00"}


def planned() -> list[BodyMeeting]:
    return list(db.session.scalars(select(BodyMeeting).order_by(BodyMeeting.id)))


def test_a_series_keeps_its_weekday_of_the_month():
    days = list_days(date(2026, 12, 8), Rhythm.HALF_YEARLY, 4)
    assert days == [date(2026, 12, 8), date(2027, 6, 8), date(2027, 12, 14), date(2028, 6, 13)]
    assert list_days(date(2026, 12, 29), Rhythm.MONTHLY, 3)[1:] == [
        date(2027, 1, 26),
        date(2027, 2, 23),
    ]
    with pytest.raises(ValueError, match="nobody"):
        list_days(date(2026, 12, 8), Rhythm.MONTHLY, 99)


def test_a_series_is_planned_moved_and_called_off_as_one_and_each_by_itself(
    office, personas, board
):
    at = f"/meetings/bodies/{board.public_id}"
    series = FORM | {"rhythm": "half_yearly", "number": "4"}
    assert office.post(f"{at}/dates/series", data=series).location == at
    first, second, third, fourth = planned()
    # By the wall: an hour earlier in UTC once clocks have been put forward.
    assert [one.event.starts_at.hour for one in (first, second)] == [13, 12]
    own = FORM | {"title": "Klausur", "date": "2027-06-09", "place": "Kloster"}
    office.post(f"/meetings/{second.public_id}/edit", data=own)
    office.post(f"/meetings/{third.public_id}/cancel")
    moved = {"days": "7", "start": "10:00", "end": "12:00", "place": "Rathaus"}
    assert office.post(f"/meetings/{first.public_id}/series", data=moved).location == at
    first, second, third, fourth = planned()
    assert first.event.starts_at == datetime(2026, 12, 15, 9, tzinfo=UTC)
    assert second.event.starts_at == datetime(2027, 6, 16, 8, tzinfo=UTC)
    assert (third.event.status, third.event.starts_at.day) == (EventStatus.CANCELLED, 14)
    assert [one.event.sequence for one in planned()] == [1, 2, 1, 1]
    assert "3 Termine" in office.get(f"/meetings/{first.public_id}/series/cancel").text
    office.post(f"/meetings/{first.public_id}/series/cancel")
    assert {one.state for one in planned()} == {MeetingState.CANCELLED}
    assert (
        "ist abgesagt" in personas.client(personas.owner).get(f"/meetings/{fourth.public_id}").text
    )


@pytest.mark.parametrize(
    ("page", "changes", "field"),
    [
        ("new", {"end": "13:00"}, "end"),
        ("new", {"title": " "}, "title"),
        ("new", {"online_link": "http://example.org"}, "online_link"),
        ("new", {"date": "2020-12-08"}, "date"),
        ("series", {"number": "99"}, "number"),
        ("series", {"date": "2025-12-09"}, "date"),
        ("series", {"date": "2026-03-29", "start": "02:30", "number": "2"}, "start"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(office, board, page, changes, field):
    data = FORM | {"rhythm": "monthly", "number": "4"} | changes
    answer = office.post(f"/meetings/bodies/{board.public_id}/dates/{page}", data=data)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert planned() == []


def test_a_second_click_plans_nothing_twice_and_calls_off_nothing_twice(office, board):
    at = f"/meetings/bodies/{board.public_id}"
    series = FORM | {"rhythm": "monthly", "number": "2"}
    sent = [office.post(f"{at}/dates/series", data=series).status_code for _ in range(2)]
    sent += [office.post(f"{at}/dates/new", data=FORM).status_code]
    assert sent == [303, 422, 422]
    first, second = planned()
    page = f"/meetings/{first.public_id}"
    assert [office.post(page + "/cancel").location for _ in range(2)] == [page, page]
    office.post(f"/meetings/{second.public_id}/series/cancel")
    for address in (page + "/series", page + "/series/cancel"):
        assert [office.get(address).location, office.post(address).location] == [at, at]
    assert office.post(f"{at}/dates/new", data=FORM).status_code == 303


def test_whoever_moves_a_meeting_learns_that_answers_were_for_another_time(office, personas, board):
    meeting = make_meeting(board, actor=personas.office.person, invited=True)
    page = f"/meetings/{meeting.public_id}"
    personas.client(personas.owner).post(page + "/reply", data={"answer": "on_site"})
    own = FORM | {"date": "2026-12-10"}
    assert "alte Zeit" in office.post(page + "/edit", data=own, follow_redirects=True).text
    own["title"] = "Klausur"
    assert "alte Zeit" not in office.post(page + "/edit", data=own, follow_redirects=True).text


def test_nobody_is_asked_beyond_the_day_of_a_meeting_that_moves_forward(office, personas, board):
    meeting = make_meeting(board, actor=personas.office.person)
    page = f"/meetings/{meeting.public_id}"
    office.post(page + "/invite", data={"reply_by": "2026-12-08"})
    assert office.post(page + "/edit", data=FORM | {"date": "2020-12-01"}).status_code == 422
    assert office.post(page + "/edit", data=FORM | {"date": "2026-12-03"}).status_code == 303
    assert planned()[0].reply_by == date(2026, 12, 3)


def test_what_has_begun_is_neither_moved_nor_called_off(personas, board, clock):
    meeting = make_meeting(board, actor=personas.office.person)
    page = f"/meetings/{meeting.public_id}"
    clock.advance(days=20, hours=1)
    office = personas.client(personas.office)
    assert "schon begonnen" in office.post(page + "/edit", data=FORM).text
    assert office.post(page + "/cancel").status_code == 422
    assert office.post(page + "/hold").status_code == 303
    assert planned()[0].state == MeetingState.HELD


def test_items_go_up_and_down_and_say_when_their_turn_comes(office, member, personas, board):
    meeting = make_meeting(board, actor=personas.office.person)
    page = f"/meetings/{meeting.public_id}"
    for title, minutes in (("Begrüßung", "15"), ("Bericht", "30"), ("Verschiedenes", "")):
        data = {"title": title, "minutes": minutes, "presenter": "Ola"}
        assert office.post(page + "/agenda/edit", data=data).status_code == 303
    items = {one.title: one.public_id for one in db.session.scalars(select(MeetingItem))}
    office.post(f"{page}/agenda/edit/{items['Bericht']}/up")
    office.post(f"{page}/agenda/edit/{items['Bericht']}/up")
    office.post(f"{page}/agenda/edit/{items['Verschiedenes']}/down")
    printed = member.get(page + "/agenda").text
    order = [printed.index(title) for title in ("1. Bericht", "2. Begrüßung", "3. Verschiedenes")]
    assert order == sorted(order)
    assert "10:45" in printed  # 10 o'clock in Berlin, and 45 minutes before it
    office.post(f"{page}/agenda/edit/{items['Begrüßung']}/remove")
    assert "2. Verschiedenes" in member.get(page).text
    assert office.post(page + "/agenda/edit", data={"title": ""}).status_code == 422


def test_documents_are_for_the_invited_from_their_day_on(office, personas, board, clock):
    meeting = make_meeting(board, actor=personas.office.person)
    page = f"/meetings/{meeting.public_id}"

    def upload(content: bytes, **more: str) -> int:
        data = {"title": "Vorlage", "upload": (io.BytesIO(content), "../geheim.exe"), **more}
        return office.post(page + "/documents", data=data).status_code

    assert upload(b"MZ") == 422
    assert upload(b"%PDF-1.7 now") == 303
    assert upload(b"%PDF-1.7 later", title="Zahlen", release_on="2026-12-01") == 303
    now, later = (
        f"{page}/documents/{one.public_id}"
        for one in db.session.scalars(select(MeetingDocument).order_by(MeetingDocument.id))
    )
    member, stranger = (personas.client(one) for one in (personas.owner, personas.colleague))
    assert "Zahlen" not in member.get(page).text
    assert "PDF, 0 kB" in member.get(page).text
    assert member.get(now).headers["Content-Disposition"] == "attachment; filename=vorlage.pdf"
    assert member.get(later).status_code == 404
    assert stranger.get(now).status_code == 404
    clock.advance(days=8)
    assert personas.client(personas.owner).get(later).data == b"%PDF-1.7 later"
    member, office = (personas.client(one) for one in (personas.owner, personas.office))
    assert office.post(now + "/remove").status_code == 303
    assert member.get(now).status_code == 404


def test_others_meetings_do_not_exist(personas, board):
    meeting = make_meeting(board, actor=personas.office.person, invited=True)
    stranger = personas.client(personas.colleague)
    assert "Noch keine Sitzung" in stranger.get("/meetings").text
    for rest in ("", "/agenda", "/reply"):
        assert stranger.get(f"/meetings/{meeting.public_id}{rest}").status_code == 404
    assert stranger.get(f"/meetings/bodies/{board.public_id}").status_code == 404
    assert stranger.get(f"/meetings/{meeting.public_id}/guests").status_code == 403
    coordinator = personas.client(personas.coordinator)
    for rest in ("edit", "cancel", "invite", "guests", "agenda/edit", "documents"):
        assert coordinator.get(f"/meetings/{meeting.public_id}/{rest}").status_code == 404


def test_coordinators_plan_for_their_regional_group_and_no_other(personas):
    own, other = (
        make_body(Circle.COORDINATORS, kind=BodyKind.REGIONAL_GROUP, name=land, state=land)
        for land in (personas.coordinator.person.municipality.state, "DE-HH")
    )
    client = personas.client(personas.coordinator)
    sent = client.post(f"/meetings/bodies/{own.public_id}/dates/new", data=FORM)
    assert sent.status_code == 303
    assert client.get(sent.location + "/guests").status_code == 200
    address = f"/meetings/bodies/{other.public_id}/dates/new"
    assert client.post(address, data=FORM).status_code == 404
    assert client.get(f"/meetings/bodies/{own.public_id}/edit").status_code == 403


def test_bodies_are_set_up_by_the_office(office):
    group = {"kind": "regional_group", "name": "Nord", "state": "", "circles": ["coordinators"]}
    refused = office.post("/meetings/bodies/new", data=group)
    assert refused.status_code == 422
    assert 'id="state-error"' in refused.text
    sent = office.post("/meetings/bodies/new", data=group | {"state": "DE-HH"})
    assert "Alle Koordinationen" in office.get(sent.location).text
    changed = {"name": "Region Nord", "circles": ["leadership"]}
    assert office.post(sent.location + "/edit", data=changed).status_code == 303
    assert "Region Nord" in office.get("/meetings/bodies").text


def test_lists_ask_as_much_for_many_meetings_as_for_one(personas, board, office, member):
    def asked() -> list[int]:
        counts = []
        for client, address in (
            (member, "/meetings"),
            (office, "/meetings"),
            (office, f"/meetings/bodies/{board.public_id}"),
            (member, "/meetings/bodies"),
            (member, "/"),
        ):
            db.session.commit()
            with recorded_queries() as statements:
                assert client.get(address).status_code == 200
            counts.append(len(statements))
        return counts

    actor = personas.office.person
    make_meeting(board, actor=actor, invited=True)
    asked()  # the first page after signing in notes that it is in use
    few = asked()
    for number in range(5):
        make_meeting(
            board, actor=actor, starts_at=LATER + timedelta(days=1 + number), invited=number < 2
        )
    make_body(Circle.OFFICE, name="Noch eins", chair=personas.owner.person)
    assert asked() == few


def test_a_date_leads_from_the_calendar_to_its_meeting(member, personas, board):
    meeting = make_meeting(board, actor=personas.office.person)
    event = db.session.scalars(select(Event)).one()
    assert member.get(f"/calendar/events/{event.public_id}").location == (
        f"/meetings/{meeting.public_id}"
    )
    assert "Nächste Sitzung: Frühjahrssitzung" in member.get("/").text


def test_the_host_of_a_visit_is_one_of_the_municipalities(office, personas):
    body = make_body(Circle.OFFICE, kind=BodyKind.VISIT, name="Besuche")
    host = make_municipality(name="Gasthausen")
    page = f"/meetings/bodies/{body.public_id}/dates/new"
    sent = office.post(page, data=FORM | {"host": host.public_id, "protected": "y"})
    assert "Gasthausen" in office.get(sent.location).text
    assert planned()[0].is_discreet
    assert office.post(page, data=FORM | {"host": "nobody"}).status_code == 422
