"""Why somebody is taken out of a cohort, or gets a seat before it is their turn."""

from enum import StrEnum

from app.kernel.i18n import lazy_gettext as _l


class RemovalReason(StrEnum):
    ASKED = "removal_asked"
    WRONG_COURSE = "removal_wrong_course"
    AGREED = "removal_agreed"
    MISTAKE = "removal_mistake"


class TurnReason(StrEnum):
    """Why somebody in the line gets a seat out of turn."""

    NEEDS_IT_SOON = "turn_needs_it_soon"
    FITS_THE_GROUP = "turn_fits_the_group"
    PROMISED = "turn_promised"


REMOVAL_REASONS = {
    RemovalReason.ASKED: _l("Die Person bat darum"),
    RemovalReason.WRONG_COURSE: _l("Der Kurs ist nicht das Richtige für sie"),
    RemovalReason.AGREED: _l("Mit der Kommune so vereinbart"),
    RemovalReason.MISTAKE: _l("Die Anmeldung war ein Versehen"),
}
TURN_REASONS = {
    TurnReason.NEEDS_IT_SOON: _l("Die Person braucht den Kurs bald"),
    TurnReason.FITS_THE_GROUP: _l("Die Gruppe wird so ausgewogener"),
    TurnReason.PROMISED: _l("Der Platz war ihr zugesagt"),
}
#: All of them, by what the audit trail keeps.
SEAT_REASONS = REMOVAL_REASONS | TURN_REASONS
