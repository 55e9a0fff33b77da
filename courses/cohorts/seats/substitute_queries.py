"""Reads of who was asked to take over whose seat."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus, SubstituteOffer
from organisations.models import Person


def find_offer_of(enrolment: Enrolment) -> SubstituteOffer | None:
    """To whom the seat of `enrolment` is offered; None for nobody."""
    return db.session.scalar(
        select(SubstituteOffer).where(SubstituteOffer.enrolment_id == enrolment.id)
    )


def find_offer_to(person: Person, cohort: Cohort) -> SubstituteOffer | None:
    """A seat of `cohort` that somebody would leave to `person`; of several the first."""
    return next((one for one in list_offers_to(person) if one.enrolment.cohort is cohort), None)


def list_offers_to(person: Person) -> Sequence[SubstituteOffer]:
    """The seats that somebody would leave to `person`, whether the time is up or not."""
    return db.session.scalars(
        select(SubstituteOffer)
        .join(SubstituteOffer.enrolment)
        .where(SubstituteOffer.person_id == person.id, Enrolment.status == EnrolmentStatus.ENROLLED)
        .order_by(SubstituteOffer.until, SubstituteOffer.id)
        .options(
            joinedload(SubstituteOffer.enrolment)
            .joinedload(Enrolment.cohort)
            .joinedload(Cohort.version)
        )
    ).all()
