"""Commands on minutes: write them, submit them, approve them. Whoever wrote does not approve."""

from datetime import datetime

from app.kernel import audit
from app.kernel.errors import Forbidden
from app.kernel.i18n import lazy_gettext as _l
from exchange.alliances.meetings.models import Meeting
from exchange.alliances.meetings.queries import list_invited
from exchange.minutes.models import MinutesState
from exchange.minutes.services import MinutesChanged, keep_minutes
from notifications.services import notify
from organisations.models import Person

SUBMITTED_MAIL = "alliances/minutes_submitted"


def save_minutes(
    *, meeting: Meeting, text: str, revision: int, submit: bool, actor: Person, now: datetime
) -> Meeting:
    """Keep `text` in the place of `revision`; with `submit`, all who are invited are asked for
    their approval by mail.

    Of two who save at once, one UPDATE wins. Raises MinutesChanged for the other, and for what has
    been approved.
    """
    state = MinutesState.SUBMITTED if submit else MinutesState.DRAFT
    keep_minutes(
        meeting,
        revision,
        minutes=text,
        minutes_state=state,
        minutes_by=actor.public_id,
        minutes_revision=Meeting.minutes_revision + 1,
    )
    if submit:
        audit.record("alliance_minutes.submitted", meeting, actor=actor, now=now)
        for person in list_invited(meeting):
            if person.id != actor.id:
                notify(person=person, template=SUBMITTED_MAIL, now=now, meeting=meeting)
    else:
        audit.record("alliance_minutes.saved", meeting, actor=actor, now=now)
    return meeting


def approve_minutes(*, meeting: Meeting, revision: int, actor: Person, now: datetime) -> Meeting:
    """Have the minutes of `revision` be final. Raises Forbidden for whoever wrote them, and
    MinutesChanged where they are not what was read.
    """
    if meeting.minutes_by == actor.public_id:
        raise Forbidden(_l("Wer das Protokoll geschrieben hat, gibt es nicht selbst frei."))
    if meeting.minutes_state != MinutesState.SUBMITTED:
        raise MinutesChanged
    keep_minutes(
        meeting,
        revision,
        minutes_state=MinutesState.APPROVED,
        approved_by=actor.public_id,
        approved_at=now,
    )
    audit.record("alliance_minutes.approved", meeting, actor=actor, now=now)
    return meeting
