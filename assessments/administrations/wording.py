"""Words of ours about questionnaires: what one is about, and what its results suggest."""

from app.kernel.i18n import Message, localised
from app.kernel.i18n import lazy_gettext as _l
from assessments.instruments.definition import Instrument
from assessments.instruments.shelf import resilience_check

OWN, BRS, WHO_5 = resilience_check().key, "brs", "who-5"

#: What a questionnaire is about, by its key.
ABOUT: dict[str, Message] = {
    OWN: _l("Was trägt Sie gerade, und was kostet Kraft?"),
    BRS: _l("Wie gut kommen Sie nach Belastungen wieder zu Kräften?"),
    WHO_5: _l("Wie ging es Ihnen in den letzten zwei Wochen?"),
}

#: Over which time somebody should think, by the key of the questionnaire.
INTRODUCTIONS: dict[str, Message] = {
    OWN: _l("Denken Sie an die letzten vier Wochen."),
    WHO_5: _l("Denken Sie an die letzten zwei Wochen."),
}

#: The band of values that lead to help, in every questionnaire that has one.
LOW = "low"

#: The bands of those questionnaires of which a high value is known to be good.
HIGH = {OWN: "high", BRS: "high", WHO_5: "good"}

SUGGESTIONS_WHEN_LOW: tuple[Message, ...] = (
    _l(
        "Sprechen Sie heute oder morgen mit einem Menschen, dem Sie vertrauen. Es muss nichts "
        "Großes sein."
    ),
    _l(
        "Nehmen Sie sich eine Sache vor, die Ihnen früher gutgetan hat, und lassen Sie eine andere "
        "liegen."
    ),
    _l(
        "Wird es in den nächsten zwei Wochen nicht leichter, sprechen Sie mit Ihrer hausärztlichen "
        "Praxis oder einer Beratung. Dafür muss es nicht erst schlimmer werden."
    ),
)
SUGGESTIONS_BETWEEN: tuple[Message, ...] = (
    _l(
        "Sehen Sie nach, was Sie gerade trägt, und planen Sie davon in dieser Woche etwas fest ein."
    ),
    _l(
        "Suchen Sie sich eine Sache aus, die Kraft kostet, und überlegen Sie, mit wem Sie sie "
        "teilen können."
    ),
    _l("Schauen Sie in ein paar Wochen noch einmal hin. Dann sehen Sie, ob sich etwas bewegt."),
)
SUGGESTIONS_WHEN_HIGH: tuple[Message, ...] = (
    _l(
        "Schreiben Sie sich auf, was Sie gerade trägt. In schweren Wochen hilft es, das "
        "nachzulesen."
    ),
    _l("Halten Sie fest an dem, was guttut, auch wenn der Kalender voll ist."),
    _l("Vielleicht braucht gerade jemand neben Ihnen ein offenes Ohr."),
)


def about(instrument: Instrument) -> Message:
    """What it is about, in one sentence; where we have none, nothing."""
    return ABOUT.get(instrument.key, "")


def source_of(instrument: Instrument) -> str | None:
    """Where it comes from, as science cites it; KommA's own is not cited anywhere."""
    return None if instrument.key == OWN else instrument.source


def introduction_of(instrument: Instrument) -> Message:
    """Over which time somebody should think; where nothing is known of that, its title."""
    return INTRODUCTIONS.get(instrument.key, localised(instrument.title))


def suggestions_for(instrument: Instrument, band: str | None) -> tuple[Message, ...]:
    """Three small things that somebody with a value in `band` can do next."""
    if band == LOW:
        return SUGGESTIONS_WHEN_LOW
    if band is not None and band == HIGH.get(instrument.key):
        return SUGGESTIONS_WHEN_HIGH
    return SUGGESTIONS_BETWEEN
