"""The words on screen for bodies and who belongs to them."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.meetings.bodies.models import BodyKind, Circle, Part

KINDS: dict[str, Message] = {
    BodyKind.ADVISORY_BOARD: _l("Fachbeirat"),
    BodyKind.VISIT: _l("Besuche der Beauftragten"),
    BodyKind.CONFERENCE: _l("Plattformkonferenz"),
    BodyKind.REGIONAL_GROUP: _l("Regionalgruppe"),
}
CIRCLES: dict[str, Message] = {
    Circle.COORDINATORS: _l("Alle Koordinationen und ihre Vertretungen"),
    Circle.LEADERSHIP: _l("Alle politischen Leitungen"),
    Circle.OFFICE: _l("Das Programmbüro"),
}
PARTS: dict[str, Message] = {
    Part.MEMBER: _l("Mitglied"),
    Part.CHAIR: _l("Vorsitz"),
    Part.NOTE_KEEPER: _l("Protokoll"),
}
