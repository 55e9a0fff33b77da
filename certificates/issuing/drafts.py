"""Says what a certificate will say, and prints it: the steps before it is issued.

Printing takes a while, so it has a step of its own between reading and writing:
`draft_certificate` reads what will be said, `print_draft` draws and signs it without a database,
and `services.issue_certificate` writes it if all of it still holds.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.kernel.errors import NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone
from certificates.badges.credential import CredentialFacts
from certificates.issuing.frames import Frame
from certificates.issuing.production import Order, produce
from certificates.issuing.queries import list_current_certificates, list_holder_names
from certificates.issuing.reasons import Reason, ReasonKind, Refused, find_reason, reason_of
from certificates.printing.design import Design
from certificates.printing.document import CertificateData
from certificates.printing.fonts import UncoveredCharacters
from certificates.printing.rendering import require_printable
from certificates.register.codes import new_code
from certificates.register.errors import AlreadyIssued, UnprintableText
from certificates.register.models import Certificate
from certificates.signing.errors import TimeStampMissing
from certificates.signing.material import SigningMaterial
from certificates.signing.time_stamps import NoTimeStamp
from courses.cohorts.models import Cohort, Enrolment
from courses.cohorts.queries import manages
from organisations.models import Person


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


class Drafting:
    """Drafts certificates one after the other, and reads only once what they have in common.

    All of it in one transaction that reads: a draft says what was true in it.
    """

    def __init__(self, enrolments: Collection[Enrolment], now: datetime) -> None:
        people = {enrolment.person_id for enrolment in enrolments}
        self._now = now
        self._current = list_current_certificates(enrolments)
        self._wished_names = list_holder_names(people)
        self._frames: dict[tuple[int, int | None], Frame] = {}
        self._in_charge: set[tuple[int, int]] = set()

    def draft(
        self,
        enrolment: Enrolment,
        actor: Person | None,
        *,
        identity: Identity | None = None,
        supersedes: Certificate | None = None,
    ) -> CertificateDraft:
        """As `draft_certificate`, for one of the enrolments."""
        # Who may not ask is told nothing else.
        if actor is not None:
            self._require_charge(actor, enrolment.cohort)
        if self._current.get((enrolment.person_id, enrolment.cohort_id)) is not supersedes:
            raise AlreadyIssued(AlreadyIssued.MESSAGE)
        if reason := find_reason(enrolment):
            raise Refused(reason)
        frame = self._frame_for(enrolment.cohort, actor)
        identity = identity or new_identity()
        return CertificateDraft(
            enrolment_id=enrolment.public_id,
            cohort_id=enrolment.cohort_id,
            identity=identity,
            data=frame.data_for(
                enrolment,
                self._wished_names.get(enrolment.person_id) or enrolment.person.name,
                identity.code,
                replaces=supersedes.document.code if supersedes else "",
            ),
            design_version_id=frame.version.id,
            design=frame.design,
            logo=frame.logo,
            issued_at=self._now,
            supersedes_id=supersedes.id if supersedes else None,
        )

    def _require_charge(self, actor: Person, cohort: Cohort) -> None:
        if (actor.id, cohort.id) in self._in_charge:
            return
        if not manages(actor, cohort):
            raise NotFound
        self._in_charge.add((actor.id, cohort.id))

    def _frame_for(self, cohort: Cohort, actor: Person | None) -> Frame:
        key = cohort.id, actor.id if actor else None
        if key not in self._frames:
            self._frames[key] = Frame(cohort, _signatory(cohort, actor), self._now)
        return self._frames[key]


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
    and NotEntitled where the rule is not kept, a session not recorded, or nobody there to sign.
    """
    drafting = Drafting([enrolment], now)
    return drafting.draft(enrolment, actor, identity=identity, supersedes=supersedes)


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


def unprintable(draft: CertificateDraft, error: UncoveredCharacters) -> UnprintableText:
    """The refusal in words: whose certificate, and for which characters there is no font."""
    return UnprintableText(
        _l(
            "Die Bescheinigung für %(name)s lässt sich nicht drucken. %(reason)s",
            name=draft.data.holder_name,
            reason=reason_of(error).in_words(),
        )
    )


def _signatory(cohort: Cohort, actor: Person | None) -> Person:
    signatory = actor or min(cohort.trainers, key=lambda trainer: trainer.id, default=None)
    if signatory is None:
        raise Refused(Reason(ReasonKind.NO_TRAINER))
    return signatory
