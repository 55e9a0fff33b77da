"""Makes people who are entitled, and certificates. Everything is flushed, nothing committed."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import select

from app.kernel.db import db
from certificates.designs.queries import get_design_of_programme, get_newest_version
from certificates.printing.document import CertificateData, CertificateModule
from certificates.register.codes import grouped_code, new_code
from certificates.register.models import Certificate
from certificates.signing.making import make_material
from certificates.signing.material import SigningMaterial
from certificates.signing.models import SigningKey
from certificates.signing.services import put_in_use
from courses.cohorts.models import AttendanceStatus, Cohort, Enrolment
from organisations.models import Person
from tests.courses.factories import make_attendance, make_cohort, make_enrolment
from tests.house.clock import START

PDF = b"%PDF-1.7 not really, but nobody reads it here"


@cache
def material() -> SigningMaterial:
    """One key pair for all tests of a process: making one takes a while."""
    return make_material(name="Programmbüro KommA", now=START)


def make_signing_key() -> SigningKey:
    """The key in use, made if there is none."""
    key = db.session.scalar(select(SigningKey).where(SigningKey.in_use))
    return key or put_in_use(material=material(), sealed=True, now=START)


def make_past_cohort(
    *, trainer: Person, session_minutes: Sequence[int] = (90, 90), **given: object
):
    """A cohort whose sessions began two weeks ago, a day apart."""
    return make_cohort(
        starts_at=START - timedelta(days=14),
        session_minutes=session_minutes,
        trainers=[trainer],
        **given,
    )


def make_attended_enrolment(
    *, cohort: Cohort, person: Person, present: Sequence[bool | None] = (True, True)
) -> Enrolment:
    """`person` in `cohort`, present or absent session by session; None leaves one unrecorded."""
    enrolment = make_enrolment(cohort=cohort, person=person)
    for session, there in zip(cohort.sessions, present, strict=True):
        if there is not None:
            make_attendance(
                enrolment=enrolment,
                session=session,
                status=AttendanceStatus.PRESENT if there else AttendanceStatus.ABSENT,
                recorded_by=cohort.trainers[0],
            )
    db.session.expire(enrolment)
    return enrolment


def make_certificate(
    *, person: Person, cohort: Cohort, issued_at: datetime = START, **given: object
) -> Certificate:
    """A certificate of `person` for `cohort` with few bytes. Further arguments are its columns."""
    code = new_code()
    data = CertificateData(
        holder_name=person.name,
        course_title=cohort.course.title.de,
        modules=(CertificateModule(title="Inhalt", minutes=180),),
        total_minutes=180,
        dates=(issued_at.date() - timedelta(days=14), issued_at.date() - timedelta(days=13)),
        issuer="Programmbüro KommA",
        signatory="Toni Beispiel",
        issued_on=issued_at.date(),
        code=grouped_code(code),
        verify_url=f"http://localhost/verify/{code}",
        language="de",
    )
    values = {
        "code": code,
        "data": data.to_json(),
        "pdf": PDF,
        "pdf_digest": hashlib.sha256(given.get("pdf", PDF)).hexdigest(),
        "design_version_id": get_newest_version(get_design_of_programme()).id,
        "signing_key_id": make_signing_key().id,
        "issued_at": issued_at,
    }
    certificate = Certificate(
        person_id=person.id,
        cohort_id=cohort.id,
        issued_by_id=cohort.trainers[0].id,
        **(values | given),
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate


def make_successor(certificate: Certificate, *, now: datetime = START, **given: object):
    """What supersedes `certificate` from `now` on."""
    certificate.superseded_at = now
    db.session.flush()
    return make_certificate(
        person=certificate.person,
        cohort=certificate.cohort,
        issued_at=now,
        supersedes_id=certificate.id,
        **given,
    )
