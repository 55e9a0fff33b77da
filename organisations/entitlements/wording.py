"""The words on screen for what memberships include and municipalities use."""

from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Benefit
from organisations.entitlements.queries import CoachingUse
from organisations.models import Membership

#: Fewer than these are not told: in a small municipality they might point to a person.
FEWEST_SHOWN = 3

MEMBERSHIPS_PLURAL: dict[str, Message] = {
    Membership.MODEL: _l("Modellkommunen"),
    Membership.PLATFORM: _l("Kommunen der erweiterten Plattform"),
}
BENEFITS: dict[str, Message] = {
    Benefit.LIVE_COURSES: _l("Live-Kurse"),
    Benefit.COACHING: _l("Coaching"),
    Benefit.SELF_ASSESSMENT: _l("Selbsteinschätzung"),
}
BENEFIT_HINTS: dict[str, Message] = {
    Benefit.LIVE_COURSES: _l("Sich zu Durchgängen anmelden. Lerneinheiten stehen allen offen."),
    Benefit.COACHING: _l("Termine bei Coaches buchen. Krisengespräche stehen allen offen."),
    Benefit.SELF_ASSESSMENT: _l("Neue Selbsteinschätzungen beginnen."),
}


def used_words(use: CoachingUse) -> str:
    """How many were taken, where they are enough not to point to anyone."""
    if use.used < FEWEST_SHOWN:
        return _("weniger als %(count)s", count=FEWEST_SHOWN)
    return str(use.used)


def use_words(use: CoachingUse) -> str:
    """`12 von 20`; `weniger als 3, unbegrenzt`."""
    if use.limit is None:
        return _("%(used)s, unbegrenzt", used=used_words(use))
    return _("%(used)s von %(limit)s", used=used_words(use), limit=use.limit)


def limit_words(limit: int | None) -> str:
    """How many a municipality has in a year."""
    return _("unbegrenzt") if limit is None else str(limit)
