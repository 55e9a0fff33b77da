"""Finds a certificate for somebody outside who knows its code, and slows down who guesses."""

from datetime import datetime, timedelta

from app.kernel.db import after_refusal
from app.kernel.errors import NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.throttle import Limit, check_limit, remember_failure
from certificates.register.models import Certificate
from certificates.register.queries import find_certificate_by_code

WRONG_CODES = Limit(
    name="certificate_code",
    most=20,
    window=timedelta(minutes=15),
    message=_l("Zu viele falsche Prüfcodes. Bitte warten Sie einige Minuten."),
)


def get_certificate_by_code(typed: str, *, origin: str, now: datetime) -> Certificate:
    """The certificate of a code that came from `origin`, for any public page.

    Raises NotFound, after which a failure is counted, and TooManyAttempts.
    """
    check_limit(WRONG_CODES, origin, now=now)
    certificate = find_certificate_by_code(typed)
    if certificate is None:
        after_refusal(lambda: remember_failure(WRONG_CODES, origin, now=now))
        raise NotFound
    return certificate
