"""Work of the job worker on binders: one for everybody, and all of them new each night."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from app.kernel.db import db, lock
from app.kernel.feature import Job
from app.kernel.nightly import nightly
from app.kernel.vault import KeyErased, current_vault
from assessments.administrations import queries, services
from assessments.administrations.binder import Binder
from assessments.administrations.models import AssessmentBinder
from assessments.administrations.sealed import BINDER, BINDER_BYTES, seal_binder
from organisations.models import Person

GIVING_JOB = "assessments.binders"
RENEWING_JOB = "assessments.renewed_binders"
BATCH = 200


def give_binders(_now: datetime) -> int:
    """Give an empty binder to everybody who has none; returns how many.

    Keys are made while no transaction is open, since each is one of the key store. Who was erased
    gets none.
    """
    given, last = 0, 0
    while people := queries.list_without_binder(after=last, limit=BATCH):
        db.session.commit()
        last = people[-1][0]
        erased = current_vault().find_erased([subject for _id, subject in people])
        sealed = {
            person_id: empty
            for person_id, subject in people
            if subject not in erased and (empty := _empty_binder(subject))
        }
        given += services.make_binders(sealed)
        db.session.commit()
    return given


def renew_binders(_now: datetime) -> int:
    """Seal every binder anew, so that two copies of the table differ in each; returns how many.

    Those that cannot be opened stay as they are.
    """
    table, renewed, last = AssessmentBinder.__table__, 0, 0
    change = (
        update(table).where(table.c.person_id == bindparam("id")).values(sealed=bindparam("anew"))
    )
    people = select(Person).join(AssessmentBinder, AssessmentBinder.person_id == Person.id)
    while batch := db.session.scalars(
        people.where(Person.id > last).order_by(Person.id).limit(BATCH)
    ).all():
        subjects = {person.vault_subject: person.id for person in batch}
        last = batch[-1].id
        lock(*(services.lock_key(person_id) for person_id in subjects.values()))
        kept = dict(
            db.session.execute(
                select(table.c.person_id, table.c.sealed).where(
                    table.c.person_id.in_(subjects.values())
                )
            ).all()
        )
        sealed = {
            subject: kept[person_id] for subject, person_id in subjects.items() if person_id in kept
        }
        anew = current_vault().seal_anew(BINDER, sealed, block_bytes=BINDER_BYTES)
        if anew:
            db.session.execute(
                change, [{"id": subjects[subject], "anew": each} for subject, each in anew.items()]
            )
        db.session.commit()
        renewed += len(anew)
    return renewed


def _empty_binder(subject: str) -> bytes | None:
    try:
        return seal_binder(subject, Binder())
    except KeyErased:
        return None


JOBS = (
    Job(GIVING_JOB, give_binders),
    Job(RENEWING_JOB, nightly(RENEWING_JOB, renew_binders)),
)
