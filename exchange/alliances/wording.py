"""The words for what the audit trail records of alliances."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l

#: Also for the history of a partner.
ACTIONS: dict[str, Message] = {
    "alliance_partner.added": _l("Partner der Allianz aufgenommen"),
    "alliance_partner.changed": _l("Angaben zu einem Partner der Allianz geändert"),
    "alliance_partner.ended": _l("Partner der Allianz ausgeschieden"),
    "alliance_partner.confirmed": _l("Eintrag eines Partners von einem Gast bestätigt"),
    "alliance_contact.added": _l("Ansprechperson eines Partners eingetragen"),
    "alliance_contact.changed": _l("Ansprechperson eines Partners geändert"),
    "alliance_contact.confirmed": _l("Ansprechperson eines Partners bestätigt"),
    "alliance_contact.removed": _l("Ansprechperson eines Partners gelöscht"),
    "alliance_commitment.agreed": _l("Zusage eines Partners vereinbart"),
    "alliance_commitment.changed": _l("Zusage eines Partners geändert"),
    "alliance_commitment.reported": _l("Stand einer Zusage von einem Gast gemeldet"),
    "alliance_guest.invited": _l("Gastzugang angeboten"),
    "alliance_guest.accepted": _l("Gastzugang angenommen"),
    "alliance_guest.entered": _l("Als Gast angemeldet"),
    "alliance_guest.renewed": _l("Gastzugang verlängert"),
    "alliance_guest.withdrawn": _l("Gastzugang beendet"),
    "alliance_guest.left": _l("Gastzugang vom Gast selbst beendet"),
    "alliance_guest.expired": _l("Gastzugang abgelaufen"),
    "alliance_duty.added": _l("Eigene Aufgabe der Allianz angelegt"),
    "alliance_duty.changed": _l("Eigene Aufgabe der Allianz geändert"),
    "alliance_duty.removed": _l("Eigene Aufgabe der Allianz gelöscht"),
    "alliance_duty.assigned": _l("Zuständigkeit in der Allianz festgelegt"),
    "alliance_meeting.called": _l("Sitzung der Allianz einberufen"),
    "alliance_meeting.changed": _l("Sitzung der Allianz geändert"),
    "alliance_meeting.cancelled": _l("Sitzung der Allianz abgesagt"),
    "alliance_minutes.saved": _l("Protokoll einer Sitzung gespeichert"),
    "alliance_minutes.submitted": _l("Protokoll einer Sitzung zur Genehmigung gegeben"),
    "alliance_minutes.approved": _l("Protokoll einer Sitzung genehmigt"),
    "alliance_task.given": _l("Auftrag aus einer Sitzung vergeben"),
    "alliance_task.changed": _l("Auftrag aus einer Sitzung geändert"),
    "alliance_task.done": _l("Auftrag aus einer Sitzung erledigt"),
    "alliance_task.reopened": _l("Auftrag aus einer Sitzung wieder geöffnet"),
}

#: What nobody does: time brings it about.
BY_ITSELF = frozenset({"alliance_guest.expired"})
