"""How often a password may be wrong, so that guessing is slow and nobody is locked out by others.

A browser that is known for the address (see `devices`) has attempts of its own. All others share
what strangers may try: from one place soon, for one address from anywhere only after many. Who is
refused then still gets in by a mailed link, which counts apart.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.throttle import Limit, check_limit, remember_failure

_SOON = timedelta(minutes=15)
_SLOWLY = timedelta(days=1)
_THROTTLED = _l("Zu viele Anmeldeversuche. Bitte warten Sie einige Minuten.")

FAILURES_PER_DEVICE = Limit("sign_in_device", 10, _SOON, _THROTTLED)
FAILURES_PER_PLACE = Limit("sign_in_place", 10, _SOON, _THROTTLED)
FAILURES_PER_ORIGIN = Limit("sign_in_origin", 60, _SOON, _THROTTLED)
FAILURES_PER_ADDRESS = Limit(
    "sign_in_address",
    100,
    _SLOWLY,
    _l(
        "Für diese Adresse gab es zu viele Fehlversuche. Lassen Sie sich auf der Anmeldeseite "
        "einen Link per Mail schicken."
    ),
)
FAILURES_OF_CONFIRMING = Limit("own_password", 10, _SOON, _THROTTLED)


@dataclass(frozen=True)
class Attempt:
    """Somebody tries to sign in: as whom, from where, in which known browser if in one."""

    email: str
    origin: str
    device: str | None

    @property
    def _counts(self) -> tuple[tuple[Limit, str], ...]:
        if self.device:
            return ((FAILURES_PER_DEVICE, self.device),)
        return (
            (FAILURES_PER_PLACE, f"{self.email.strip()} {self.origin}"),
            (FAILURES_PER_ORIGIN, self.origin),
            (FAILURES_PER_ADDRESS, self.email),
        )

    def check(self, *, now: datetime) -> None:
        """Raise TooManyAttempts where there were too many failures like this one would be."""
        for limit, subject in self._counts:
            check_limit(limit, subject, now=now)

    def remember_failure(self, *, now: datetime) -> None:
        """Count this one as failed."""
        for limit, subject in self._counts:
            remember_failure(limit, subject, now=now)
