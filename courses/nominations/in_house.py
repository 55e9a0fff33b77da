"""A municipality asks for a cohort of its own, and the programme office answers."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import update

from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Role
from courses.catalogue.models import Course
from courses.nominations.models import InHouseRequest, InHouseState
from notifications.services import notify
from organisations.models import Municipality, Person
from organisations.people.queries import list_people_with_role
from organisations.queries import get_person


class AlreadyAnswered(DomainError):
    """Somebody else has answered, or it was withdrawn."""

    MESSAGE = _l("Diese Anfrage ist schon beantwortet oder zurückgezogen.")


def ask_in_house(
    *,
    municipality: Municipality,
    course: Course,
    days: Sequence[date],
    people: int,
    place: str,
    note: str,
    actor: Person,
    now: datetime,
) -> InHouseRequest:
    """Ask the office for a cohort of `course` for `municipality` alone; the office is told.

    Raises NotFound for what has no cohorts, is not offered, or is confidential: a cohort of the
    municipality alone would tell it who takes part.
    """
    if course.is_self_paced or not course.is_offered or course.confidential:
        raise NotFound
    request = InHouseRequest(
        municipality=municipality,
        course=course,
        wished=[day.isoformat() for day in sorted(set(days))],
        people=people,
        place=place,
        note=note,
        asked_by=actor.public_id,
        asked_at=now,
    )
    db.session.add(request)
    db.session.flush()
    audit.record("in_house.requested", request, actor=actor, now=now)
    for person in list_people_with_role(Role.PROGRAMME_OFFICE):
        notify(person=person, template="nominations/in_house_asked", now=now, request=request)
    return request


def accept_in_house(*, request: InHouseRequest, actor: Person, now: datetime) -> InHouseRequest:
    """Say that there will be such a cohort; who asked is told. Raises AlreadyAnswered."""
    _answer(request, InHouseState.ACCEPTED, now)
    audit.record("in_house.accepted", request, actor=actor, now=now)
    _tell(request, now)
    return request


def decline_in_house(
    *, request: InHouseRequest, reason: str, actor: Person, now: datetime
) -> InHouseRequest:
    """Say no, and why. Raises DomainError at `reason` without any, and AlreadyAnswered."""
    if not reason:
        raise DomainError(_l("Bitte schreiben Sie kurz, warum."), field="reason")
    _answer(request, InHouseState.DECLINED, now, reason)
    audit.record("in_house.declined", request, actor=actor, now=now)
    _tell(request, now)
    return request


def withdraw_in_house(*, request: InHouseRequest, actor: Person, now: datetime) -> InHouseRequest:
    """The municipality asks no longer. Raises AlreadyAnswered."""
    _answer(request, InHouseState.WITHDRAWN, now)
    audit.record("in_house.withdrawn", request, actor=actor, now=now)
    return request


def _answer(request: InHouseRequest, state: InHouseState, now: datetime, reason: str = "") -> None:
    """Of two answers at once, one UPDATE wins."""
    answered = db.session.execute(
        update(InHouseRequest)
        .where(InHouseRequest.id == request.id, InHouseRequest.state == InHouseState.OPEN)
        .values(state=state, reason=reason, answered_at=now)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(request)
    if answered.rowcount != 1:
        raise AlreadyAnswered(AlreadyAnswered.MESSAGE)


def _tell(request: InHouseRequest, now: datetime) -> None:
    try:
        asker = get_person(request.asked_by)
    except NotFound:
        return  # gone meanwhile; the municipality sees the answer where it asked
    notify(person=asker, template="nominations/in_house_answered", now=now, request=request)
