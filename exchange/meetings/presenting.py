"""A meeting as its page shows it, read in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from exchange.meetings.bodies.access import Reader
from exchange.meetings.bodies.models import Part
from exchange.meetings.bodies.queries import has_part, plans_for
from exchange.meetings.dates.agenda import TimedItem, timed
from exchange.meetings.dates.models import BodyMeeting, MeetingDocument, MeetingReply
from exchange.meetings.dates.queries import invites, list_documents
from exchange.meetings.dates.showing import SeenMeeting, seen_by
from exchange.meetings.decisions.models import Decision
from exchange.meetings.decisions.queries import list_decisions_of
from exchange.meetings.minutes.queries import list_later, writes_minutes
from exchange.meetings.replies.queries import count_answers, find_reply, list_guests
from exchange.meetings.replies.services import takes_answers
from exchange.meetings.visits.queries import list_organisers
from exchange.minutes.forms import ApprovalForm
from exchange.minutes.models import MinutesState
from organisations.models import Person
from organisations.queries import find_names


@dataclass(frozen=True, kw_only=True)
class ShownMeeting:
    """All that the page of a meeting shows, as far as the one who looks may see it.

    `counts` of answers are for those who plan. `later` are the meetings that may approve the
    minutes, where the reader may note that.
    """

    seen: SeenMeeting
    plans: bool
    invited: bool
    reply: MeetingReply | None
    takes_answers: bool
    items: Sequence[TimedItem]
    documents: Sequence[MeetingDocument]
    counts: dict[str, int]
    writes: bool
    reads_minutes: bool
    may_approve: bool
    approval: ApprovalForm
    later: Sequence[BodyMeeting]
    decisions: Sequence[Decision]
    organisers: Sequence[Person]
    organises: bool
    names: dict[str, str]

    @property
    def meeting(self) -> BodyMeeting:
        return self.seen.meeting


def shown_meeting(meeting: BodyMeeting, reader: Reader, now: datetime) -> ShownMeeting:
    """The whole page."""
    seen, person = seen_by(reader, meeting), reader.person
    plans, writes = plans_for(reader, meeting.body), writes_minutes(reader, meeting)
    submitted = meeting.minutes_state == MinutesState.SUBMITTED
    organisers = list_organisers(meeting) if meeting.body.has_visits else []
    knows = seen.knows or plans
    reads = bool(meeting.minutes) and (meeting.are_minutes_out or writes) and knows
    return ShownMeeting(
        seen=seen,
        plans=plans,
        invited=invites(meeting, person),
        reply=find_reply(meeting, person),
        takes_answers=takes_answers(meeting, now),
        items=timed(meeting) if knows else [],
        documents=[
            one for one in list_documents(meeting) if plans or (knows and one.is_released(now))
        ],
        counts=count_answers(list_guests(meeting)) if plans else {},
        writes=writes,
        reads_minutes=reads,
        may_approve=submitted
        and meeting.minutes_by != person.public_id
        and has_part(person, meeting.body, Part.CHAIR),
        approval=ApprovalForm(data={"revision": meeting.minutes_revision}),
        later=list_later(meeting, now) if plans and submitted else [],
        decisions=list_decisions_of(meeting) if knows else [],
        organisers=organisers,
        organises=any(one.id == person.id for one in organisers),
        names=find_names({meeting.minutes_by, meeting.approved_by} - {""}),
    )
