"""A group looks for its date by a poll of `scheduling.polls`; the date chosen is the group's."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.kernel.errors import NotFound
from exchange.peer_consultations.groups import queries
from exchange.peer_consultations.groups.dating import (
    TITLE,
    Meeting,
    meet,
    require_before_deletion,
)
from exchange.peer_consultations.groups.models import EVENT_OWNER, Consultation
from exchange.peer_consultations.groups.services import (
    find_open_poll,
    hold,
    require_organiser,
    take,
)
from organisations.models import Person
from scheduling.polls.events import DateChosen
from scheduling.polls.models import DatePoll
from scheduling.polls.services import note_event, open_date_poll


def open_poll(
    *,
    consultation: Consultation,
    proposals: Sequence[datetime],
    duration: timedelta,
    zone: str,
    closes_at: datetime,
    actor: Person,
    now: datetime,
) -> DatePoll:
    """Ask all members when they can meet; who comes in later is asked, too.

    Raises NotFound, NotYours, NotPlanned, DateTooLate, and what `open_date_poll` raises.
    """
    take(consultation, actor)
    require_organiser(consultation, actor)
    for starts_at in proposals:
        require_before_deletion(consultation, starts_at + duration)
    return open_date_poll(
        subject=EVENT_OWNER,
        subject_key=consultation.public_id,
        title=TITLE,
        organiser=actor,
        invited=[member.person for member in queries.list_members(consultation)],
        proposals=proposals,
        duration=duration,
        zone=zone,
        closes_at=closes_at,
        now=now,
    )


def find_group_poll(consultation: Consultation) -> DatePoll | None:
    """The poll by which the group looks for a date at present."""
    return find_open_poll(consultation)


def date_chosen(event: DateChosen) -> None:
    """Meet at the date that the group's organiser chose.

    Raises NotFound where the consultation is gone, NotPlanned, DateIsOver and DateTooLate: nothing
    is chosen then.
    """
    if event.subject != EVENT_OWNER:
        return
    consultation = queries.find_by_public_id(event.subject_key)
    if consultation is None:
        raise NotFound
    hold(consultation)
    meeting = Meeting(
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        online_link=consultation.event.online_link if consultation.event else "",
    )
    found = meet(consultation=consultation, meeting=meeting, now=event.now)
    note_event(poll_id=event.poll_id, event=found)
