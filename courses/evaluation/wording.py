"""The questions as people read them, with what the ends of their scales mean."""

from dataclasses import dataclass

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from courses.evaluation.questionnaire import Wave


@dataclass(frozen=True)
class ScaleWords:
    """A question with a scale: as it is asked, as a short name for figures, and its two ends."""

    question: Message
    name: Message
    lowest: Message
    highest: Message


SCALES: dict[str, ScaleWords] = {
    "useful": ScaleWords(
        _l("Wie nützlich ist das Gelernte für Ihren Arbeitsalltag?"),
        _l("Nutzen für den Alltag"),
        _l("gar nicht nützlich"),
        _l("sehr nützlich"),
    ),
    "safe": ScaleWords(
        _l("Wie sicher haben Sie sich gefühlt, in der Gruppe offen zu sprechen?"),
        _l("Sicherheit in der Gruppe"),
        _l("gar nicht sicher"),
        _l("völlig sicher"),
    ),
    "trainer": ScaleWords(
        _l("Wie gut hat die Kursleitung Sie begleitet?"),
        _l("Kursleitung"),
        _l("sehr schlecht"),
        _l("sehr gut"),
    ),
    "organisation": ScaleWords(
        _l("Wie gut war der Kurs organisiert?"),
        _l("Organisation"),
        _l("sehr schlecht"),
        _l("sehr gut"),
    ),
    "recommend": ScaleWords(
        _l("Würden Sie den Kurs anderen in Ihrer Lage empfehlen?"),
        _l("Empfehlung"),
        _l("auf keinen Fall"),
        _l("auf jeden Fall"),
    ),
    "used": ScaleWords(
        _l("Wie viel von dem, was Sie gelernt haben, nutzen Sie heute?"),
        _l("Heute genutzt"),
        _l("gar nichts"),
        _l("sehr viel"),
    ),
}
TEXTS: dict[str, Message] = {
    "kept": _l("Was nehmen Sie mit?"),
    "better": _l("Was sollten wir besser machen?"),
    "changed": _l("Was hat sich dadurch verändert?"),
    "missing": _l("Was fehlt Ihnen noch?"),
}
WAVES: dict[str, Message] = {
    Wave.AFTER: _l("Direkt nach dem Kurs"),
    Wave.LATER: _l("Drei Monate später"),
}
