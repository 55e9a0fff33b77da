"""Records of attendance, and what a cohort's rule still asks for, in words."""

from app.kernel.i18n import Message, ngettext
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.fulfilment import AttendanceStatus, Fulfilment

STATUSES: dict[str, Message] = {
    AttendanceStatus.PRESENT: _l("anwesend"),
    AttendanceStatus.LATE: _l("verspätet"),
    AttendanceStatus.EXCUSED: _l("entschuldigt"),
    AttendanceStatus.ABSENT: _l("fehlt"),
}


def record_words(status: str, minutes: int | None) -> str:
    """`verspätet, 40 Minuten`."""
    words = str(STATUSES[status])
    if minutes is None:
        return words
    return f"{words}, {ngettext('%(num)s Minute', '%(num)s Minuten', minutes)}"


def still_missing(fulfilment: Fulfilment) -> list[str]:
    """What is missing of the course's rule; empty where nothing is.

    Where it is kept but not everything is recorded, that is what is missing.
    """
    parts = [
        *(_("Pflichttermin %(number)s (verpasst)", number=n) for n in fulfilment.missed),
        *(_("Pflichttermin %(number)s", number=n) for n in fulfilment.awaited),
    ]
    minutes = fulfilment.required_minutes - fulfilment.attended_minutes
    if minutes > 0:
        parts.append(ngettext("%(num)s Minute Anwesenheit", "%(num)s Minuten Anwesenheit", minutes))
    quizzes = fulfilment.open_quizzes
    if quizzes:
        parts.append(ngettext("ein bestandenes Quiz", "%(num)s bestandene Quizze", quizzes))
    unrecorded = fulfilment.sessions - fulfilment.recorded_sessions
    if unrecorded and not parts:
        parts.append(
            ngettext(
                "die Anwesenheit an einem Termin",
                "die Anwesenheit an %(num)s Terminen",
                unrecorded,
            )
        )
    return parts
