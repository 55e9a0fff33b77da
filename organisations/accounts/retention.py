"""How long it is kept that somebody was signed in."""

from datetime import datetime

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule, delete_rows
from organisations.accounts.models import SignInSession


def delete_old_sessions(*, before: datetime, most: int) -> int:
    """Delete at most `most` sessions that ended before then by themselves; returns how many."""
    return delete_rows(SignInSession, SignInSession.expires_at < before, most=most)


KEPT_SESSIONS = RetentionRule(
    kind="sign_ins",
    label=_l("Anmeldungen, die von selbst zu Ende sind"),
    counts_from=_l("nach dem Ende"),
    usual=Period(1, Unit.DAYS),
    least=1,
    most=30,
    delete=delete_old_sessions,
)
