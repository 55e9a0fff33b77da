"""Why something around coaching is refused, in words for the person who asked."""

from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l


class AppointmentBegun(DomainError):
    """What has begun can no longer be cancelled or moved."""

    MESSAGE = _l("Dieser Termin hat schon begonnen. Er lässt sich nicht mehr absagen.")
    NOT_MOVED = _l("Dieser Termin hat schon begonnen. Er lässt sich nicht mehr verschieben.")


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
    "ck_availability_rules_anchor",
    _l("Bitte nennen Sie einen Tag in der ersten dieser Wochen."),
    field="anchor",
)
explain_constraint(
    "uq_availability_overrides_coach_id_day",
    _l("Für diesen Tag gibt es schon eine Ausnahme. Entfernen Sie sie zuerst."),
    field="day",
)
