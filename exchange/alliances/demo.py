"""Demo data: the alliance of the demo's home with a past and gaps, and one that has just begun."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.kernel.content import read_content
from app.kernel.db import db
from app.kernel.i18n import programme_zone
from app.kernel.outbox import take_as_sent
from exchange.alliances.duties.models import Duty, Party
from exchange.alliances.duties.services import Assignment, add_duty, assign_duty
from exchange.alliances.guests.demo import load_guests
from exchange.alliances.meetings.minutes import approve_minutes, save_minutes
from exchange.alliances.meetings.models import Meeting
from exchange.alliances.meetings.services import MeetingDetails, call_meeting
from exchange.alliances.meetings.tasks import TaskDetails, finish_task, give_task
from exchange.alliances.partners.contacts import (
    ContactDetails,
    add_contact,
    agree_commitment,
    change_commitment,
)
from exchange.alliances.partners.models import CommitmentState, Partner, PartnerKind
from exchange.alliances.partners.services import PartnerDetails, add_partner
from organisations.accounts.queries import get_account_by_email
from organisations.models import Municipality, Person, Team
from organisations.topics.queries import list_situations
from scheduling.invitations.services import take_as_told

CONTENT = Path(__file__).parent / "content" / "demo.yaml"
COORDINATORS = {"kreyenburg": "koordination", "lennerath": "buero"}
#: What an entry says of a contact besides who it is.
ABOUT_CONTACT = {"confirmed", "guest", "invited"}
BEGAN, STARTS, LASTS = timedelta(days=220), time(14), timedelta(hours=2)


def load_demo(now: datetime) -> None:
    """Build the alliances as their coordinators did in the last months."""
    for key, content in read_content(CONTENT).items():
        municipality = db.session.scalars(select(Municipality).where(Municipality.key == key)).one()
        _load(municipality, content, _person(COORDINATORS[key]), now)
    take_as_sent()
    take_as_told()


def _load(
    municipality: Municipality, content: dict[str, Any], actor: Person, now: datetime
) -> None:
    parties: dict[str, Any] = {
        entry["key"]: _add_partner(municipality, entry, actor, now) for entry in content["partners"]
    }
    team = db.session.scalar(select(Team).where(Team.municipality_id == municipality.id))
    if team is not None:
        parties["team"] = team
    _assign(municipality, content, parties, actor, now)
    for entry in content.get("meetings", ()):
        _hold(municipality, entry, parties, actor, now)


def _add_partner(
    municipality: Municipality, entry: Mapping[str, Any], actor: Person, now: datetime
) -> Partner:
    told = {
        name: entry[name]
        for name in ("phone", "email", "website", "reachability", "round_the_clock")
        if name in entry
    }
    partner = add_partner(
        municipality=municipality,
        details=PartnerDetails(
            name=entry["name"],
            kind=PartnerKind(entry["kind"]),
            remit=entry["remit"],
            situations=[one for one in list_situations() if one.key in entry["situations"]],
            **told,
        ),
        actor=actor,
        now=now - BEGAN,
    )
    for person in entry["contacts"]:
        then = now - timedelta(days=person["confirmed"])
        details = {name: value for name, value in person.items() if name not in ABOUT_CONTACT}
        add_contact(partner=partner, details=ContactDetails(**details), actor=actor, now=then)
    for promise in entry.get("commitments", ()):
        _promise(partner, promise, actor, now)
    load_guests(partner, entry, actor, now)
    return partner


def _promise(partner: Partner, entry: Mapping[str, Any], actor: Person, now: datetime) -> None:
    agreed = now - timedelta(days=entry["agreed"])
    due_on = (now + timedelta(days=entry["due"])).date() if "due" in entry else None
    commitment = agree_commitment(
        partner=partner, text=entry["text"], due_on=due_on, actor=actor, now=agreed
    )
    change_commitment(
        commitment=commitment,
        text=entry["text"],
        due_on=due_on,
        state=CommitmentState(entry["state"]),
        actor=actor,
        now=agreed + timedelta(days=21),
    )


def _assign(
    municipality: Municipality,
    content: Mapping[str, Any],
    parties: Mapping[str, Party],
    actor: Person,
    now: datetime,
) -> None:
    duties = {duty.key: duty for duty in db.session.scalars(select(Duty))}
    for key, entry in content["duties"].items():
        assign_duty(
            duty=duties[key],
            municipality=municipality,
            assignment=Assignment(
                parties[entry["responsible"]],
                [parties[name] for name in entry.get("participates", ())],
                [parties[name] for name in entry.get("informed", ())],
            ),
            actor=actor,
            now=now - BEGAN + timedelta(days=14),
        )
    if "own_duty" in content:
        add_duty(
            municipality=municipality,
            title=content["own_duty"]["title"],
            description=content["own_duty"]["description"],
            actor=actor,
            now=now - timedelta(days=30),
        )


def _hold(
    municipality: Municipality,
    entry: Mapping[str, Any],
    parties: Mapping[str, Any],
    actor: Person,
    now: datetime,
) -> None:
    zone = programme_zone()
    day = (now + timedelta(days=entry["days"])).astimezone(zone).date()
    starts_at = datetime.combine(day, STARTS, zone)
    called = starts_at - timedelta(days=40)
    meeting = call_meeting(
        municipality=municipality,
        details=MeetingDetails(
            title=entry["title"],
            starts_at=starts_at,
            ends_at=starts_at + LASTS,
            zone=zone.key,
            place=entry["place"],
            agenda=entry["agenda"],
            people=[_person(name) for name in entry["people"]],
            partners=[parties[name] for name in entry["partners"]],
        ),
        actor=actor,
        now=min(called, now),
    )
    if "minutes" in entry:
        _write_down(meeting, entry, parties, actor, starts_at + timedelta(days=1), now)


def _write_down(
    meeting: Meeting,
    entry: Mapping[str, Any],
    parties: Mapping[str, Any],
    actor: Person,
    then: datetime,
    now: datetime,
) -> None:
    save_minutes(
        meeting=meeting, text=entry["minutes"], revision=0, submit=True, actor=actor, now=then
    )
    approve_minutes(
        meeting=meeting,
        revision=1,
        actor=_person("leitung"),
        now=then + timedelta(days=3),
    )
    for given in entry["tasks"]:
        owner = parties[given["partner"]] if "partner" in given else _person(given["owner"])
        due_on = (now + timedelta(days=given["due"])).date()
        task = give_task(
            meeting=meeting,
            details=TaskDetails(given["text"], due_on, owner),
            actor=actor,
            now=then,
        )
        if given.get("done"):
            finish_task(task=task, actor=actor, now=now - timedelta(days=22))


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person
