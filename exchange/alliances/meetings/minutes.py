"""Commands on minutes: write them, submit them, approve them. Whoever wrote does not approve."""

from datetime import datetime

from sqlalchemy import update

from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import DomainError, Forbidden
from app.kernel.i18n import lazy_gettext as _l
from exchange.alliances.meetings.models import Meeting, MinutesState
from exchange.alliances.meetings.queries import list_invited
from notifications.services import notify
from organisations.models import Person

SUBMITTED_MAIL = "alliances/minutes_submitted"


class MinutesChanged(DomainError):
    """Somebody has saved or approved them since they were opened."""

    def __init__(self) -> None:
        super().__init__(
            _l("Das Protokoll wurde inzwischen geändert. Ihr Text steht noch im Formular."),
            field="text",
        )


def save_minutes(
    *, meeting: Meeting, text: str, revision: int, submit: bool, actor: Person, now: datetime
) -> Meeting:
    """Keep `text` in the place of `revision`; with `submit`, all who are invited are asked for
    their approval by mail.

    Of two who save at once, one UPDATE wins. Raises MinutesChanged for the other, and for what has
    been approved.
    """
    state = MinutesState.SUBMITTED if submit else MinutesState.DRAFT
    _write(
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
    _write(
        meeting,
        revision,
        minutes_state=MinutesState.APPROVED,
        approved_by=actor.public_id,
        approved_at=now,
    )
    audit.record("alliance_minutes.approved", meeting, actor=actor, now=now)
    return meeting


def _write(meeting: Meeting, revision: int, **values: object) -> None:
    written = db.session.execute(
        update(Meeting)
        .where(
            Meeting.id == meeting.id,
            Meeting.minutes_revision == revision,
            Meeting.minutes_state != MinutesState.APPROVED,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(meeting)
    if written.rowcount != 1:  # type: ignore[attr-defined]
        raise MinutesChanged
