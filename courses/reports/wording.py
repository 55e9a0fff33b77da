"""What pages say of rows of a list of participants."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from courses.reports.matching import Outcome

#: In the order in which the page shows them: what asks for something comes first.
OUTCOMES: dict[str, Message] = {
    Outcome.READY: _l("Wird angemeldet"),
    Outcome.NO_SEAT: _l("Kein Platz mehr frei"),
    Outcome.NO_ACCOUNT: _l("Kein passendes Konto"),
    Outcome.AMBIGUOUS: _l("Mehrere Personen dieses Namens"),
    Outcome.INCOMPLETE: _l("Angaben fehlen"),
    Outcome.TWICE: _l("Steht weiter oben schon"),
    Outcome.OTHER_MUNICIPALITY: _l("Nicht für diese Kommune"),
    Outcome.OTHER_FUNCTION: _l("Nicht für diese Funktion"),
    Outcome.NOT_INCLUDED: _l("Trainings nicht enthalten"),
    Outcome.ALREADY: _l("Ist schon angemeldet"),
}
NEXT_STEPS: dict[str, Message] = {
    Outcome.READY: _l("Bekommt einen Platz und eine Mail, wenn Sie zustimmen."),
    Outcome.NO_SEAT: _l("Mehr Plätze legen Sie im Durchgang fest. Laden Sie dann diese Seite neu."),
    Outcome.NO_ACCOUNT: _l(
        "Bitte prüfen Sie die Angaben. Ein Konto legt die Koordination der Kommune an."
    ),
    Outcome.AMBIGUOUS: _l("Bitte nennen Sie die E-Mail-Adresse."),
    Outcome.INCOMPLETE: _l("Nötig ist die E-Mail-Adresse, oder Vorname, Nachname und Kommune."),
    Outcome.TWICE: _l("Diese Zeile wird ausgelassen."),
    Outcome.OTHER_MUNICIPALITY: _l("Der Durchgang ist nur für eine andere Kommune."),
    Outcome.OTHER_FUNCTION: _l("Der Kurs ist für andere Funktionen gedacht."),
    Outcome.NOT_INCLUDED: _l("Die Teilnahme der Kommune am Programm umfasst keine Trainings."),
    Outcome.ALREADY: _l("Diese Zeile wird ausgelassen."),
}
