"""Mails about one session: to those who take part in it and to those who lead it."""

from collections.abc import Iterable
from datetime import datetime

from courses.cohorts import queries
from courses.cohorts.models import Session
from notifications.services import notify
from organisations.models import Person
from scheduling.invitations.services import attach_date


def tell_everyone(
    session: Session, template: str, now: datetime, *, besides: Person, **context: object
) -> None:
    """Mail those who take part in `session` and those who lead it, but `besides`, who knows."""
    people = [enrolment.person for enrolment in queries.list_roster(session.cohort)]
    tell_people(session, template, people, now, **context)
    tell_trainers(session, template, session.leaders, now, besides=besides, **context)


def tell_trainers(
    session: Session,
    template: str,
    trainers: Iterable[Person],
    now: datetime,
    *,
    besides: Person,
    **context: object,
) -> None:
    """Mail `trainers`, but `besides`, as those who lead the cohort."""
    others = [trainer for trainer in trainers if trainer.id != besides.id]
    tell_people(session, template, others, now, leads=True, **context)


def tell_people(
    session: Session,
    template: str,
    people: Iterable[Person],
    now: datetime,
    *,
    leads: bool = False,
    **context: object,
) -> None:
    """Mail `people` about `session`; the mail brings their calendars up to date, too."""
    for person in people:
        message = notify(
            person=person,
            template=template,
            now=now,
            session=session,
            cohort=session.cohort,
            leads=leads,
            **context,
        )
        attach_date(message=message, event=session.event, person=person, now=now)
