"""Demo data: certificates of the cohorts that are over, issued by the same commands as in life."""

from datetime import datetime, timedelta

from app.kernel.db import db
from app.kernel.outbox import take_as_sent
from certificates import services
from certificates.errors import UnprintableText
from certificates.models import Certificate, NameShown
from certificates.queries import list_due
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
    office = get_account_by_email("buero@example.org").person
    over = [
        (due, overview.ends_at)
        for overview in list_cohorts_of_trainer(office)
        if overview.ends_at <= now and (due := list_due(overview.cohort))
    ]
    for due, ended_at in over[:-1]:
        for certificate in _issue(due, min(ended_at + ISSUED_AFTER, now)):
            certificate.first_downloaded_at = min(certificate.issued_at + FETCHED_AFTER, now)
            certificate.name_shown = NameShown.INITIALS
    for due, ended_at in over[-1:]:
        _issue(due[:-1], min(ended_at + ISSUED_AFTER, now))
    take_as_sent()


def _issue(due: list[Enrolment], now: datetime) -> list[Certificate]:
    issued = []
    for enrolment in due:
        trainer = enrolment.cohort.trainers[0]
        draft = services.draft_certificate(enrolment=enrolment, actor=trainer, now=now)
        try:
            pdf = services.print_draft(draft)
        except UnprintableText:
            continue  # an invented name is no reason to have no demo
        issued.append(services.issue_certificate(draft=draft, pdf=pdf, actor=trainer, now=now))
    return issued
