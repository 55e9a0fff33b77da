"""The words on screen for how a meeting stands and what was answered."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.meetings.dates.models import Answer, MeetingState

STATES: dict[str, Message] = {
    MeetingState.PLANNED: _l("geplant"),
    MeetingState.INVITED: _l("eingeladen"),
    MeetingState.HELD: _l("fand statt"),
    MeetingState.CANCELLED: _l("abgesagt"),
}
STATE_BADGES: dict[str, str] = {
    MeetingState.PLANNED: "neutral",
    MeetingState.INVITED: "info",
    MeetingState.HELD: "success",
    MeetingState.CANCELLED: "danger",
}
ANSWERS: dict[str, Message] = {
    Answer.ON_SITE: _l("Ja, vor Ort"),
    Answer.ONLINE: _l("Ja, online"),
    Answer.NO: _l("Nein"),
}
