"""Commands of certificates: draft one, print it, issue it; order many; what the holder decides.

Printing takes a while, so it has a step of its own between reading and writing:
`draft_certificate` reads what will be said, `print_draft` draws it without a database, and
`issue_certificate` writes it if all of it still holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import delete, update

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone
from app.kernel.jobs import wake_after_commit
from app.kernel.mail_text import absolute_address
from app.kernel.operator_texts import shell_texts
from app.kernel.throttle import Limit
from certificates import queries
from certificates.codes import grouped_code, new_code
from certificates.document import CertificateData, CertificateModule
from certificates.errors import AlreadyIssued, ChangedMeanwhile, NotEntitled, UnprintableText
from certificates.events import CertificateIssued
from certificates.fonts import UncoveredCharacters, printable
from certificates.models import Certificate, CertificateOrder, NameShown
from certificates.rendering import render_pdf, require_printable
from courses.cohorts.attendance.words import still_missing
from courses.cohorts.models import AttendanceStatus, Cohort, Enrolment
from courses.cohorts.queries import fulfilment, get_managed_enrolment, manages
from notifications.services import notify
from organisations.models import Person
from organisations.protection.queries import visible_contact

ISSUE_JOB = "certificates.issue"
WRONG_CODES = Limit(
    name="certificate_code",
    most=20,
    window=timedelta(minutes=15),
    message=_l("Zu viele falsche Prüfcodes. Bitte warten Sie einige Minuten."),
)


@dataclass(frozen=True)
class CertificateDraft:
    """What a certificate will say, before it is printed and issued."""

    enrolment_id: str
    cohort_id: int
    code: str
    data: CertificateData


def draft_certificate(
    *, enrolment: Enrolment, actor: Person, now: datetime, code: str | None = None
) -> CertificateDraft:
    """Say what the certificate of `enrolment` would say if `actor` issued it now. Only reads.

    `code` is drawn at random unless given. Raises NotFound where `actor` does not manage the
    cohort, AlreadyIssued, and NotEntitled where the rule is not kept or a session not recorded.
    """
    cohort = enrolment.cohort
    if not manages(actor, cohort):
        raise NotFound
    if queries.find_certificate(person_id=enrolment.person_id, cohort_id=cohort.id):
        raise AlreadyIssued(AlreadyIssued.MESSAGE)
    _require_entitlement(enrolment)
    return _draft(enrolment, actor, now, code or new_code())


def draft_due_certificates(
    *, cohort: Cohort, actor: Person, now: datetime
) -> list[CertificateDraft]:
    """Draft what everyone of `cohort` is entitled to and has not got yet. Only reads.

    Raises NotFound where `actor` does not manage the cohort.
    """
    if not manages(actor, cohort):
        raise NotFound
    return [_draft(enrolment, actor, now, new_code()) for enrolment in queries.list_due(cohort)]


def print_draft(draft: CertificateDraft) -> bytes:
    """Draw the draft as a PDF: slow, and without the database. Raises UnprintableText."""
    try:
        return render_pdf(draft.data)
    except UncoveredCharacters as error:
        raise _unprintable(draft, error) from error


def check_printable(draft: CertificateDraft) -> None:
    """Raise UnprintableText where the draft could not be drawn."""
    try:
        require_printable(draft.data)
    except UncoveredCharacters as error:
        raise _unprintable(draft, error) from error


def issue_certificate(
    *, draft: CertificateDraft, pdf: bytes, actor: Person, now: datetime
) -> Certificate:
    """Issue the printed draft: from here on it never changes. The holder is told by mail.

    Raises what `draft_certificate` raises, and ChangedMeanwhile where it would say something else
    by now. Two at once: the cohort's lock lets one after the other look, and the constraint
    `uq_certificates_one_per_cohort` holds whatever happens.
    """
    lock(f"cohort:{draft.cohort_id}")
    enrolment = get_managed_enrolment(actor, draft.enrolment_id)
    if draft_certificate(enrolment=enrolment, actor=actor, now=now, code=draft.code) != draft:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    certificate = Certificate(
        person_id=enrolment.person_id,
        cohort_id=enrolment.cohort_id,
        code=draft.code,
        data=draft.data.to_json(),
        pdf=pdf,
        issued_at=now,
        issued_by_id=actor.id,
    )
    with conflicts_explained():
        db.session.add(certificate)
    audit.record("certificate.issued", certificate, actor=actor, now=now)
    publish(CertificateIssued(certificate_id=certificate.id, at=now))
    notify(person=enrolment.person, template="certificates/issued", now=now)
    return certificate


def order_certificates(*, drafts: Iterable[CertificateDraft], actor: Person, now: datetime) -> int:
    """Have the job issue the certificates that were drafted; returns how many it did not know yet.

    Raises NotFound where `actor` does not manage one of the cohorts.
    """
    ordered = 0
    for draft in drafts:
        lock(f"cohort:{draft.cohort_id}")
        enrolment = get_managed_enrolment(actor, draft.enrolment_id)
        if queries.find_order(enrolment) is None:
            db.session.add(CertificateOrder(enrolment=enrolment, ordered_by=actor, ordered_at=now))
            audit.record("certificate.ordered", enrolment, actor=actor, now=now)
            ordered += 1
    db.session.flush()
    wake_after_commit(ISSUE_JOB)
    return ordered


def close_order(*, order_id: int) -> None:
    """Forget an order: it is fulfilled, or cannot be."""
    db.session.execute(delete(CertificateOrder).where(CertificateOrder.id == order_id))


def choose_name_shown(*, certificate: Certificate, name_shown: NameShown) -> None:
    """Have the public check tell as much of the holder's name as the holder wants."""
    certificate.name_shown = name_shown
    db.session.flush()


def note_download(*, certificate_id: int, now: datetime) -> None:
    """Note that the holder has fetched a certificate, the first time only.

    One statement and nothing read before it, since it is the only write of a request that reads:
    SQLite waits for its turn at the first statement of a transaction, not at a later one.
    """
    db.session.execute(
        update(Certificate)
        .where(Certificate.id == certificate_id, Certificate.first_downloaded_at.is_(None))
        .values(first_downloaded_at=now)
        .execution_options(synchronize_session=False)
    )


def _draft(enrolment: Enrolment, actor: Person, now: datetime, code: str) -> CertificateDraft:
    return CertificateDraft(
        enrolment_id=enrolment.public_id,
        cohort_id=enrolment.cohort_id,
        code=code,
        data=_certificate_data(enrolment, actor, now, code),
    )


def _require_entitlement(enrolment: Enrolment) -> None:
    progress = fulfilment(enrolment)
    if not enrolment.takes_part:
        raise NotEntitled(_l("Diese Person nimmt an dem Durchgang nicht mehr teil."))
    if not progress.all_recorded:
        raise NotEntitled(
            _l("Erfassen Sie zuerst die Anwesenheit an allen Terminen. Ausgestellt wurde nichts.")
        )
    if not progress.share_kept:
        raise NotEntitled(
            _l(
                "Anwesend: %(attended)s von %(total)s Minuten, nötig sind %(required)s. "
                "Ausgestellt wurde nichts.",
                attended=progress.attended_minutes,
                total=progress.total_minutes,
                required=progress.required_minutes,
            )
        )
    if not progress.fulfilled:
        raise NotEntitled(
            _l(
                "Es fehlt noch: %(what)s. Ausgestellt wurde nichts.",
                what=", ".join(still_missing(progress)),
            )
        )


def _certificate_data(
    enrolment: Enrolment, actor: Person, now: datetime, code: str
) -> CertificateData:
    cohort, settings = enrolment.cohort, current_app.extensions["komma"].settings
    # Whoever is shown the certificate reads it.
    job_title = visible_contact(actor, None).job_title
    language = cohort.language
    present = {
        attendance.session_id
        for attendance in enrolment.attendances
        if AttendanceStatus(attendance.status).was_there
    }
    days = {
        session.event.starts_at.astimezone(ZoneInfo(session.event.zone)).date()
        for session in cohort.sessions
        if session.takes_place and session.id in present
    }
    return CertificateData(
        holder_name=printable(enrolment.person.name),
        course_title=cohort.title.in_language(language),
        modules=tuple(
            CertificateModule(title=item.title.in_language(language), minutes=item.minutes)
            for item in cohort.version.agenda
        ),
        total_minutes=fulfilment(enrolment).attended_minutes,
        dates=tuple(sorted(days)),
        issuer=settings.operator_name,
        signatory=actor.name,
        signatory_function=job_title.in_language(language) if job_title else "",
        issued_on=now.astimezone(programme_zone()).date(),
        code=grouped_code(code),
        verify_url=absolute_address("certificates.verify", code=code),
        language=language,
        notice=shell_texts(language).funder_notice,
    )


def _unprintable(draft: CertificateDraft, error: UncoveredCharacters) -> UnprintableText:
    return UnprintableText(
        _l(
            "Die Bescheinigung für %(name)s lässt sich nicht drucken: Für diese Zeichen fehlt die "
            "Schrift: %(characters)s. Bitte wenden Sie sich an das Programmbüro.",
            name=draft.data.holder_name,
            characters=" ".join(map(_visible, error.characters)),
        )
    )


def _visible(character: str) -> str:
    """The character itself, or its number where it would not be seen."""
    if character.isprintable():
        return character
    return " ".join(f"U+{ord(point):04X}" for point in character)
