"""What can keep a group from going on, in its words."""

from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l


class MovedMeanwhile(DomainError):
    """Somebody else was faster: nothing was done a second time."""

    MESSAGE = _l("Das ist inzwischen schon geschehen. Sie sehen den neuen Stand.")


class NotReady(DomainError):
    """The group is not complete, or nobody moderates, or there is no case to go on with."""

    TOO_FEW = _l("Eine Beratung braucht mindestens vier Personen.")
    ROLES_OPEN = _l(
        "Es fehlt noch eine Rolle: Jemand bringt den Fall ein, moderiert und schreibt mit."
    )
    CASE_MISSING = _l("Der Fall ist noch nicht für die Gruppe freigegeben.")


class NotModerator(DomainError):
    """Only who moderates moves the session."""

    MESSAGE = _l("Nur wer moderiert, steuert die Phasen.")


class NotRunning(DomainError):
    """It has not begun, or is over."""

    MESSAGE = _l("Die Beratung läuft nicht.")
