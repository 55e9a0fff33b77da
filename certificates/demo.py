"""Demo data: certificates of the cohorts that are over, issued by the same commands as in life."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.outbox import take_as_sent
from certificates.designs.demo import load_designs
from certificates.issuing.drafts import Drafting, order_of
from certificates.issuing.production import produce
from certificates.issuing.queries import list_due, list_results
from certificates.issuing.reasons import reason_of
from certificates.issuing.services import (
    issue_ordered_certificate,
    order_certificates,
    refuse_order,
)
from certificates.printing.fonts import UncoveredCharacters
from certificates.register.models import Certificate, NameShown
from certificates.signing.models import SigningKey
from certificates.signing.services import create_key, open_key
from courses.cohorts.models import Cohort, Enrolment
from courses.cohorts.queries import list_cohorts_of_trainer, list_roster
from organisations.accounts.queries import get_account_by_email

ISSUED_AFTER = timedelta(days=2)
FETCHED_AFTER = timedelta(days=1)


def load_demo(now: datetime) -> None:
    """Issue what is due in the cohorts that are over and completely recorded.

    In the latest of them one person is left for the trainer to issue to, and nobody has fetched
    theirs yet. Who got one before shows their initials to whoever checks it; who did not keep the
    rule there stands among the results as refused.
    """
    db.session.flush()
    db.session.expire_all()
    key = create_key(name="Programmbüro KommA (Demo)", now=now)
    office = get_account_by_email("buero@example.org").person
    over = [
        (overview.cohort, due, min(overview.ends_at + ISSUED_AFTER, now))
        for overview in list_cohorts_of_trainer(office)
        if overview.ends_at <= now and (due := list_due(overview.cohort))
    ]
    for cohort, _due, at in over[:-1]:
        for certificate in _issue(cohort, list_roster(cohort), key, at):
            certificate.first_downloaded_at = min(certificate.issued_at + FETCHED_AFTER, now)
            certificate.name_shown = NameShown.INITIALS
    for cohort, due, at in over[-1:]:
        _issue(cohort, due[:-1], key, at)
    load_designs(office, now)
    take_as_sent()


def _issue(
    cohort: Cohort, enrolments: Sequence[Enrolment], key: SigningKey, at: datetime
) -> list[Certificate]:
    trainer, material, issued = cohort.trainers[0], open_key(key), []
    run = order_certificates(cohort=cohort, enrolments=enrolments, actor=trainer, now=at)
    drafting = Drafting(enrolments, at)
    for order in list_results(run) if run else ():
        try:
            draft = drafting.draft(order.enrolment, trainer)
            pdf = produce(order_of(draft), material)
        except (DomainError, UncoveredCharacters) as error:
            # An invented name is no reason to have no demo.
            refuse_order(order_id=order.id, reason=reason_of(error), now=at)
            continue
        certificate = issue_ordered_certificate(
            order_id=order.id, draft=draft, pdf=pdf, key=key, now=at
        )
        if certificate:
            issued.append(certificate)
    return issued
