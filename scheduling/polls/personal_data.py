"""What date polls hold of a person: what they answered, and what they asked others."""

from typing import Any

from sqlalchemy import delete, select, update

from app.kernel import clock
from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from scheduling.polls.models import (
    DatePoll,
    DateProposal,
    PollAnswer,
    PollMember,
    PollStatus,
)
from scheduling.polls.retention import KEPT_POLLS
from scheduling.polls.services import call_off


def export_polls(person_id: int) -> dict[str, Any]:
    """The polls in which the person is asked, with their answers, and those they opened."""
    memberships = db.session.execute(
        select(PollMember, DatePoll)
        .join(PollMember.poll)
        .where(PollMember.person_id == person_id)
        .order_by(DatePoll.id)
    ).all()
    own = db.session.scalars(
        select(DatePoll).where(DatePoll.organiser_id == person_id).order_by(DatePoll.id)
    )
    return {
        "asked": [
            {
                "title": poll.title.de,
                "invited_at": member.invited_at.isoformat(),
                "comment": member.comment,
                "answers": _answers_in(poll, person_id),
            }
            for member, poll in memberships
        ],
        "opened": [
            {"title": poll.title.de, "opened_at": poll.opened_at.isoformat()} for poll in own
        ],
    }


def _answers_in(poll: DatePoll, person_id: int) -> list[dict[str, str]]:
    rows = db.session.execute(
        select(DateProposal.starts_at, PollAnswer.choice)
        .join(PollAnswer, PollAnswer.proposal_id == DateProposal.id)
        .where(PollAnswer.poll_id == poll.id, PollAnswer.person_id == person_id)
        .order_by(DateProposal.starts_at)
    )
    return [{"time": starts_at.isoformat(), "answer": choice} for starts_at, choice in rows]


def erase_polls(person_id: int) -> None:
    """Forget the person's answers, and that polls were theirs; what is open nobody could choose."""
    db.session.execute(
        delete(PollMember)
        .where(PollMember.person_id == person_id)
        .execution_options(synchronize_session=False)
    )
    still_open = select(DatePoll).where(
        DatePoll.organiser_id == person_id, DatePoll.status == PollStatus.OPEN
    )
    for poll in db.session.scalars(still_open).all():
        call_off(poll=poll, actor=None, now=clock.now())
    db.session.execute(
        update(DatePoll)
        .where(DatePoll.organiser_id == person_id)
        .values(organiser_id=None)
        .execution_options(synchronize_session=False)
    )
    db.session.flush()


POLLS = PersonalData(
    name="date_polls",
    label=_l("Umfragen zu Terminen und Ihre Antworten"),
    purpose=_l("Gemeinsam einen Termin finden"),
    export=export_polls,
    erase=erase_polls,
    retention=_l("%(date_polls)s nach dem Ende der Umfrage.", date_polls=KEPT_POLLS.shown),
)
