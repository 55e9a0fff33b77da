"""The words on screen for what nominations and requests store as keys."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.models import EnrolmentStatus
from courses.nominations.models import InHouseState
from courses.nominations.nominating import Prospect

#: How somebody stands to a cohort, as their coordinator or lead reads it.
STATUSES: dict[str, Message] = {
    EnrolmentStatus.REQUESTED: _l("wartet auf Genehmigung"),
    EnrolmentStatus.WAITLISTED: _l("auf der Warteliste"),
    EnrolmentStatus.OFFERED: _l("Platz angeboten"),
    EnrolmentStatus.ENROLLED: _l("angemeldet"),
    EnrolmentStatus.COMPLETED: _l("abgeschlossen"),
}
#: Kinds of badges.
STATUS_BADGES: dict[str, str] = {
    EnrolmentStatus.REQUESTED: "warning",
    EnrolmentStatus.WAITLISTED: "info",
    EnrolmentStatus.OFFERED: "info",
    EnrolmentStatus.ENROLLED: "neutral",
    EnrolmentStatus.COMPLETED: "success",
}
PROSPECTS: dict[str, Message] = {
    Prospect.OFFER: _l("bekommt einen Platz angeboten"),
    Prospect.WAIT: _l("kommt auf die Warteliste"),
    Prospect.ALREADY: _l("ist schon angemeldet oder wartet"),
    Prospect.SAID_NO: _l("hat einen Vorschlag schon nicht angenommen"),
    Prospect.OTHER_FUNCTION: _l("der Kurs ist für andere Funktionen gedacht"),
    Prospect.LACKS: _l("hat noch nicht abgeschlossen, was der Kurs voraussetzt"),
    Prospect.ONESELF: _l("Sie selbst melden sich auf der Seite des Durchgangs an"),
}
IN_HOUSE_STATES: dict[str, Message] = {
    InHouseState.OPEN: _l("wartet auf Antwort"),
    InHouseState.ACCEPTED: _l("zugesagt"),
    InHouseState.DECLINED: _l("abgelehnt"),
    InHouseState.WITHDRAWN: _l("zurückgezogen"),
}
IN_HOUSE_BADGES: dict[str, str] = {
    InHouseState.OPEN: "warning",
    InHouseState.ACCEPTED: "success",
    InHouseState.DECLINED: "neutral",
    InHouseState.WITHDRAWN: "neutral",
}
