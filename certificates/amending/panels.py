"""What those who manage a cohort are shown on its roster."""

from flask import g, get_template_attribute
from markupsafe import Markup

from certificates.amending.queries import RosterNotes, read_roster_notes
from certificates.issuing.panels import known_certificates
from courses.cohorts.models import Cohort, Enrolment


def render_roster_row(enrolment: Enrolment, **_context: object) -> Markup | str:
    """One participant: the name that will be printed, or the way to correct what was issued."""
    notes = _notes(enrolment.cohort)
    certificate = known_certificates(enrolment.cohort).find(enrolment)
    wished = notes.names.get(enrolment.person_id)
    if certificate is None and wished is None:
        return ""
    row = get_template_attribute("amending/panels/roster_row.html", "row")
    return row(
        enrolment,
        certificate=certificate,
        wished=wished,
        asked_for=certificate is not None and certificate.id in notes.asked_for,
    )


def _notes(cohort: Cohort) -> RosterNotes:
    """Read once a request, however many rows the roster has."""
    read: dict[int, RosterNotes] = g.setdefault("certificate_notes", {})
    if cohort.id not in read:
        read[cohort.id] = read_roster_notes(cohort)
    return read[cohort.id]
