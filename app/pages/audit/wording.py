"""The words for what the audit trail stores as keys: acts, their groups and their details.

A test compares these tables with what the code records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.kernel.audit import AuditEntry
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from app.pages.retention.wording import UNITS
from app.pages.texts.wording import GENDER_FORMS, LANGUAGES, TITLES
from courses.cohorts.seats.reasons import SEAT_REASONS
from exchange.alliances.partners.wording import STATES as COMMITMENT_STATES
from exchange.alliances.wording import ACTIONS as ALLIANCE_ACTIONS
from exchange.meetings.wording import ACTIONS as MEETING_ACTIONS
from organisations.wording import FUNCTIONS, ROLES
from scheduling.coaching.override_forms import OVERRIDE_REASONS

ACTIONS: dict[str, Message] = (
    ALLIANCE_ACTIONS
    | MEETING_ACTIONS
    | {
        "account.address_changed": _l("E-Mail-Adresse geändert"),
        "account.invited": _l("Einladung verschickt"),
        "account.link_used": _l("Mit einem Link aus einer Mail angemeldet"),
        "account.password_set": _l("Erstes Passwort gesetzt"),
        "aid.published": _l("Kommunikationshilfe veröffentlicht"),
        "announcement.sent": _l("Mitteilung an einen Durchgang verschickt"),
        "announcement.withdrawn": _l("Mitteilung an einen Durchgang zurückgezogen"),
        "article.agreed": _l("Beitrag einer Kommune zugestimmt"),
        "article.archived": _l("Beitrag einer Kommune archiviert"),
        "article.created": _l("Beitrag einer Kommune angelegt"),
        "article.discarded": _l("Entwurf eines Beitrags gelöscht"),
        "article.published": _l("Beitrag einer Kommune veröffentlicht"),
        "article.restored": _l("Archivierten Beitrag einer Kommune wieder gezeigt"),
        "article.returned": _l("Beitrag einer Kommune zurückgegeben"),
        "article.revised": _l("Neue Fassung eines Beitrags begonnen"),
        "article.saved": _l("Entwurf eines Beitrags gespeichert"),
        "article.signature_removed": _l("Eigenen Namen unter einem Beitrag entfernt"),
        "article.submitted": _l("Beitrag einer Kommune zur Zustimmung oder Prüfung gegeben"),
        "article.taken_back": _l("Beitrag einer Kommune vor der Entscheidung zurückgeholt"),
        "article_comment.hidden": _l("Kommentar zu einem Beitrag ausgeblendet"),
        "article_comment.kept": _l("Gemeldeten Kommentar stehen gelassen oder wieder gezeigt"),
        "attendance.corrected": _l("Anwesenheit berichtigt"),
        "attendance.recorded": _l("Anwesenheit erfasst"),
        "audit.exported": _l("Prüfprotokoll exportiert"),
        "booking.overridden": _l("Coaching-Termin gegen seine Regeln geändert"),
        "busy_calendar.added": _l("Belegten Kalender verbunden"),
        "busy_calendar.address_changed": _l("Adresse eines belegten Kalenders geändert"),
        "busy_calendar.removed": _l("Belegten Kalender entfernt"),
        "busy_calendar.replaced": _l("Datei eines belegten Kalenders ersetzt"),
        "calendar_feed.created": _l("Kalender-Abo angelegt"),
        "calendar_feed.revoked": _l("Kalender-Abo beendet"),
        "certificate.all_handed_out": _l("Alle Bescheinigungen eines Durchgangs heruntergeladen"),
        "certificate.handed_out": _l("Bescheinigung heruntergeladen"),
        "certificate.correction_declined": _l("Bitte um Korrektur einer Bescheinigung beantwortet"),
        "certificate.issued": _l("Bescheinigung ausgestellt"),
        "certificate.ordered": _l("Bescheinigung in Auftrag gegeben"),
        "certificate.replaced": _l("Bescheinigung durch eine neue ersetzt"),
        "certificate.revoked": _l("Bescheinigung widerrufen"),
        "coach.absence_entered": _l("Coach für Tage abwesend gemeldet"),
        "coaching_exception.changed": _l("Kontingent einer Kommune geändert"),
        "coaching_limit.changed": _l("Kontingent einer Mitgliedschaft geändert"),
        "coaching_offer.changed": _l("Coaching-Angebot geändert"),
        "coaching_offer.created": _l("Coaching-Angebot angelegt"),
        "coaching_offer.switched": _l("Coaching-Angebot geöffnet oder geschlossen"),
        "cohort.cancelled": _l("Durchgang abgesagt"),
        "cohort.capacity_changed": _l("Zahl der Plätze geändert"),
        "cohort.handed_over": _l("Durchgang übergeben"),
        "cohort.line_closed": _l("Warteliste geschlossen"),
        "cohort.opened": _l("Durchgang angelegt"),
        "cohort.seats_reserved": _l("Plätze für Kommunen reserviert"),
        "cohort.taken_over": _l("Leitung eines Durchgangs bekommen"),
        "cohort.waves_unwanted": _l("Selbsteinschätzung einer Gruppe abgewählt"),
        "cohort.waves_wanted": _l("Selbsteinschätzung einer Gruppe gewünscht"),
        "cohort.window_changed": _l("Zeit der Anmeldung geändert"),
        "contact.hidden": _l("Kontaktdaten geschützt"),
        "contact.shown": _l("Schutz der Kontaktdaten aufgehoben"),
        "municipal_text.created": _l("Text einer Kommune angelegt"),
        "municipal_text.discarded": _l("Entwurf eines Textes einer Kommune gelöscht"),
        "municipal_text.released": _l("Text einer Kommune freigegeben"),
        "municipal_text.returned": _l("Text einer Kommune zurückgegeben"),
        "municipal_text.saved": _l("Text einer Kommune geändert"),
        "municipal_text.submitted": _l("Text einer Kommune zur Freigabe gegeben"),
        "municipal_text.taken_back": _l("Text einer Kommune vor der Freigabe zurückgeholt"),
        "municipal_text.withdrawn": _l("Text einer Kommune zurückgezogen"),
        "needs_item.created": _l("Frage der Bedarfsanalyse für eine Funktion angelegt"),
        "needs_item.draft_discarded": _l("Entwurf einer Frage der Bedarfsanalyse verworfen"),
        "needs_item.draft_saved": _l("Entwurf einer Frage der Bedarfsanalyse gespeichert"),
        "needs_item.published": _l("Frage der Bedarfsanalyse veröffentlicht"),
        "needs_item.withdrawn": _l("Frage der Bedarfsanalyse für eine Funktion zurückgenommen"),
        "course.archived": _l("Kurs archiviert"),
        "course.attachment_added": _l("Bild oder Datei zu einem Kurs hochgeladen"),
        "course.certificates_set": _l("Bescheinigungen eines Kurses eingestellt"),
        "course.created": _l("Kurs angelegt"),
        "course.draft_discarded": _l("Entwurf eines Kurses verworfen"),
        "course.draft_saved": _l("Entwurf eines Kurses gespeichert"),
        "course.published": _l("Kurs veröffentlicht"),
        "course.restored": _l("Kurs wieder angeboten"),
        "course.returned": _l("Entwurf eines Kurses zurückgegeben"),
        "course.submitted": _l("Entwurf eines Kurses zur Prüfung gegeben"),
        "course.taken_back": _l("Entwurf eines Kurses zurückgeholt"),
        "deputyship.begun": _l("Stellvertretung für Termine benannt"),
        "deputyship.ended": _l("Stellvertretung für Termine beendet"),
        "design.archived": _l("Vorlage für Bescheinigungen archiviert"),
        "design.chosen": _l("Vorlage für das Programm gewählt"),
        "design.created": _l("Vorlage für Bescheinigungen angelegt"),
        "design.renamed": _l("Vorlage für Bescheinigungen umbenannt"),
        "design.restored": _l("Vorlage für Bescheinigungen wieder angeboten"),
        "design.saved": _l("Vorlage für Bescheinigungen geändert"),
        "enrolment.approved": _l("Anmeldung genehmigt"),
        "enrolment.declined": _l("Anmeldung nicht genehmigt"),
        "enrolment.nominated": _l("Für einen Durchgang vorgeschlagen"),
        "enrolment.requested": _l("Um einen Platz gebeten"),
        "enrolment.confirmed": _l("Zu einem Durchgang angemeldet"),
        "enrolment.handed_over": _l("Platz an eine andere Person weitergegeben"),
        "enrolment.line_left": _l("Warteliste verlassen"),
        "enrolment.offer_declined": _l("Angebotenen Platz abgelehnt"),
        "enrolment.offer_lapsed": _l("Angebotener Platz verfallen"),
        "enrolment.offered": _l("Einen Platz angeboten"),
        "enrolment.preferred": _l("Platz außer der Reihe angeboten"),
        "enrolment.removed": _l("Aus einem Durchgang oder seiner Warteliste genommen"),
        "enrolment.substitute_asked": _l("Nach einer Vertretung für einen Platz gefragt"),
        "enrolment.substitute_dropped": _l("Vertretung für einen Platz abgesagt"),
        "enrolment.waitlisted": _l("Auf eine Warteliste gesetzt"),
        "enrolment.withdrawn": _l("Von einem Durchgang abgemeldet"),
        "entitlement.changed": _l("Leistung einer Mitgliedschaft geändert"),
        "gender_form.changed": _l("Genderform gewählt"),
        "instrument.imported": _l("Fragebogen der Selbsteinschätzung importiert"),
        "instrument.offered": _l("Fragebogen der Selbsteinschätzung angeboten"),
        "instrument.withdrawn": _l("Fragebogen der Selbsteinschätzung nicht mehr angeboten"),
        "group_size.raised": _l("Mindestzahl der Antworten für Gruppenergebnisse erhöht"),
        "in_house.accepted": _l("Durchgang für eine Kommune zugesagt"),
        "in_house.declined": _l("Durchgang für eine Kommune abgelehnt"),
        "in_house.requested": _l("Durchgang für eine Kommune angefragt"),
        "in_house.withdrawn": _l("Anfrage nach einem Durchgang zurückgezogen"),
        "prerequisite.waived": _l("Ausnahme von Voraussetzungen gemacht"),
        "prerequisite.waiver_asked": _l("Um Ausnahme von Voraussetzungen gebeten"),
        "prerequisite.waiver_refused": _l("Ausnahme von Voraussetzungen nicht gemacht"),
        "level_survey.opened": _l("Umfrage zum Stand der Kompetenzen gestartet"),
        "logo.changed": _l("Logo der Förderung hochgeladen"),
        "logo.removed": _l("Logo der Förderung entfernt"),
        "material.added": _l("Unterlage für einen Durchgang hinzugefügt"),
        "material.released": _l("Unterlage eines Durchgangs freigegeben"),
        "material.removed": _l("Unterlage eines Durchgangs entfernt"),
        "municipality.changed": _l("Kommune geändert"),
        "municipality.created": _l("Kommune angelegt"),
        "person.changed": _l("Person geändert"),
        "person.created": _l("Person angelegt"),
        "procedure.created": _l("Verfahren einer Kommune angelegt"),
        "procedure.draft_discarded": _l("Entwurf eines Verfahrens verworfen"),
        "procedure.draft_saved": _l("Entwurf eines Verfahrens gespeichert"),
        "procedure.put_in_force": _l("Verfahren in Kraft gesetzt"),
        "procedure.set_aside": _l("Verfahren außer Kraft gesetzt"),
        "statement.created": _l("Erklärung angelegt"),
        "statement.discarded": _l("Entwurf einer Erklärung gelöscht"),
        "statement.opened": _l("Erklärung zum Unterzeichnen geöffnet"),
        "statement.proposed": _l("Erklärung vorgeschlagen"),
        "statement.released": _l("Erklärung veröffentlicht"),
        "statement.returned": _l("Erklärung zurückgegeben"),
        "statement.saved": _l("Entwurf einer Erklärung geändert"),
        "statement.signature_taken_back": _l("Unterschrift einer Kommune zurückgenommen"),
        "statement.signed": _l("Erklärung von einer Kommune unterzeichnet"),
        "statement.taken_back": _l("Vorgeschlagene Erklärung zurückgeholt"),
        "statement.withdrawn": _l("Erklärung zurückgezogen"),
        "strategy.adopted": _l("Strategie als beschlossen eingetragen"),
        "strategy.created": _l("Strategie einer Kommune angelegt"),
        "strategy.draft_discarded": _l("Entwurf einer Strategie verworfen"),
        "strategy.draft_saved": _l("Entwurf einer Strategie gespeichert"),
        "strategy.progress_reported": _l("Stand einer Maßnahme eingetragen"),
        "registration.approved": _l("Registrierung freigegeben"),
        "registration.declined": _l("Registrierung abgelehnt"),
        "retention.changed": _l("Löschfrist geändert"),
        "role.end_changed": _l("Ende einer Rolle verlegt"),
        "role.ended": _l("Rolle entzogen"),
        "role.granted": _l("Rolle gegeben"),
        "roster.exported": _l("Liste eines Durchgangs heruntergeladen"),
        "roster.imported": _l("Personen aus einer Liste angelegt"),
        "second_factor.codes_renewed": _l("Neue Codes auf Papier"),
        "second_factor.off": _l("Zweiten Faktor ausgeschaltet"),
        "second_factor.on": _l("Zweiten Faktor eingeschaltet"),
        "second_factor.recovery_code_used": _l("Mit einem Code vom Papier angemeldet"),
        "second_factor.reset": _l("Zweiten Faktor zurückgesetzt"),
        "session.added": _l("Termin hinzugefügt"),
        "session.cancelled": _l("Termin abgesagt"),
        "session.leaders_changed": _l("Leitung eines Termins geändert"),
        "session.moved": _l("Termin verlegt"),
        "session.note_changed": _l("Hinweis zu einem Termin geändert"),
        "session.rule_changed": _l("Pflicht zu einem Termin geändert"),
        "signing_key.put_in_use": _l("Schlüssel für Bescheinigungen in Gebrauch genommen"),
        "target_level.adapted": _l("Ziel einer Funktion in einer Kommune geändert"),
        "target_level.recommended": _l("Empfohlenes Ziel einer Funktion geändert"),
        "team.changed": _l("Team umbenannt"),
        "team.created": _l("Team angelegt"),
        "team_analysis.closed": _l("Analyse eines Teams geschlossen"),
        "team_analysis.ended": _l("Analyse eines Teams beendet, weil die Zeit vorbei war"),
        "team_analysis.started": _l("Analyse eines Teams gestartet"),
        "team_analysis.withdrawn": _l("Analyse eines Teams abgebrochen"),
        "team_path.approved": _l("Lernpfad eines Teams genehmigt"),
        "team_path.proposed": _l("Lernpfad eines Teams vorgeschlagen"),
        "team_path.returned": _l("Lernpfad eines Teams zurückgegeben"),
        "team_path.withdrawn": _l("Lernpfad eines Teams verworfen"),
        "text.changed": _l("Text geändert"),
        "wave.opened": _l("Erhebung für ein Gruppenergebnis gestartet"),
        "wave.withdrawn": _l("Erhebung für ein Gruppenergebnis abgebrochen"),
    }
)


@dataclass(frozen=True)
class ActionGroup:
    """Acts that are looked for together, by what stands before the dot."""

    label: Message
    prefixes: tuple[str, ...]


GROUPS: dict[str, ActionGroup] = {
    "people": ActionGroup(
        _l("Personen, Rollen, Konten"),
        (
            *("person", "role", "account", "second_factor", "contact"),
            *("roster", "registration", "deputyship"),
        ),
    ),
    "municipalities": ActionGroup(
        _l("Kommunen"),
        (
            *("municipality", "team", "entitlement", "coaching_limit", "coaching_exception"),
            "target_level",
        ),
    ),
    "courses": ActionGroup(
        _l("Kurse, Durchgänge und Anmeldungen"),
        (
            *("course", "cohort", "session", "enrolment", "attendance", "prerequisite"),
            *("in_house", "material", "announcement", "team_path"),
            *("level_survey", "team_analysis"),
            "needs_item",
        ),
    ),
    "assessments": ActionGroup(_l("Selbsteinschätzung"), ("instrument",)),
    "certificates": ActionGroup(_l("Bescheinigungen"), ("certificate", "design", "signing_key")),
    "coaching": ActionGroup(_l("Coaching"), ("coach", "coaching_offer", "booking")),
    "waves": ActionGroup(_l("Gruppenergebnisse"), ("wave", "group_size")),
    "alliances": ActionGroup(
        _l("Allianzen"),
        (
            "alliance_partner",
            "alliance_contact",
            "alliance_commitment",
            "alliance_duty",
            "alliance_meeting",
            "alliance_minutes",
            "alliance_task",
            "alliance_guest",
        ),
    ),
    "meetings": ActionGroup(
        _l("Sitzungen und Besuche"),
        (
            *("meeting_body", "body_meeting", "meeting_agenda", "meeting_document"),
            *("body_minutes", "meeting_decision", "visit"),
        ),
    ),
    "calendars": ActionGroup(
        _l("Kalender-Abos und belegte Kalender"), ("calendar_feed", "busy_calendar")
    ),
    "statements": ActionGroup(_l("Gemeinsame Erklärungen"), ("statement",)),
    "strategies": ActionGroup(_l("Strategien der Kommunen"), ("strategy",)),
    "procedures": ActionGroup(_l("Verfahren der Kommunen"), ("procedure",)),
    "toolbox": ActionGroup(_l("Werkzeugkasten"), ("aid", "municipal_text")),
    "knowledge": ActionGroup(_l("Praxiswissen"), ("article", "article_comment")),
    "operation": ActionGroup(
        _l("Texte, Fristen und Protokoll"), ("text", "logo", "gender_form", "retention", "audit")
    ),
}

DETAILS: dict[str, Message] = {
    "absent": _l("abwesend"),
    "active": _l("buchbar"),
    "asked_by": _l("gebeten"),
    "asked_on": _l("am"),
    "benefit": _l("Leistung"),
    "membership": _l("Teilnahme am Programm"),
    "people": _l("Personen"),
    "after": _l("danach"),
    "before": _l("vorher"),
    "competency": _l("Kompetenz"),
    "done": _l("getan"),
    "entries": _l("Einträge"),
    "excused": _l("entschuldigt"),
    "fields": _l("Angaben"),
    "form": _l("Form"),
    "function": _l("Funktion"),
    "language": _l("Sprache"),
    "late": _l("verspätet"),
    "present": _l("anwesend"),
    "reason": _l("Grund"),
    "role": _l("Rolle"),
    "seats": _l("Plätze"),
    "text": _l("Text"),
    "unit": _l("gezählt in"),
    "version": _l("Fassung"),
}
_FIELDS: dict[str, Message] = {
    "name": _l("Name"),
    "kind": _l("Art"),
    "state": _l("Land"),
    "membership": _l("Teilnahme am Programm"),
    "design": _l("Vorlage"),
    "automatic": _l("von selbst ausstellen"),
    "valid_months": _l("Gültigkeit"),
}
_YES_NO: dict[str, Message] = {"0": _l("nein"), "1": _l("ja")}
_TARGETS: dict[str, Message] = {"recommended": _l("wie empfohlen")}
_VALUES: dict[str, Mapping[str, Message]] = {
    "active": _YES_NO,
    "after": _TARGETS | COMMITMENT_STATES,
    "before": _TARGETS | COMMITMENT_STATES,
    "done": {
        "cancel": _l("abgesagt"),
        "move": _l("verschoben"),
        "hand_over": _l("einem anderen Coach übergeben"),
    },
    "fields": _FIELDS,
    "form": GENDER_FORMS,
    "function": FUNCTIONS,
    "language": LANGUAGES,
    "reason": OVERRIDE_REASONS | SEAT_REASONS,
    "role": ROLES,
    "text": TITLES,
    "unit": UNITS,
}


def action_name(action: str) -> Message:
    """The act in plain words; its key where an older or newer version of KommA knew it."""
    return ACTIONS.get(action, action)


def details_text(entry: AuditEntry) -> str:
    """The entry's details in one line: `Rolle: Coaching`."""
    return "; ".join(
        f"{DETAILS.get(key, key)}: {_value(key, value)}"
        for key, value in sorted(entry.details.items())
    )


def _value(key: str, value: Any) -> str:
    words = _VALUES.get(key, {})
    return ", ".join(str(words.get(part, part)) for part in str(value).split(", "))
