"""Commands on answers: answer an invitation, and remind those who have not."""

from datetime import datetime

from sqlalchemy import update

from app.kernel.db import INSERT, db
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.retention import today
from exchange.meetings.dates.members import take_up_members
from exchange.meetings.dates.models import Answer, BodyMeeting, MeetingReply, MeetingState
from exchange.meetings.dates.queries import invites
from exchange.meetings.replies.queries import find_reply, list_guests
from notifications.services import notify
from organisations.models import Person

REMINDER_MAIL = "meetings/reply_reminder"


class AnswersAreClosed(DomainError):
    """The last day to answer is over, or nobody is asked (yet, or any more)."""

    def __init__(self) -> None:
        super().__init__(
            _l("Antworten sind nicht mehr möglich. Bitte sprechen Sie das Programmbüro an."),
            field="answer",
        )


class NotThatWay(DomainError):
    """There is no such way to take part."""

    def __init__(self) -> None:
        super().__init__(_l("So kann man an dieser Sitzung nicht teilnehmen."), field="answer")


def takes_answers(meeting: BodyMeeting, now: datetime) -> bool:
    """Whether invitations to `meeting` can be answered: until the end of the last day."""
    asked = meeting.state == MeetingState.INVITED and meeting.reply_by is not None
    return asked and today(now) <= meeting.reply_by and not meeting.has_begun(now)  # type: ignore[operator]


def list_answers(meeting: BodyMeeting) -> list[Answer]:
    """What can be answered: a meeting without a link cannot be joined online."""
    if not meeting.event.online_link:
        return [Answer.ON_SITE, Answer.NO]
    on_site = [Answer.ON_SITE] if meeting.place else []
    return [*on_site, Answer.ONLINE, Answer.NO]


def reply_to_invitation(
    *, meeting: BodyMeeting, person: Person, answer: Answer, note: str, now: datetime
) -> MeetingReply:
    """Keep what `person` answers, in place of what they answered before; the calendar follows.

    Raises NotFound where they are not invited, AnswersAreClosed and NotThatWay.
    """
    if not invites(meeting, person):
        raise NotFound
    if not takes_answers(meeting, now):
        raise AnswersAreClosed
    if answer not in list_answers(meeting):
        raise NotThatWay
    values = {"answer": answer, "note": note, "answered_at": now}
    insert = INSERT[db.engine.dialect.name](MeetingReply.__table__)
    db.session.execute(
        insert.values(meeting_id=meeting.id, person_id=person.id, **values).on_conflict_do_update(
            index_elements=["meeting_id", "person_id"], set_=values
        )
    )
    take_up_members(now=now, meetings=[meeting])
    reply = find_reply(meeting, person)
    assert reply is not None  # noqa: S101 - written just now, in this transaction
    db.session.refresh(reply)
    return reply


def remind_of_reply(*, meeting: BodyMeeting, now: datetime) -> int:
    """Remind everybody who has not answered, once; returns how many. Of two workers one does."""
    claimed = db.session.execute(
        update(BodyMeeting)
        .where(
            BodyMeeting.id == meeting.id,
            BodyMeeting.reminded_at.is_(None),
            BodyMeeting.state == MeetingState.INVITED,
        )
        .values(reminded_at=now)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        return 0
    waiting = [guest.person for guest in list_guests(meeting) if guest.reply is None]
    for person in waiting:
        notify(person=person, template=REMINDER_MAIL, now=now, meeting=meeting)
    return len(waiting)
