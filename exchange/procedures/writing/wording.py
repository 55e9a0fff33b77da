"""The words on screen for procedures, their states and deadlines."""

from app.kernel.i18n import Message, localised, ngettext, short_date
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from exchange.procedures.writing.document import CountsFrom, Deadline, DeadlineUnit
from exchange.procedures.writing.models import ProcedureVersion, VersionState
from exchange.procedures.writing.questions import Question, QuestionKind
from organisations.topics.queries import list_situations

STATES: dict[str, Message] = {
    VersionState.DRAFT: _l("Entwurf"),
    VersionState.IN_FORCE: _l("in Kraft"),
    VersionState.SUPERSEDED: _l("nicht mehr in Kraft"),
}
UNITS: dict[str, Message] = {
    DeadlineUnit.HOURS: _l("Stunden"),
    DeadlineUnit.DAYS: _l("Tage"),
}
COUNTS_FROM: dict[str, Message] = {
    CountsFrom.START: _l("ab Beginn"),
    CountsFrom.PREVIOUS: _l("ab dem Ende des Schritts davor"),
}
FIELDS: dict[str, Message] = {
    "title": _l("Titel"),
    "text": _l("Was zu tun ist"),
    "responsible": _l("Zuständig"),
    "deadline": _l("Frist des Schritts"),
    "checklist": _l("Checkliste"),
    "questions": _l("Formular"),
}
QUESTION_KINDS: dict[str, Message] = {
    QuestionKind.SHORT_TEXT: _l("kurzer Text"),
    QuestionKind.LONG_TEXT: _l("langer Text"),
    QuestionKind.DAY: _l("Datum"),
    QuestionKind.CHOICE: _l("Auswahl"),
    QuestionKind.YES_NO: _l("Ja oder Nein"),
}


def field_name(field: str) -> str:
    """What a part of a step is called."""
    return str(FIELDS[field])


def deadline_text(deadline: Deadline | None) -> str:
    """`2 Stunden ab Beginn`; empty without a deadline."""
    if deadline is None:
        return ""
    if deadline.unit is DeadlineUnit.HOURS:
        amount = ngettext("%(num)s Stunde", "%(num)s Stunden", deadline.amount)
    else:
        amount = ngettext("%(num)s Tag", "%(num)s Tage", deadline.amount)
    return f"{amount} {COUNTS_FROM[deadline.counts_from]}"


def question_text(question: Question) -> str:
    """What is asked for and whether it has to be: `Auswahl: ja / später; Pflicht`."""
    kind = str(QUESTION_KINDS[question.kind])
    if question.choices:
        kind = f"{kind}: {' / '.join(question.choices)}"
    return f"{kind}; {_('Pflicht')}" if question.required else kind


def version_name(version: ProcedureVersion) -> str:
    """`Fassung 2 vom 03.05.2026`, or that it is a draft."""
    if version.number is None or version.adopted_on is None:
        return str(STATES[VersionState.DRAFT])
    day = short_date(version.adopted_on)
    return _("Fassung %(number)s vom %(day)s", number=version.number, day=day)


def situation_names() -> dict[str, str]:
    """What each situation is called, by its key, in their order; one statement."""
    return {one.key: localised(one.text) for one in list_situations()}
