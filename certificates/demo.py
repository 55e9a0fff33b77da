"""Demo data: certificates of the cohorts that are over, issued by the same commands as in life."""

from datetime import datetime, timedelta

from app.kernel.db import db
from app.kernel.outbox import take_as_sent
from certificates.designs.demo import load_designs
from certificates.issuing.drafts import draft_certificate, print_draft
from certificates.issuing.queries import list_due
from certificates.issuing.services import issue_certificate
from certificates.register.errors import UnprintableText
from certificates.register.models import Certificate, NameShown
from certificates.signing.material import SigningMaterial
from certificates.signing.models import SigningKey
from certificates.signing.services import create_key, open_key
from courses.cohorts.models import Enrolment
from courses.cohorts.queries import list_cohorts_of_trainer
from organisations.accounts.queries import get_account_by_email

ISSUED_AFTER = timedelta(days=2)
FETCHED_AFTER = timedelta(days=1)


def load_demo(now: datetime) -> None:
    """Issue what is due in the cohorts that are over and completely recorded.

    In the latest of them one person is left for the trainer to issue to, and nobody has fetched
    theirs yet. Who got one before shows their initials to whoever checks it.
    """
    db.session.flush()
    db.session.expire_all()
    key = create_key(name="Programmbüro KommA (Demo)", now=now)
    material = open_key(key)
    office = get_account_by_email("buero@example.org").person
    over = [
        (due, overview.ends_at)
        for overview in list_cohorts_of_trainer(office)
        if overview.ends_at <= now and (due := list_due(overview.cohort))
    ]
    for due, ended_at in over[:-1]:
        for certificate in _issue(due, key, material, min(ended_at + ISSUED_AFTER, now)):
            certificate.first_downloaded_at = min(certificate.issued_at + FETCHED_AFTER, now)
            certificate.name_shown = NameShown.INITIALS
    for due, ended_at in over[-1:]:
        _issue(due[:-1], key, material, min(ended_at + ISSUED_AFTER, now))
    load_designs(office, now)
    take_as_sent()


def _issue(
    due: list[Enrolment], key: SigningKey, material: SigningMaterial, now: datetime
) -> list[Certificate]:
    issued = []
    for enrolment in due:
        trainer = enrolment.cohort.trainers[0]
        draft = draft_certificate(enrolment=enrolment, actor=trainer, now=now)
        try:
            pdf = print_draft(draft, material)
        except UnprintableText:
            continue  # an invented name is no reason to have no demo
        issued.append(issue_certificate(draft=draft, pdf=pdf, key=key, actor=trainer, now=now))
    return issued
