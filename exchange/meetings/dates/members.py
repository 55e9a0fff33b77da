"""Has the dates of meetings take up whoever belongs to them now, and nobody else.

Whoever comes to a body gets the meetings that are still to come; whoever leaves it loses them, with
their answer. What is over stays as it was. It can be done at any time, and again.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, union

from app.kernel.db import db, lock
from exchange.meetings.bodies.membership import COORDINATING, memberships
from exchange.meetings.dates.models import Answer, BodyMeeting, MeetingReply
from organisations.accounts.models import RoleGrant
from organisations.models import Person
from scheduling.models import Event, EventStatus, Occupancy
from scheduling.services import occupy, release

LOCK = "meetings:members"
Pairs = set[tuple[int, int]]


def has_differences(*, now: datetime) -> bool:
    """Whether a date takes up somebody who does not belong to it, or lacks somebody; reads only."""
    return any(_differences(now, None))


def take_up_members(*, now: datetime, meetings: Collection[BodyMeeting] | None = None) -> int:
    """Have coming dates (all, or those of `meetings`) take up whoever belongs to them.

    Returns how many people came and went. Those who have answered no stay invited, and their
    calendars are spared.
    """
    lock(LOCK)
    db.session.flush()
    ids = None if meetings is None else [one.id for one in meetings]
    joining, leaving, strangers = _differences(now, ids)
    if strangers:
        _forget_answers(strangers)
    events = _load(BodyMeeting, {meeting_id for meeting_id, _ in joining | leaving})
    people = _load(Person, {person_id for _, person_id in joining | leaving})
    for meeting_id, person_id in sorted(leaving):
        release(event=events[meeting_id].event, person=people[person_id], now=now)
    for meeting_id, person_id in sorted(joining):
        occupy(event=events[meeting_id].event, person=people[person_id], now=now)
    return len(joining) + len(leaving)


def _differences(now: datetime, ids: list[int] | None) -> tuple[Pairs, Pairs, Pairs]:
    """Who is to come and to go, and whose answers are those of strangers; four statements."""
    coming = select(BodyMeeting.id).join(BodyMeeting.event)
    coming = coming.where(Event.ends_at > now, Event.status == EventStatus.CONFIRMED)
    if ids is not None:
        coming = coming.where(BodyMeeting.id.in_(ids))
    meeting_ids = list(db.session.scalars(coming))
    if not meeting_ids:
        return set(), set(), set()
    taken_up = {
        (meeting_id, person_id)
        for meeting_id, person_id in db.session.execute(
            select(BodyMeeting.id, Occupancy.person_id)
            .join(Occupancy, Occupancy.event_id == BodyMeeting.event_id)
            .where(BodyMeeting.id.in_(meeting_ids))
        )
    }
    answers = {
        (meeting_id, person_id): answer
        for meeting_id, person_id, answer in db.session.execute(
            select(MeetingReply.meeting_id, MeetingReply.person_id, MeetingReply.answer).where(
                MeetingReply.meeting_id.in_(meeting_ids)
            )
        )
    }
    belonging = _expected(meeting_ids)
    attending = {pair for pair in belonging if answers.get(pair) != Answer.NO}
    return attending - taken_up, taken_up - attending, set(answers) - belonging


def _expected(meeting_ids: Collection[int]) -> Pairs:
    """Members of the body, and whoever coordinates the host of a visit; one statement."""
    members = memberships().subquery()
    of_body = (
        select(BodyMeeting.id, members.c.person_id)
        .join(members, members.c.body_id == BodyMeeting.body_id)
        .where(BodyMeeting.id.in_(meeting_ids))
    )
    of_host = (
        select(BodyMeeting.id, RoleGrant.person_id)
        .join(RoleGrant, RoleGrant.municipality_id == BodyMeeting.host_id)
        .where(BodyMeeting.id.in_(meeting_ids), RoleGrant.role.in_(COORDINATING))
    )
    rows = db.session.execute(union(of_body, of_host))
    return {(meeting_id, person_id) for meeting_id, person_id in rows}


def _forget_answers(pairs: Pairs) -> None:
    by_meeting: dict[int, list[int]] = defaultdict(list)
    for meeting_id, person_id in pairs:
        by_meeting[meeting_id].append(person_id)
    for meeting_id, person_ids in by_meeting.items():
        db.session.execute(
            delete(MeetingReply).where(
                MeetingReply.meeting_id == meeting_id, MeetingReply.person_id.in_(person_ids)
            )
        )


def _load(model: Any, ids: Collection[int]) -> dict[int, Any]:
    rows = db.session.scalars(select(model).where(model.id.in_(ids))) if ids else ()
    return {row.id: row for row in rows}
