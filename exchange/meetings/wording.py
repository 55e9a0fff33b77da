"""The words for what the audit trail records of meetings."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l

ACTIONS: dict[str, Message] = {
    "meeting_body.created": _l("Gremium angelegt"),
    "meeting_body.changed": _l("Gremium geändert"),
    "meeting_body.named": _l("Person in einem Gremium benannt"),
    "meeting_body.released": _l("Benennung in einem Gremium beendet"),
    "body_meeting.planned": _l("Sitzung oder Besuch geplant"),
    "body_meeting.changed": _l("Sitzung oder Besuch geändert"),
    "body_meeting.cancelled": _l("Sitzung oder Besuch abgesagt"),
    "body_meeting.invited": _l("Zu Sitzung oder Besuch eingeladen"),
    "body_meeting.held": _l("Vermerkt, dass eine Sitzung stattfand"),
    "body_meeting.revealed": _l("Titel und Ort eines geschützten Besuchs freigegeben"),
    "meeting_agenda.changed": _l("Tagesordnung einer Sitzung geändert"),
    "meeting_document.added": _l("Unterlage zu einer Sitzung hinzugefügt"),
    "meeting_document.released": _l("Unterlage zu einer Sitzung freigegeben"),
    "meeting_document.removed": _l("Unterlage zu einer Sitzung entfernt"),
    "body_minutes.saved": _l("Protokoll eines Gremiums gespeichert"),
    "body_minutes.submitted": _l("Protokoll eines Gremiums zur Genehmigung gegeben"),
    "body_minutes.approved": _l("Protokoll eines Gremiums genehmigt"),
    "meeting_decision.recorded": _l("Beschluss festgehalten"),
    "meeting_decision.changed": _l("Beschluss geändert"),
    "meeting_decision.done": _l("Beschluss erledigt"),
    "meeting_decision.reopened": _l("Beschluss wieder geöffnet"),
    "visit.organisers_named": _l("Organisation eines Besuchs festgelegt"),
    "visit.noted": _l("Reisenotizen eines Besuchs geändert"),
}
