"""Demo data: an advisory board with a past, a protected visit, a conference, a regional group."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.kernel.content import read_content
from app.kernel.db import db
from app.kernel.i18n import programme_zone
from app.kernel.outbox import take_as_sent
from exchange.meetings.bodies.models import Body, BodyKind, Circle, Part
from exchange.meetings.bodies.services import BodyDetails, create_body, name_member
from exchange.meetings.dates.agenda import ItemDetails, add_item
from exchange.meetings.dates.models import Answer, BodyMeeting
from exchange.meetings.dates.rhythm import Rhythm, list_days
from exchange.meetings.dates.services import MeetingDetails, hold, invite, plan_meeting, plan_series
from exchange.meetings.decisions.services import DecisionDetails, finish_decision, record_decision
from exchange.meetings.minutes.services import approve_as_chair, save_minutes
from exchange.meetings.replies.services import reply_to_invitation
from exchange.meetings.visits.queries import Notes
from exchange.meetings.visits.services import name_organisers, save_notes
from organisations.accounts.queries import get_account_by_email
from organisations.models import Municipality, Person
from scheduling.invitations.services import take_as_told

CONTENT = Path(__file__).parent / "content" / "demo.yaml"
HOME = "kreyenburg"
AHEAD, DAY = timedelta(days=60), timedelta(days=1)


def load_demo(now: datetime) -> None:
    """Needs the people and municipalities of the demo."""
    for entry in read_content(CONTENT).values():
        body = _set_up(entry, now - timedelta(days=300))
        for meeting in entry.get("meetings", ()):
            _plan(body, meeting, now)
        if "series" in entry:
            _plan_series(body, entry["series"], now)
    take_as_sent()
    take_as_told()


def _set_up(entry: Mapping[str, Any], then: datetime) -> Body:
    kind, office = BodyKind(entry["kind"]), _person("buero")
    body = create_body(
        details=BodyDetails(
            name=entry["name"],
            kind=kind,
            state=_municipality(HOME).state if kind is BodyKind.REGIONAL_GROUP else None,
            circles=[Circle(one) for one in entry["circles"]],
        ),
        actor=office,
        now=then,
    )
    for account, part in entry.get("named", {}).items():
        name_member(
            body=body, email=f"{account}@example.org", part=Part(part), actor=office, now=then
        )
    return body


def _plan(body: Body, entry: Mapping[str, Any], now: datetime) -> None:
    office = _person("buero")
    details = _details(entry, _day(now, entry["days"]))
    planned = min(details.starts_at - AHEAD, now - 5 * DAY)
    meeting = plan_meeting(body=body, details=details, actor=office, now=planned)
    for item in entry.get("agenda", ()):
        given = ItemDetails(item["title"], item.get("minutes"), item.get("presenter", ""))
        add_item(meeting=meeting, details=given, actor=office, now=planned)
    if "answers" in entry:
        _ask(meeting, entry, planned + DAY, now)
    if "travel" in entry:
        organiser = _person(entry["notes_by"])
        name_organisers(meeting=meeting, people=[organiser], actor=office, now=planned)
        save_notes(
            meeting=meeting,
            notes=Notes(**entry["travel"]),
            revision=0,
            actor=organiser,
            now=planned,
        )
    if details.ends_at < now:
        _look_back(meeting, entry, now)


def _ask(meeting: BodyMeeting, entry: Mapping[str, Any], then: datetime, now: datetime) -> None:
    day = _day(now, entry["reply_by"] if "reply_by" in entry else entry["days"] - 7)
    invite(meeting=meeting, reply_by=day, actor=_person("buero"), now=then)
    for account, answer in entry["answers"].items():
        reply_to_invitation(
            meeting=meeting,
            person=_person(account),
            answer=Answer(answer),
            note=entry.get("notes", {}).get(account, ""),
            now=then + DAY,
        )


def _look_back(meeting: BodyMeeting, entry: Mapping[str, Any], now: datetime) -> None:
    office, then = _person("buero"), meeting.event.ends_at + DAY
    hold(meeting=meeting, actor=office, now=then)
    for given in entry.get("decisions", ()):
        details = DecisionDetails(given["text"], given["responsible"], _day(now, given["due"]))
        decision = record_decision(meeting=meeting, details=details, actor=office, now=then)
        if given.get("done"):
            finish_decision(decision=decision, actor=office, now=now - 25 * DAY)
    if "minutes" in entry:
        save_minutes(
            meeting=meeting, text=entry["minutes"], revision=0, submit=True, actor=office, now=then
        )
        approve_as_chair(meeting=meeting, revision=1, actor=_person("leitung"), now=then + 9 * DAY)


def _plan_series(body: Body, entry: Mapping[str, Any], now: datetime) -> None:
    days = list_days(_day(now, entry["days"]), Rhythm.MONTHLY, entry["number"])
    dates = [_details(entry, day) for day in days]
    plan_series(body=body, dates=dates, actor=_person("koordination"), now=now - 10 * DAY)


def _details(entry: Mapping[str, Any], day: date) -> MeetingDetails:
    zone: ZoneInfo = programme_zone()
    starts_at, ends_at = (
        datetime(day.year, day.month, day.day, entry[name], tzinfo=zone)
        for name in ("start", "end")
    )
    return MeetingDetails(
        title=entry["title"],
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone.key,
        place=entry.get("place", ""),
        online_link=entry.get("online_link", ""),
        host=_municipality(entry["host"]) if "host" in entry else None,
        protected=entry.get("protected", False),
    )


def _day(now: datetime, days: int) -> date:
    """So many days from `now`; nobody meets on a weekend."""
    day = (now + timedelta(days=days)).astimezone(programme_zone()).date()
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _municipality(key: str) -> Municipality:
    return db.session.scalars(select(Municipality).where(Municipality.key == key)).one()


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person
