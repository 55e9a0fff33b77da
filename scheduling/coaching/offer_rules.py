"""What a coach decides about how their offer is booked: the part of its form that says so."""

from typing import Any

from wtforms import BooleanField, SelectChoice, SelectMultipleField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form, WholeNumberField
from app.kernel.i18n import lazy_gettext as _l
from scheduling.coaching.models import CoachingOffer

#: In which languages a coach may offer to talk, by ISO 639 code.
LANGUAGES = {
    "de": _l("Deutsch"),
    "en": _l("Englisch"),
    "tr": _l("Türkisch"),
    "ar": _l("Arabisch"),
    "ru": _l("Russisch"),
    "uk": _l("Ukrainisch"),
    "gsg": _l("Deutsche Gebärdensprache"),
}
DEFAULT_LANGUAGE = "de"
MOST_HOURS_BEFORE = 720
#: The fields below, which stand in a section of their own.
RULES = ("online", "languages", "most_people", "needs_approval", "change_until_hours")

_NUMBER = _l("Bitte geben Sie eine Zahl von %(min)s bis %(max)s ein.")


class BookingRulesForm(Form):
    """The fields of an offer that are about booking it."""

    rules = RULES

    online = BooleanField(_l("Findet online statt"), default=True)
    languages = SelectMultipleField(
        _l("Sprachen, in denen Sie das Gespräch führen können"),
        description=_l("Ohne Auswahl ist es Deutsch."),
        choices=[SelectChoice(code, label) for code, label in LANGUAGES.items()],
        default=[DEFAULT_LANGUAGE],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    most_people = WholeNumberField(
        _l("Wie viele Personen höchstens teilnehmen"),
        description=_l("Ohne Sie. Mit 1 ist es ein Gespräch unter vier Augen."),
        validators=[Optional(), NumberRange(1, 50, _NUMBER)],
        default=1,
    )
    needs_approval = BooleanField(
        _l("Ich möchte jede Buchung erst zusagen"),
        description=_l("Bis dahin bleibt die Zeit frei gehalten."),
    )
    change_until_hours = WholeNumberField(
        _l("Bis wie viele Stunden vorher man verschieben und absagen kann"),
        description=_l("0 heißt: bis zum Beginn. Sie selbst können immer absagen."),
        validators=[Optional(), NumberRange(0, MOST_HOURS_BEFORE, _NUMBER)],
        default=0,
    )

    def booking_rules(self) -> dict[str, Any]:
        """What was entered, by the names of OfferTerms."""
        return {
            "online": self.online.data,
            "languages": tuple(self.languages.data or [DEFAULT_LANGUAGE]),
            "most_people": self.most_people.data or 1,
            "needs_approval": self.needs_approval.data,
            "change_until_minutes": (self.change_until_hours.data or 0) * 60,
        }


def booking_rules_of(offer: CoachingOffer) -> dict[str, Any]:
    """What `offer` says now, by the names of the form's fields."""
    names = ("online", "languages", "most_people", "needs_approval")
    return {name: getattr(offer, name) for name in names} | {
        "change_until_hours": offer.change_until_minutes // 60
    }
