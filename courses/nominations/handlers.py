"""Whoever decides on a seat is told that somebody asks for one."""

from app.kernel.db import db
from app.kernel.permissions import Role
from courses.cohorts.events import SeatRequested
from courses.cohorts.models import Enrolment
from notifications.services import notify
from organisations.people.queries import list_people_with_role
from organisations.registration.queries import list_deciders


def seat_requested(event: SeatRequested) -> None:
    """Tell the coordinators and who stands in; the office where there is nobody but who asks."""
    person = db.session.get_one(Enrolment, event.enrolment_id).person
    deciders = [account.person for account in list_deciders(person.municipality)]
    others = [one for one in deciders if one.id != person.id]
    for one in others or list_people_with_role(Role.PROGRAMME_OFFICE):
        notify(person=one, template="nominations/seat_requested", now=event.at)


HANDLERS = ((SeatRequested, seat_requested),)
