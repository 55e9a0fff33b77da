"""The words on screen for outcomes, half-years and spans of days."""

from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from exchange.procedures.figures.computing import SPANS
from exchange.procedures.figures.outcomes import Outcome

OUTCOMES: dict[str, Message] = {
    Outcome.RESOLVED: _l("Geklärt, Maßnahmen umgesetzt"),
    Outcome.REFERRED: _l("Weitergegeben, etwa an Polizei oder Beratung"),
    Outcome.NOT_CONFIRMED: _l("Nicht bestätigt"),
    Outcome.ENDED_BY_WISH: _l("Auf Wunsch der betroffenen Person beendet"),
    Outcome.MISTAKE: _l("Irrtümlich begonnen"),
}


def half_year_name(half_year: str) -> str:
    """`1. Halbjahr 2026`."""
    year, _hyphen, number = half_year.partition("-")
    return _("%(number)s. Halbjahr %(year)s", number=number, year=year)


def span_name(span: int | None) -> str:
    """`8 bis 14 Tage`; a dash where it is kept back."""
    if span is None:
        return "–"
    if span == len(SPANS):
        return _("mehr als %(days)s Tage", days=SPANS[-1])
    first = SPANS[span - 1] + 1 if span else 0
    return _("%(first)s bis %(last)s Tage", first=first, last=SPANS[span])
