"""What to do about what stays open: for each of the contract's reasons, and why it does."""

from dataclasses import dataclass

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from courses.paths.plan import OpenReason, OutReason


@dataclass(frozen=True, eq=False)
class Advice:
    """Why a gap stays open, and what the person can do about it."""

    why: Message
    what_to_do: Message


OPEN_REASONS: dict[OpenReason, Advice] = {
    OpenReason.NO_UNIT_REACHES_IT: Advice(
        _l("Für Ihre Funktion führt noch kein Kurs bis zu dieser Stufe."),
        _l("Wünschen Sie sich einen? Das Programmbüro steht im Impressum."),
    ),
    OpenReason.NO_DATE: Advice(
        _l("Es gibt einen Kurs dafür, aber zurzeit keinen Termin, der für Sie frei ist und passt."),
        _l("Neue Termine kommen laufend dazu. Berechnen Sie Ihren Lernpfad dann neu."),
    ),
    OpenReason.REQUIREMENT_OUT_OF_REACH: Advice(
        _l("Der Kurs dafür setzt etwas voraus, das Sie zurzeit mit keinem Termin erreichen."),
        _l("Neue Termine kommen laufend dazu. Berechnen Sie Ihren Lernpfad dann neu."),
    ),
    OpenReason.BUDGET: Advice(
        _l("Dafür reicht die Zeit nicht, die Sie eingeplant haben."),
        _l("Wenn Sie mehr Zeit einplanen, wächst Ihr Lernpfad."),
    ),
    OpenReason.CONFLICT: Advice(
        _l("Die Termine überschneiden sich mit anderen Schritten oder mit Ihren Anmeldungen."),
        _l("Sobald es weitere Termine gibt, berechnen Sie Ihren Lernpfad neu."),
    ),
}

#: Of a course that was a step and is none any more.
OUT_REASONS: dict[OutReason, Message] = {
    OutReason.DONE: _l("Diesen Kurs haben Sie abgeschlossen."),
    OutReason.NOT_FOR_YOU: _l("Dieser Kurs ist für eine andere Funktion gedacht."),
    OutReason.CLOSES_NOTHING: _l("Dieser Kurs bringt Sie Ihren Zielen nicht näher."),
    OutReason.NO_DATE: _l("Für diesen Kurs gibt es zurzeit keinen Termin, der frei ist und passt."),
    OutReason.REQUIREMENT_OUT_OF_REACH: _l(
        "Dieser Kurs setzt etwas voraus, das Sie zurzeit mit keinem Termin erreichen."
    ),
    OutReason.NOT_NEEDED: _l("Was dieser Kurs vermittelt, decken Ihre Schritte schon ab."),
    OutReason.BUDGET: _l("Für diesen Kurs reicht die Zeit nicht, die Sie eingeplant haben."),
    OutReason.CONFLICT: _l(
        "Die Termine überschneiden sich mit anderen Schritten oder mit Ihren Anmeldungen."
    ),
}
CLOSED_BY_SEAT = Advice(
    _l("Sie sind für einen Kurs angemeldet, der daran arbeitet, aber kein Schritt des Pfads ist."),
    _l("Nach dem Kurs können Sie Ihren Lernpfad neu berechnen."),
)
