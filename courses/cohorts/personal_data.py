"""What cohorts hold of a person: where they take part, wait or waited, and when they were there."""

from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel import clock
from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.models import Attendance, Cohort, Enrolment, Session, SubstituteOffer
from courses.cohorts.seats.closing import leave_all
from courses.cohorts.seats.substitute_queries import list_offers_to
from organisations.models import Person


def export_enrolments(person_id: int) -> dict[str, Any]:
    """The person's enrolments, oldest first, with attendance; and seats that others offer them."""
    enrolments = db.session.scalars(
        select(Enrolment)
        .where(Enrolment.person_id == person_id)
        .order_by(Enrolment.id)
        .options(
            joinedload(Enrolment.cohort).joinedload(Cohort.version),
            selectinload(Enrolment.attendances)
            .joinedload(Attendance.session)
            .joinedload(Session.event),
        )
    )
    person = db.session.get_one(Person, person_id)
    return {
        "enrolments": [_enrolment(enrolment) for enrolment in enrolments],
        "seats_offered_by_others": [
            {"course": one.enrolment.cohort.title.de, "until": one.until.isoformat()}
            for one in list_offers_to(person)
        ],
    }


def erase_enrolments(person_id: int) -> None:
    """Forget where the person takes part, waits and was.

    What is still to come is given up first, so that those who wait move up. What refers to an
    enrolment (certificates and their orders) must have been erased before.
    """
    leave_all(db.session.get_one(Person, person_id), clock.now())
    own = select(Enrolment.id).where(Enrolment.person_id == person_id)
    asked = or_(SubstituteOffer.asked_by_id == person_id, SubstituteOffer.enrolment_id.in_(own))
    db.session.execute(delete(SubstituteOffer).where(asked))
    db.session.execute(delete(Attendance).where(Attendance.enrolment_id.in_(own)))
    db.session.execute(delete(Enrolment).where(Enrolment.person_id == person_id))
    db.session.flush()


def _enrolment(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "course": enrolment.cohort.title.de,
        "status": enrolment.status,
        "asked_at": _text(enrolment.queued_at),
        "takes_next_seat_at_once": enrolment.take_at_once,
        "offered_until": _text(enrolment.offer_until),
        "enrolled_at": _text(enrolment.enrolled_at),
        "attendance": [
            {
                "starts_at": attendance.session.event.starts_at.isoformat(),
                "status": attendance.status,
                "recorded_at": attendance.recorded_at.isoformat(),
            }
            for attendance in enrolment.attendances
        ],
    }


def _text(instant: Any) -> str | None:
    return instant.isoformat() if instant else None


ENROLMENTS = PersonalData(
    name="cohorts",
    label=_l("Anmeldungen zu Durchgängen und Plätze auf Wartelisten"),
    purpose=_l("Plätze vergeben und Teilnahmen bescheinigen"),
    export=export_enrolments,
    erase=erase_enrolments,
    retention=_l("Bis das Konto gelöscht wird."),
)
