"""Reads of mailed links."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.tokens import token_hash
from organisations.accounts.models import Account
from organisations.mail_links.models import MailLink, Purpose


def find_link(token: str, purpose: Purpose, *, now: datetime) -> MailLink | None:
    """The link `token` with its account and person.

    None where there is no such link for that purpose, or where it is used, expired or for a former
    address.
    """
    return db.session.scalar(
        select(MailLink)
        .join(MailLink.account)
        .where(
            MailLink.token_hash == token_hash(token),
            MailLink.purpose == purpose,
            MailLink.email == Account.email,
            MailLink.expires_at > now,
        )
        .options(joinedload(MailLink.account).joinedload(Account.person))
    )
