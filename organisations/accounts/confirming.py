"""Asks once more for the own password, in a view, before what a stranger must not do."""

from flask_login import current_user

from app.kernel import clock
from app.kernel.db import after_refusal, reading
from app.kernel.i18n import gettext as _
from app.kernel.throttle import check_limit, remember_failure
from organisations.accounts.forms import ConfirmForm
from organisations.accounts.services import password_matches
from organisations.accounts.throttling import FAILURES_OF_CONFIRMING


def is_confirmed(form: ConfirmForm) -> bool:
    """Whether `form` holds the password of the one who is signed in; if not, it says so.

    To be called before the first write, for argon2 takes its time. Raises TooManyAttempts.
    """
    now = clock.now()
    with reading():
        subject, password_hash = current_user.public_id, current_user.password_hash
        check_limit(FAILURES_OF_CONFIRMING, subject, now=now)
    if password_matches(password_hash, form.current.data):
        return True
    after_refusal(lambda: remember_failure(FAILURES_OF_CONFIRMING, subject, now=now))
    form.current.errors = [_("Das Passwort stimmt nicht.")]
    return False
