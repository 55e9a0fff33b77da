"""Why something around coaching is refused, in words for the person who asked."""

from collections.abc import Sequence
from datetime import datetime

from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import local_datetime
from scheduling.coaching.models import CoachingOffer


class AppointmentBegun(DomainError):
    """What has begun can no longer be cancelled or moved."""

    MESSAGE = _l("Dieser Termin hat schon begonnen. Er lässt sich nicht mehr absagen.")
    NOT_MOVED = _l("Dieser Termin hat schon begonnen. Er lässt sich nicht mehr verschieben.")
    NOT_HANDED_OVER = _l("Dieser Termin hat schon begonnen. Er lässt sich nicht mehr übergeben.")


class TooLateToChange(AppointmentBegun):
    """The deadline of the offer has passed; the coach or the office can still help."""

    NOT_CANCELLED = _l(
        "Die Frist zum Absagen ist vorbei. Wenden Sie sich an das Programmbüro, wenn Sie nicht "
        "können."
    )
    NOT_MOVED = _l(
        "Die Frist zum Verschieben ist vorbei. Wenden Sie sich an das Programmbüro, wenn Sie nicht "
        "können."
    )


class CoachChanged(DomainError):
    """The appointment was handed over to another coach while somebody else changed it."""

    MESSAGE = _l(
        "Der Termin ist gerade an einen anderen Coach übergeben worden. Sehen Sie ihn sich noch "
        "einmal an."
    )


class CannotStandIn(DomainError):
    """What the coach offers does not fit the appointment, or not for this client."""

    MESSAGE = _l("Dieser Coach kann den Termin nicht übernehmen.")


class TooManyHolds(DomainError):
    """Nobody keeps more times from others than they can decide on."""

    MESSAGE = _l(
        "Zwei Termine sind schon für Sie reserviert. Buchen Sie einen davon, oder geben Sie ihn "
        "frei."
    )


explain_constraint("uq_bookings_client_id_hold_number", TooManyHolds.MESSAGE, error=TooManyHolds)


class HoldIsGone(DomainError):
    """The time was kept for ten minutes, and they are over."""

    MESSAGE = _l("Die Reservierung ist abgelaufen. Wählen Sie bitte noch einmal eine Uhrzeit.")


class RequestIsGone(DomainError):
    """What was asked for has been answered, withdrawn, or has lapsed."""

    MESSAGE = _l("Diese Anfrage ist nicht mehr offen.")


class SomeTaken(DomainError):
    """Of several times that only go together, `taken` are not free with `offer`."""

    def __init__(self, taken: Sequence[datetime], offer: CoachingOffer) -> None:
        times = ", ".join(map(local_datetime, taken))
        super().__init__(_l("Nicht frei ist: %(times)s.", times=times))
        self.taken = taken
        self.offer = offer


class CompanionsCannotCome(DomainError):
    """There are more people than the offer is for, or not all of them have time."""

    TOO_MANY = _l("So viele Personen können an diesem Termin nicht teilnehmen.")
    TAKEN = _l("Nicht alle, die Sie ausgewählt haben, haben zu dieser Zeit frei.")


class NotYetHeld(DomainError):
    """Who came is known once it has begun."""

    MESSAGE = _l("Ob jemand da war, lässt sich erst nach dem Beginn eintragen.")


class EndsBeforeItStarts(DomainError):
    """A time of work needs an end after its start."""

    MESSAGE = _l("Das Ende muss nach dem Beginn liegen.")


explain_constraint(
    "ck_availability_rules_ends_after_it_starts",
    EndsBeforeItStarts.MESSAGE,
    field="end",
    error=EndsBeforeItStarts,
)
explain_constraint(
    "ck_availability_rules_dates",
    _l("Der letzte Tag muss nach dem ersten liegen."),
    field="last_date",
)
explain_constraint(
    "ck_coach_vacations_dates",
    _l("Der letzte Tag darf nicht vor dem ersten liegen."),
    field="last_date",
)
explain_constraint(
    "ck_availability_rules_anchor",
    _l("Bitte nennen Sie einen Tag in der ersten dieser Wochen."),
    field="anchor",
)
explain_constraint(
    "uq_availability_overrides_coach_id_day",
    _l("Für diesen Tag gibt es schon eine Ausnahme. Entfernen Sie sie zuerst."),
    field="day",
)
