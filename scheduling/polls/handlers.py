"""What follows for date polls from what happens below."""

from sqlalchemy import select

from app.kernel.db import db
from organisations.roles.events import RoleEnded
from scheduling.polls.models import DatePoll, PollMember, PollStatus
from scheduling.polls.services import remove_people


def leave_with_last_role(event: RoleEnded) -> None:
    """Whoever takes part in nothing any more is not waited for."""
    if event.remaining:
        return
    asked = (
        select(DatePoll)
        .join(PollMember, PollMember.poll_id == DatePoll.id)
        .where(PollMember.person_id == event.person.id, DatePoll.status == PollStatus.OPEN)
        .order_by(DatePoll.id)
    )
    for poll in db.session.scalars(asked).all():
        remove_people(poll=poll, people=[event.person])


HANDLERS = ((RoleEnded, leave_with_last_role),)
