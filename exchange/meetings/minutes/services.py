"""Commands on minutes of a body's meeting: write, submit, approve by the chair or by a meeting."""

from datetime import datetime

from app.kernel import audit
from app.kernel.errors import DomainError, Forbidden, NotFound
from app.kernel.i18n import lazy_gettext as _l
from exchange.meetings.bodies.models import Part
from exchange.meetings.bodies.queries import has_part
from exchange.meetings.dates.models import BodyMeeting, MeetingState
from exchange.meetings.dates.queries import list_invited
from exchange.meetings.dates.services import NotYet, hold
from exchange.meetings.decisions.services import settle_decisions
from exchange.minutes.models import MinutesState
from exchange.minutes.services import MinutesChanged, keep_minutes
from notifications.services import notify
from organisations.models import Person

SUBMITTED_MAIL = "meetings/minutes_submitted"


class NoLaterMeeting(DomainError):
    """Minutes are approved by a meeting of the same body that came after theirs and was held."""

    def __init__(self) -> None:
        super().__init__(
            _l("Bitte wählen Sie eine spätere Sitzung, die schon begonnen hat."), field="meeting"
        )


def save_minutes(
    *,
    meeting: BodyMeeting,
    text: str,
    revision: int,
    submit: bool,
    actor: Person,
    now: datetime,
) -> BodyMeeting:
    """Keep `text` in the place of `revision`; with `submit`, all who were invited read it.

    A meeting with minutes was held. Raises NotYet, MeetingIsSettled for what is off, and
    MinutesChanged for the second of two who save at once, and for what has been approved.
    """
    if not meeting.has_begun(now):
        raise NotYet
    hold(meeting=meeting, actor=actor, now=now)
    keep_minutes(
        meeting,
        revision,
        minutes=text,
        minutes_state=MinutesState.SUBMITTED if submit else MinutesState.DRAFT,
        minutes_by=actor.public_id,
        minutes_revision=BodyMeeting.minutes_revision + 1,
    )
    if not submit:
        audit.record("body_minutes.saved", meeting, actor=actor, now=now)
    else:
        audit.record("body_minutes.submitted", meeting, actor=actor, now=now)
        for person in list_invited(meeting):
            if person.id != actor.id:
                notify(person=person, template=SUBMITTED_MAIL, now=now, meeting=meeting)
    return meeting


def approve_as_chair(
    *, meeting: BodyMeeting, revision: int, actor: Person, now: datetime
) -> BodyMeeting:
    """Have the minutes of `revision` be final, and the words of the decisions with them.

    Raises NotFound for who does not take the chair, Forbidden for whoever wrote them, and
    MinutesChanged where they are not what was read.
    """
    if not has_part(actor, meeting.body, Part.CHAIR):
        raise NotFound
    if meeting.minutes_by == actor.public_id:
        raise Forbidden(_l("Wer das Protokoll geschrieben hat, gibt es nicht selbst frei."))
    return _approve(meeting, revision, actor, now)


def approve_in_meeting(
    *,
    meeting: BodyMeeting,
    by: BodyMeeting,
    revision: int,
    actor: Person,
    now: datetime,
) -> BodyMeeting:
    """Note that the meeting `by` has approved them; as final as by the chair.

    Raises NoLaterMeeting, and MinutesChanged where they are not what was read.
    """
    is_later = by.body_id == meeting.body_id and by.event.starts_at > meeting.event.starts_at
    if not is_later or not by.has_begun(now) or by.state == MeetingState.CANCELLED:
        raise NoLaterMeeting
    return _approve(meeting, revision, actor, now, approved_in_id=by.id)


def _approve(
    meeting: BodyMeeting, revision: int, actor: Person, now: datetime, **values: object
) -> BodyMeeting:
    if meeting.minutes_state != MinutesState.SUBMITTED:
        raise MinutesChanged
    keep_minutes(
        meeting,
        revision,
        minutes_state=MinutesState.APPROVED,
        approved_by=actor.public_id,
        approved_at=now,
        **values,
    )
    settle_decisions(meeting=meeting, now=now)
    audit.record("body_minutes.approved", meeting, actor=actor, now=now)
    return meeting
