"""Commands of those who correct or revoke: what was shown to them is what is done."""

from dataclasses import dataclass
from datetime import datetime

from app.kernel import audit
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import NotFound
from app.kernel.i18n import lazy_gettext as _l
from certificates.amending.differences import Difference, differences, mark_of
from certificates.issuing.drafts import CertificateDraft, check_printable, draft_certificate
from certificates.issuing.services import issue_certificate
from certificates.register.errors import AlreadyReplaced, ChangedMeanwhile, NotEntitled
from certificates.register.models import Certificate, Status
from certificates.register.services import grant_correction, revoke_certificate
from certificates.signing.models import SigningKey
from courses.cohorts.queries import find_enrolment, manages
from organisations.models import Person


@dataclass(frozen=True)
class Replacement:
    """What would take a certificate's place. `mark` stands for all that was shown of it."""

    draft: CertificateDraft
    differences: tuple[Difference, ...]
    has_new_design: bool
    mark: str


def draft_replacement(*, certificate: Certificate, actor: Person, now: datetime) -> Replacement:
    """Say what would take the place of `certificate` if `actor` replaced it now. Only reads.

    Raises NotFound where `actor` does not manage the cohort, AlreadyReplaced, NotEntitled where
    the person would get none by now, and UnprintableText.
    """
    if not manages(actor, certificate.cohort):
        raise NotFound
    if certificate.superseded_at is not None:
        raise AlreadyReplaced(AlreadyReplaced.MESSAGE)
    enrolment = find_enrolment(certificate.person, certificate.cohort)
    if enrolment is None:
        raise NotEntitled(_l("Diese Person nimmt an dem Durchgang nicht mehr teil."))
    draft = draft_certificate(enrolment=enrolment, actor=actor, now=now, supersedes=certificate)
    check_printable(draft)
    return Replacement(
        draft=draft,
        differences=differences(certificate.document, draft.data),
        has_new_design=draft.design_version_id != certificate.design_version_id,
        mark=mark_of(draft.data, draft.design_version_id, certificate.status),
    )


def replace_certificate(
    *,
    certificate: Certificate,
    seen: Status,
    draft: CertificateDraft,
    pdf: bytes,
    key: SigningKey,
    actor: Person,
    now: datetime,
) -> Certificate:
    """Issue the printed draft in the place of `certificate`, which is superseded from here on.

    The holder is told by mail. How much of their name the public check tells, stays as they chose.
    Raises ChangedMeanwhile where `certificate` is not worth what was `seen` any more, and what
    `issue_certificate` raises. All or nothing of it is done.
    """
    lock(f"cohort:{certificate.cohort_id}")
    _require_unchanged(certificate, seen)
    with conflicts_explained():
        issued = issue_certificate(draft=draft, pdf=pdf, key=key, actor=actor, now=now)
        issued.name_shown = certificate.name_shown
        grant_correction(certificate=certificate, now=now)
        audit.record("certificate.replaced", certificate, actor=actor, now=now)
    return issued


def revoke_seen(
    *, certificate: Certificate, seen: Status, reason: str, actor: Person, now: datetime
) -> None:
    """Revoke `certificate`, unless it is not worth what was `seen` any more: ChangedMeanwhile.

    Else somebody who means what the person has now would revoke what they had before.
    """
    lock(f"cohort:{certificate.cohort_id}")
    _require_unchanged(certificate, seen)
    revoke_certificate(certificate=certificate, reason=reason, actor=actor, now=now)


def _require_unchanged(certificate: Certificate, seen: Status) -> None:
    db.session.refresh(certificate)
    if certificate.status != seen:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
