"""What was taken away stays so when a backup of the database brings it back."""

from sqlalchemy import delete, select

from app.kernel.db import db
from app.kernel.vault import SubjectsErased
from organisations.second_factor.models import RecoveryCode, SecondFactor


def subjects_erased(event: SubjectsErased) -> None:
    """Take away second factors that nobody could use any more: they would only lock people out."""
    for factor in db.session.scalars(select(SecondFactor)).all():
        if factor.vault_subject in event.subjects:
            account = factor.account
            account.second_factor_since = None
            db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
            db.session.delete(factor)
    db.session.flush()


HANDLERS = ((SubjectsErased, subjects_erased),)
