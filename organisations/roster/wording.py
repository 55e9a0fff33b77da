"""What pages say of lists of people: their columns, what is wrong with a file or with a row."""

from collections.abc import Sequence

from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from organisations.roster.checking import Finding, Problem
from organisations.roster.reading import Column, Fault, Unreadable

COLUMNS: dict[Column, Message] = {
    Column.GIVEN_NAME: _l("Vorname"),
    Column.FAMILY_NAME: _l("Nachname"),
    Column.EMAIL: _l("E-Mail"),
    Column.FUNCTION: _l("Funktion"),
    Column.TEAM: _l("Team"),
    Column.JOB_TITLE: _l("Tätigkeit"),
    Column.ROLES: _l("Rolle(n)"),
    Column.LANGUAGE: _l("Sprache"),
    Column.MUNICIPALITY: _l("Kommune"),
}
FAULTS: dict[Fault, Message] = {
    Fault.EMPTY: _l("In der Datei stehen keine Personen."),
    Fault.OLD_EXCEL: _l(
        "Diese Excel-Datei ist in einem alten Format oder mit einem Passwort geschützt. Speichern "
        "Sie sie bitte ohne Passwort als Excel-Arbeitsmappe (.xlsx)."
    ),
    Fault.DAMAGED: _l(
        "Die Datei lässt sich nicht lesen. Speichern Sie sie bitte noch einmal als CSV oder als "
        "Excel-Arbeitsmappe (.xlsx)."
    ),
    Fault.TOO_LARGE: _l("Die Datei ist zu groß. Erlaubt sind 2 MB."),
    Fault.TOO_MANY_ROWS: _l(
        "Die Liste ist zu lang. Bitte teilen Sie sie: Erlaubt sind 1.000 Personen je Datei."
    ),
    Fault.OPEN_QUOTE: _l(
        "In der Datei fehlt ein Anführungszeichen, oder eines steht zu viel. Speichern Sie sie "
        "bitte noch einmal aus Ihrer Tabelle."
    ),
}


def explain(unreadable: Unreadable) -> Message:
    """Why a file could not be read, and what to do."""
    columns = ", ".join(str(COLUMNS[column]) for column in unreadable.columns)
    if unreadable.fault is Fault.COLUMNS_MISSING:
        return _("Über den Spalten fehlen diese Überschriften: %(columns)s.", columns=columns)
    if unreadable.fault is Fault.COLUMNS_TWICE:
        return _("Diese Überschriften stehen mehrmals da: %(columns)s.", columns=columns)
    return FAULTS[unreadable.fault]


def describe(finding: Finding) -> Message:
    """What is wrong with a cell, and what to do about it."""
    column = COLUMNS[finding.column] if finding.column else ""
    if finding.problem is Problem.UNKNOWN:
        return _describe_unknown(finding)
    texts: dict[Problem, Message] = {
        Problem.MISSING: _l("%(column)s fehlt. Bitte ergänzen.", column=column),
        Problem.TOO_LONG: _l("%(column)s ist zu lang. Bitte kürzen.", column=column),
        Problem.NO_ADDRESS: _l(
            "„%(text)s“ ist keine vollständige E-Mail-Adresse.", text=finding.text
        ),
        Problem.TWICE: _l(
            "Diese Adresse steht auch in Zeile %(rows)s. Bitte lassen Sie nur eine Zeile stehen.",
            rows=_numbers(finding.rows),
        ),
        Problem.FORBIDDEN: _l(
            "Die Rolle „%(text)s“ vergibt nur das Programmbüro.", text=finding.text
        ),
        Problem.SURPLUS: _l(
            "Die Zeile hat mehr Zellen als Überschriften. Vielleicht sind Zellen verrutscht."
        ),
        Problem.HAS_ACCOUNT: _l("Hat schon ein Konto. Die Zeile wird ausgelassen."),
        Problem.LIKE_A_FORMULA: _l(
            "%(column)s beginnt wie eine Formel. Übernommen wird der Text, wie er dasteht.",
            column=column,
        ),
    }
    return texts[finding.problem]


def _describe_unknown(finding: Finding) -> Message:
    texts: dict[Column | None, Message] = {
        Column.FUNCTION: _l(
            "Die Funktion „%(text)s“ gibt es nicht. Bitte schreiben Sie Politische Leitung, "
            "Führungskraft oder Mitarbeit.",
            text=finding.text,
        ),
        Column.ROLES: _l("Die Rolle „%(text)s“ gibt es nicht.", text=finding.text),
        Column.LANGUAGE: _l(
            "Die Sprache „%(text)s“ gibt es nicht. Bitte schreiben Sie Deutsch oder Englisch.",
            text=finding.text,
        ),
        Column.MUNICIPALITY: _l(
            "Die Kommune „%(text)s“ gibt es hier nicht, oder sie ist nicht Ihre.", text=finding.text
        ),
    }
    return texts[finding.column]


def _numbers(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows))
