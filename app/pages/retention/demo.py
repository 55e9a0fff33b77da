"""Demo data of periods: one that the office has chosen, and what went in the last weeks."""

from datetime import datetime, timedelta

from app.kernel.db import db
from app.kernel.retention import Deletion, get_rule, today
from app.pages.retention.services import set_period
from organisations.accounts.queries import get_account_by_email

#: How many days ago, what, and how much of it.
DELETED = (
    (1, "sent_mails", 41),
    (1, "sign_ins", 18),
    (2, "sent_mails", 37),
    (2, "sign_ins", 22),
    (3, "registrations", 2),
    (3, "sign_ins", 9),
    (5, "coaching_guests", 1),
    (8, "support_needs", 3),
)


def load_demo(now: datetime) -> None:
    """The office keeps registrations a little shorter, and the nights have done their work."""
    office = get_account_by_email("buero@example.org")
    set_period(rule=get_rule("registrations"), amount=10, actor=office.person, now=now)
    for days_ago, kind, count in DELETED:
        db.session.add(Deletion(day=today(now) - timedelta(days=days_ago), kind=kind, count=count))
    db.session.flush()
