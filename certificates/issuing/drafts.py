"""Says what a certificate will say, and prints it: the steps before it is issued.

Printing takes a while, so it has a step of its own between reading and writing:
`draft_certificate` reads what will be said, `print_draft` draws and signs it without a database,
and `services.issue_certificate` writes it if all of it still holds.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from flask import current_app

from app.kernel.errors import NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone
from app.kernel.mail_text import absolute_address
from app.kernel.operator_texts import shell_texts
from certificates.badges.credential import CredentialFacts
from certificates.designs.queries import find_course_certificates, get_version_for
from certificates.issuing.production import Order, produce
from certificates.printing.design import Design
from certificates.printing.document import CertificateData, CertificateModule
from certificates.printing.fonts import UncoveredCharacters, printable
from certificates.printing.rendering import require_printable
from certificates.register.codes import grouped_code, new_code
from certificates.register.errors import AlreadyIssued, NotEntitled, UnprintableText
from certificates.register.models import Certificate
from certificates.register.queries import find_certificate, find_holder_name
from certificates.signing.errors import TimeStampMissing
from certificates.signing.material import SigningMaterial
from certificates.signing.time_stamps import NoTimeStamp
from courses.cohorts.attendance.words import still_missing
from courses.cohorts.models import AttendanceStatus, Enrolment
from courses.cohorts.queries import fulfilment, manages
from organisations.models import Person
from organisations.protection.queries import visible_contact


@dataclass(frozen=True)
class Identity:
    """The code by which anybody can check a certificate, and the name of its credential."""

    code: str
    credential_id: str


@dataclass(frozen=True, kw_only=True)
class CertificateDraft:
    """What a certificate will say, before it is printed and issued.

    `identity` is what was drawn at random for it. `supersedes_id` is the certificate that this one
    corrects, `logo` the picture of the design's version.
    """

    enrolment_id: str
    cohort_id: int
    identity: Identity
    data: CertificateData
    design_version_id: int
    design: Design
    logo: bytes | None
    issued_at: datetime
    supersedes_id: int | None = None


def draft_certificate(
    *,
    enrolment: Enrolment,
    actor: Person | None,
    now: datetime,
    identity: Identity | None = None,
    supersedes: Certificate | None = None,
) -> CertificateDraft:
    """Say what the certificate of `enrolment` would say if `actor` issued it now. Only reads.

    Nobody is the `actor` where a course has certificates issued by themselves; its first trainer
    signs then. `identity` is drawn at random unless given. `supersedes` is the certificate that
    the new one corrects. Raises NotFound where `actor` does not manage the cohort, AlreadyIssued,
    and NotEntitled where the rule is not kept or a session not recorded.
    """
    cohort = enrolment.cohort
    if actor is not None and not manages(actor, cohort):
        raise NotFound
    current = find_certificate(person_id=enrolment.person_id, cohort_id=cohort.id)
    if current is not supersedes:
        raise AlreadyIssued(AlreadyIssued.MESSAGE)
    _require_entitlement(enrolment)
    return _draft(enrolment, actor, now, identity or new_identity(), supersedes)


def new_identity() -> Identity:
    """A code and a name of a credential, both random."""
    return Identity(new_code(), str(uuid.uuid4()))


def print_draft(draft: CertificateDraft, material: SigningMaterial) -> bytes:
    """Draw and sign the draft as a PDF: slow, and without the database. Raises UnprintableText.

    Where a time stamp server is configured, also TimeStampMissing.
    """
    try:
        return produce(order_of(draft), material)
    except UncoveredCharacters as error:
        raise unprintable(draft, error) from error
    except NoTimeStamp as error:
        raise TimeStampMissing(TimeStampMissing.MESSAGE) from error


def check_printable(draft: CertificateDraft) -> None:
    """Raise UnprintableText where the draft could not be drawn."""
    try:
        require_printable(draft.data)
    except UncoveredCharacters as error:
        raise unprintable(draft, error) from error


def order_of(draft: CertificateDraft) -> Order:
    """All that it takes to make the draft's bytes, away from the database."""
    data = draft.data
    return Order(
        data=data,
        design=draft.design,
        logo=draft.logo,
        facts=CredentialFacts(
            credential_id=draft.identity.credential_id,
            code=draft.identity.code,
            base_url=current_app.extensions["komma"].settings.base_url,
            issuer=data.issuer,
            course_title=data.course_title,
            language=data.language,
            total_minutes=data.total_minutes,
            dates=data.dates,
            issued_at=draft.issued_at,
            valid_until=data.valid_until,
            zone=programme_zone().key,
        ),
    )


def _draft(
    enrolment: Enrolment,
    actor: Person | None,
    now: datetime,
    identity: Identity,
    supersedes: Certificate | None,
) -> CertificateDraft:
    course = enrolment.cohort.course
    version = get_version_for(course)
    wishes = find_course_certificates(course)
    return CertificateDraft(
        enrolment_id=enrolment.public_id,
        cohort_id=enrolment.cohort_id,
        identity=identity,
        data=_certificate_data(
            enrolment,
            actor or enrolment.cohort.trainers[0],
            now,
            identity.code,
            valid_months=wishes.valid_months if wishes else None,
            replaces=supersedes.document.code if supersedes else "",
        ),
        design_version_id=version.id,
        design=version.appearance,
        logo=version.logo.content if version.logo else None,
        issued_at=now,
        supersedes_id=supersedes.id if supersedes else None,
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
    enrolment: Enrolment,
    actor: Person,
    now: datetime,
    code: str,
    *,
    valid_months: int | None,
    replaces: str,
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
    issued_on = now.astimezone(programme_zone()).date()
    return CertificateData(
        holder_name=printable(find_holder_name(enrolment.person_id) or enrolment.person.name),
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
        issued_on=issued_on,
        code=grouped_code(code),
        verify_url=absolute_address("certificate_checks.result", code=code),
        language=language,
        notice=shell_texts(language).funder_notice,
        valid_until=issued_on + relativedelta(months=valid_months) if valid_months else None,
        replaces=replaces,
    )


def unprintable(draft: CertificateDraft, error: UncoveredCharacters) -> UnprintableText:
    """The refusal in words: whose certificate, and for which characters there is no font."""
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
