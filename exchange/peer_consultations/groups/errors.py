"""What can keep somebody from something in a consultation, in their words."""

from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l


class NotPlanned(DomainError):
    """It has begun, is over or called off."""

    MESSAGE = _l("Das geht nur, solange die Beratung nicht begonnen hat.")


class GroupIsFull(DomainError):
    """There are as many members as a group may have."""

    MESSAGE = _l("Die Gruppe ist inzwischen voll.")


class RoleTaken(DomainError):
    """Somebody else has the role by now."""

    MESSAGE = _l("Diese Rolle hat inzwischen jemand anderes.")


class CaseIsWritten(DomainError):
    """The case giver keeps the role as long as there is a case: nobody inherits it."""

    MESSAGE = _l(
        "Es gibt schon einen Falltext. Wer den Fall einbringt, kann erst wechseln, wenn der Text "
        "gelöscht ist."
    )


class NotYours(DomainError):
    """Only the organiser, or the moderator, may do this."""

    MESSAGE = _l("Das kann nur, wer die Beratung organisiert oder moderiert.")


class TooManyInvitations(DomainError):
    """As many invitations wait for an answer as places are free, and some more."""

    MESSAGE = _l("Es warten schon genug Einladungen auf Antwort. Bitte warten Sie die ab.")


class DateTooLate(DomainError):
    """By then the consultation would have been deleted."""

    MESSAGE = _l(
        "Dieser Tag liegt nach dem Löschtag der Beratung. Bitte wählen Sie einen früheren."
    )


class DateIsOver(DomainError):
    MESSAGE = _l("Bitte wählen Sie einen Zeitpunkt, der noch kommt.")


explain_constraint("ck_peer_consultations_member_count", GroupIsFull.MESSAGE, error=GroupIsFull)
explain_constraint(
    "uq_peer_consultation_members_one_of_each", RoleTaken.MESSAGE, field="role", error=RoleTaken
)
