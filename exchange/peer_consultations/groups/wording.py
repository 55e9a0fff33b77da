"""The words on screen for what groups hold as keys."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.peer_consultations.groups.anonymity import TraceKind
from exchange.peer_consultations.groups.models import Role, State

ROLES: dict[str, Message] = {
    Role.CASE_GIVER: _l("Fall einbringen"),
    Role.MODERATOR: _l("Moderieren"),
    Role.NOTE_KEEPER: _l("Mitschreiben"),
    Role.ADVISER: _l("Beraten"),
}
ROLE_HINTS: dict[str, Message] = {
    Role.CASE_GIVER: _l("Sie schildern einen eigenen Fall und nehmen mit, was Ihnen nützt."),
    Role.MODERATOR: _l("Sie führen durch die Phasen und achten auf die Zeit."),
    Role.NOTE_KEEPER: _l("Sie halten die Vorschläge für die Person fest, die den Fall einbringt."),
    Role.ADVISER: _l("Sie hören zu, fragen nach und denken mit."),
}
STATES: dict[str, Message] = {
    State.PLANNED: _l("geplant"),
    State.RUNNING: _l("läuft gerade"),
    State.HELD: _l("beendet"),
    State.CALLED_OFF: _l("abgesagt"),
}
STATE_BADGES: dict[str, str] = {
    State.PLANNED: "info",
    State.RUNNING: "success",
    State.HELD: "neutral",
    State.CALLED_OFF: "danger",
}
TRACES: dict[str, Message] = {
    TraceKind.MAIL_ADDRESS: _l("Mailadresse"),
    TraceKind.PHONE_NUMBER: _l("Telefonnummer"),
    TraceKind.WEB_ADDRESS: _l("Internetadresse"),
    TraceKind.STREET: _l("Anschrift"),
    TraceKind.DATE: _l("genauer Tag"),
    TraceKind.NAME: _l("Name"),
}
