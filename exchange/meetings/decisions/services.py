"""Commands on decisions: record one with the next number, follow it up."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.retention import today
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.decisions.models import Decision
from exchange.meetings.decisions.queries import find_decision, get_latest_number
from organisations.models import Person


class MeetingDecidesNothing(DomainError):
    """It has not begun, is off, or its minutes are approved."""

    def __init__(self) -> None:
        super().__init__(
            _l("Beschlüsse fasst eine Sitzung, die begonnen hat und deren Protokoll offen ist."),
            field="text",
        )


class IsRecorded(DomainError):
    """The same words twice come of a second click; a number that was given is never taken back."""

    def __init__(self, label: str) -> None:
        super().__init__(
            _l("Dieser Beschluss steht schon im Verzeichnis: %(label)s.", label=label),
            field="text",
        )


class WordsAreFinal(DomainError):
    """The minutes are approved, so its words stay."""

    def __init__(self) -> None:
        super().__init__(
            _l("Das Protokoll ist genehmigt. Der Wortlaut bleibt, wie er ist."), field="text"
        )


@dataclass(frozen=True)
class DecisionDetails:
    """What was decided, who sees to it, and by when."""

    text: str
    responsible: str
    due_on: date | None


def record_decision(
    *, meeting: BodyMeeting, details: DecisionDetails, actor: Person, now: datetime
) -> Decision:
    """A decision of `meeting` with the next number of its body in the year of the meeting.

    Two who record at once get numbers one after the other. Raises MeetingDecidesNothing, and
    IsRecorded for what the meeting has decided in the same words.
    """
    year = today(meeting.event.starts_at).year
    lock(f"decisions:{meeting.body_id}:{year}")
    db.session.refresh(meeting)
    if meeting.is_off or not meeting.has_begun(now) or meeting.are_minutes_final:
        raise MeetingDecidesNothing
    if (same := find_decision(meeting, details.text)) is not None:
        raise IsRecorded(same.label)
    latest = get_latest_number(meeting.body_id, year)
    decision = Decision(
        body_id=meeting.body_id,
        meeting=meeting,
        year=year,
        number=(latest or 0) + 1,
        follows=latest,
        recorded_at=now,
        **vars(details),
    )
    db.session.add(decision)
    db.session.flush()
    audit.record("meeting_decision.recorded", decision, actor=actor, now=now)
    return decision


def change_decision(
    *, decision: Decision, details: DecisionDetails, actor: Person, now: datetime
) -> Decision:
    """Say otherwise what was decided, by when or who sees to it. Raises WordsAreFinal."""
    if decision.final_at is not None and details.text != decision.text:
        raise WordsAreFinal
    if details.text != decision.text:
        decision.text = details.text
    decision.responsible, decision.due_on = details.responsible, details.due_on
    db.session.flush()
    audit.record("meeting_decision.changed", decision, actor=actor, now=now)
    return decision


def finish_decision(*, decision: Decision, actor: Person, now: datetime) -> Decision:
    """Note that it is done. Harmless to repeat."""
    if decision.done_at is None:
        decision.done_at = now
        db.session.flush()
        audit.record("meeting_decision.done", decision, actor=actor, now=now)
    return decision


def reopen_decision(*, decision: Decision, actor: Person, now: datetime) -> Decision:
    """Have it be open again. Harmless to repeat."""
    if decision.done_at is not None:
        decision.done_at = None
        db.session.flush()
        audit.record("meeting_decision.reopened", decision, actor=actor, now=now)
    return decision


def settle_decisions(*, meeting: BodyMeeting, now: datetime) -> None:
    """Have the words of what `meeting` decided be final, as its minutes are."""
    db.session.execute(
        update(Decision)
        .where(Decision.meeting_id == meeting.id, Decision.final_at.is_(None))
        .values(final_at=now)
    )
