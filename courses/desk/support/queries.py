"""Reads of what people need: their own, or those of a cohort that one leads."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.kernel.db import db
from app.kernel.vault import KeyErased, current_vault
from courses.cohorts.conditions import takes_part
from courses.cohorts.models import Cohort, Enrolment
from courses.desk.support.models import SupportNeed
from organisations.models import Person


def find_need(enrolment: Enrolment) -> SupportNeed | None:
    """The row of `enrolment`, read anew; None where nothing is needed."""
    query = select(SupportNeed).where(SupportNeed.enrolment_id == enrolment.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def read_need(enrolment: Enrolment) -> str:
    """What the person said; empty where that is nothing, or its key was erased."""
    need = find_need(enrolment)
    if need is None:
        return ""
    try:
        opened = current_vault().open(
            enrolment.person.vault_subject, purpose_of(enrolment.cohort), need.sealed
        )
    except KeyErased:
        return ""
    return opened.decode()


def list_needs(cohort: Cohort) -> Sequence[tuple[Person, str]]:
    """Who takes part in `cohort` and needs something, by name, with what that is."""
    people = db.session.execute(
        select(SupportNeed, Person)
        .join(SupportNeed.enrolment)
        .join(Enrolment.person)
        .where(Enrolment.cohort_id == cohort.id, takes_part())
        .options(contains_eager(SupportNeed.enrolment))
        .order_by(Person.sort_name, Person.id)
    ).all()
    sealed = {person.vault_subject: need.sealed for need, person in people}
    said = current_vault().open_each(purpose_of(cohort), sealed) if sealed else {}
    return [
        (person, said[person.vault_subject].decode())
        for _need, person in people
        if person.vault_subject in said
    ]


def purpose_of(cohort: Cohort) -> str:
    """For what the vault keeps it."""
    return f"support need {cohort.public_id}"
