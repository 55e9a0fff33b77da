"""How often a code may be wrong: a million are possible, and three are right at any moment."""

from datetime import datetime, timedelta

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.throttle import Limit, check_limit, remember_failure
from organisations.accounts.throttling import Attempt

_THROTTLED = _l("Zu viele falsche Codes. Bitte warten Sie, bevor Sie es wieder versuchen.")
CODES_PER_DEVICE = Limit("code_device", 10, timedelta(minutes=15), _THROTTLED)
CODES_PER_ACCOUNT = Limit("code_account", 10, timedelta(minutes=15), _THROTTLED)
CODES_PER_DAY = Limit("code_day", 30, timedelta(days=1), _THROTTLED)


def check_codes(account_id: str, attempt: Attempt, *, now: datetime) -> None:
    """Raise TooManyAttempts where codes for the account of that public id were wrong too often.

    A browser that is known for it has attempts of its own, as with passwords.
    """
    for limit, subject in _counts(account_id, attempt):
        check_limit(limit, subject, now=now)


def remember_wrong_code(account_id: str, attempt: Attempt, *, now: datetime) -> None:
    """Count a wrong code for the account of that public id."""
    for limit, subject in _counts(account_id, attempt):
        remember_failure(limit, subject, now=now)


def _counts(account_id: str, attempt: Attempt) -> tuple[tuple[Limit, str], ...]:
    if attempt.device:
        return ((CODES_PER_DEVICE, attempt.device),)
    return ((CODES_PER_ACCOUNT, account_id), (CODES_PER_DAY, account_id))
