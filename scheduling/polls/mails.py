"""What people are told of a date poll. Each in their language, as discreet as they wish."""

from collections.abc import Iterable
from datetime import datetime

from notifications.services import notify
from organisations.models import Person
from scheduling.invitations.services import attach_date
from scheduling.polls.models import DatePoll, DateProposal

INVITED = "date_polls/invited"
CHANGED = "date_polls/changed"
CHOSEN = "date_polls/chosen"
CALLED_OFF = "date_polls/called_off"
REMINDER = "date_polls/reminder"
READY = "date_polls/ready"


def tell_of_invitation(poll: DatePoll, people: Iterable[Person], *, now: datetime) -> None:
    """Ask `people` for their answers; whoever invites needs no mail of it."""
    for person in people:
        if person.id != poll.organiser_id:
            notify(person=person, template=INVITED, now=now, poll=poll)


def tell_of_change(
    poll: DatePoll,
    people: Iterable[Person],
    *,
    now: datetime,
    added: Iterable[datetime] = (),
    withdrawn: Iterable[datetime] = (),
) -> None:
    """Tell who has answered of times that are new or gone; they may want to answer anew."""
    for person in people:
        if person.id != poll.organiser_id:
            notify(
                person=person,
                template=CHANGED,
                now=now,
                poll=poll,
                added=list(added),
                withdrawn=list(withdrawn),
            )


def tell_of_choice(
    poll: DatePoll, proposal: DateProposal, people: Iterable[Person], *, now: datetime
) -> None:
    """Tell `people` the date; where mails bring dates into their calendars, this one does."""
    for person in people:
        message = notify(person=person, template=CHOSEN, now=now, poll=poll, proposal=proposal)
        if poll.event is not None:
            attach_date(message=message, event=poll.event, person=person, now=now)


def tell_of_end(poll: DatePoll, people: Iterable[Person], *, now: datetime) -> None:
    """Tell `people` that no date is looked for any more."""
    for person in people:
        if person.id != poll.organiser_id:
            notify(person=person, template=CALLED_OFF, now=now, poll=poll)
