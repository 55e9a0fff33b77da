"""Demo data: one certificate that was replaced, one that was revoked, one to be corrected."""

from datetime import datetime, timedelta

from app.kernel.db import db
from app.kernel.outbox import take_as_sent
from certificates.amending.services import draft_replacement, replace_certificate
from certificates.issuing.drafts import print_draft
from certificates.register.models import Certificate
from certificates.register.queries import list_certificates_of
from certificates.register.services import ask_for_correction, revoke_certificate, wish_name
from certificates.signing.queries import get_key_in_use
from certificates.signing.services import open_key
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person

AGO = timedelta(days=3)


def load_demo(now: datetime) -> None:
    """Let something become of the oldest certificates of three people, some days ago."""
    db.session.flush()
    replaced, revoked, wished = (_oldest_of(name) for name in ("team1", "team7", "koordination"))
    if replaced:
        wish_name(person=replaced.person, name="Nguyễn Mai Anh", now=now - AGO)
        _replace(replaced, now - AGO)
    if revoked:
        revoke_certificate(
            certificate=revoked,
            reason="Die Anwesenheit war für eine andere Person erfasst.",
            actor=revoked.cohort.trainers[0],
            now=now - AGO,
        )
    if wished:
        ask_for_correction(
            certificate=wished, wish="Bitte mit meinem zweiten Vornamen.", now=now - AGO
        )
    take_as_sent()


def _oldest_of(account: str) -> Certificate | None:
    certificates = list_certificates_of(_person(account))
    return certificates[-1] if certificates else None


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person


def _replace(certificate: Certificate, now: datetime) -> None:
    trainer, key = certificate.cohort.trainers[0], get_key_in_use()
    plan = draft_replacement(certificate=certificate, actor=trainer, now=now)
    replace_certificate(
        certificate=certificate,
        seen=certificate.status,
        draft=plan.draft,
        pdf=print_draft(plan.draft, open_key(key)),
        key=key,
        actor=trainer,
        now=now,
    )
