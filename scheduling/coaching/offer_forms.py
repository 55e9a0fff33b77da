"""The form of what a coach offers, and what it says at first for each kind of offer."""

from enum import StrEnum

from wtforms import (
    BooleanField,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.kernel.forms import NUMBER_FAULT, WholeNumberField
from app.kernel.i18n import Bilingual
from app.kernel.i18n import lazy_gettext as _l
from scheduling.coaching.coach_models import TOWN_LENGTH
from scheduling.coaching.models import CoachingOffer
from scheduling.coaching.offer_rules import BookingRulesForm, booking_rules_of
from scheduling.coaching.offering import OfferTerms


class OfferTemplate(StrEnum):
    """What coaches begin with; afterwards nothing depends on it."""

    INDIVIDUAL = "individual"
    TEAM = "team"
    CRISIS = "crisis"
    SERIES = "series"


#: A team needs time to find a date, someone in a crisis needs one now, and a series must fit in.
DEFAULTS: dict[str, dict[str, int | bool]] = {
    OfferTemplate.INDIVIDUAL: {},
    OfferTemplate.TEAM: {
        "duration_minutes": 120,
        "most_people": 12,
        "buffer_after_minutes": 30,
        "notice_hours": 72,
        "horizon_days": 90,
    },
    OfferTemplate.CRISIS: {
        "duration_minutes": 30,
        "step_minutes": 15,
        "notice_hours": 1,
        "horizon_days": 7,
        "crisis": True,
    },
    OfferTemplate.SERIES: {"notice_hours": 48, "horizon_days": 180, "change_until_hours": 24},
}


def _text(label: object, length: int, **given: object) -> StringField:
    return StringField(
        label,
        validators=[
            DataRequired(_l("Bitte füllen Sie dieses Feld aus.")),
            Length(max=length, message=_l("Bitte kürzen Sie auf %(max)d Zeichen.")),
        ],
        **given,
    )


def _long_text(label: object) -> TextAreaField:
    return TextAreaField(
        label,
        validators=[
            DataRequired(_l("Bitte füllen Sie dieses Feld aus.")),
            Length(max=2000, message=_l("Bitte kürzen Sie auf %(max)d Zeichen.")),
        ],
    )


def _number(label: object, least: int, most: int, default: int, **given: object) -> IntegerField:
    fault = _l("Bitte geben Sie eine Zahl von %(min)s bis %(max)s ein.")
    return WholeNumberField(
        label,
        validators=[InputRequired(NUMBER_FAULT), NumberRange(least, most, fault)],
        default=default,
        **given,
    )


_TOWN_FAULT = _l("Bitte nennen Sie die Stadt oder Gemeinde, oder bieten Sie es online an.")
_COUNT_FAULT = _l("Bitte geben Sie eine Zahl von %(min)s bis %(max)s ein.")


def _limit(label: object, most: int) -> IntegerField:
    return WholeNumberField(label, validators=[Optional(), NumberRange(1, most, _COUNT_FAULT)])


class OfferForm(BookingRulesForm):
    title_de = _text(_l("Titel auf Deutsch"), 120)
    title_en = _text(_l("Titel auf Englisch"), 120)
    description_de = _long_text(_l("Worum es geht, auf Deutsch"))
    description_en = _long_text(_l("Worum es geht, auf Englisch"))
    place = _text(
        _l("Ort"),
        200,
        description=_l("Zum Beispiel „Online per Video“ oder eine Anschrift mit Raum."),
    )
    town = StringField(
        _l("Stadt oder Gemeinde"),
        description=_l(
            "Nur für Termine vor Ort. Zwischen Terminen in verschiedenen Orten bleibt Zeit für den "
            "Weg."
        ),
        validators=[
            Optional(),
            Length(max=TOWN_LENGTH, message=_l("Bitte kürzen Sie auf %(max)d Zeichen.")),
        ],
    )
    duration_minutes = _number(_l("Dauer in Minuten"), 5, 480, 60)
    step_minutes = _number(
        _l("Abstand der möglichen Anfänge in Minuten"),
        5,
        480,
        30,
        description=_l("Mit 30 kann man um 9:00, 9:30, 10:00 Uhr … beginnen."),
    )
    buffer_before_minutes = _number(_l("Pause davor in Minuten"), 0, 480, 0)
    buffer_after_minutes = _number(_l("Pause danach in Minuten"), 0, 480, 15)
    notice_hours = _number(
        _l("Vorlauf in Stunden"),
        0,
        720,
        24,
        description=_l("So lange vorher muss man spätestens buchen."),
    )
    horizon_days = _number(_l("Wie viele Tage im Voraus man buchen kann"), 1, 366, 60)
    crisis = BooleanField(
        _l("Krisengespräch: zählt nicht zum Kontingent"),
        description=_l(
            "Für Menschen, die gerade angegriffen werden. Man kann es auch buchen, wenn das "
            "Kontingent der Kommune ausgeschöpft ist."
        ),
    )
    limited = BooleanField(_l("Höchstens eine bestimmte Zahl von Terminen annehmen"))
    max_per_day = _limit(_l("Höchste Zahl am Tag, über alle Angebote"), 50)
    max_per_week = _limit(_l("Höchste Zahl in der Woche, über alle Angebote"), 200)

    def validate(self, extra_validators: object = None) -> bool:
        """Besides each field by itself: a limit needs a number, what is not online a town."""
        valid = super().validate(extra_validators)
        limits = (self.max_per_day, self.max_per_week)
        if self.limited.data and not any(limit.data or limit.errors for limit in limits):
            self.max_per_day.errors = [NUMBER_FAULT]
            valid = False
        if not self.online.data and not self.town.data:
            self.town.errors = [_TOWN_FAULT]
            valid = False
        return valid

    def terms(self) -> OfferTerms:
        """What was entered, as the command takes it."""
        return OfferTerms(
            title=Bilingual(de=self.title_de.data, en=self.title_en.data),
            description=Bilingual(de=self.description_de.data, en=self.description_en.data),
            duration_minutes=self.duration_minutes.data,
            step_minutes=self.step_minutes.data,
            buffer_before_minutes=self.buffer_before_minutes.data,
            buffer_after_minutes=self.buffer_after_minutes.data,
            notice_minutes=self.notice_hours.data * 60,
            max_per_day=self.max_per_day.data if self.limited.data else None,
            max_per_week=self.max_per_week.data if self.limited.data else None,
            horizon_days=self.horizon_days.data,
            place=self.place.data,
            town=None if self.online.data else self.town.data,
            crisis=self.crisis.data,
            **self.booking_rules(),
        )


def new_offer_form(template: OfferTemplate) -> OfferForm:
    """A form that says at first what suits this kind of offer."""
    return OfferForm(data=DEFAULTS[template])


def offer_form(offer: CoachingOffer) -> OfferForm:
    """A form with what `offer` says now."""
    names = (
        "place",
        "town",
        "duration_minutes",
        "step_minutes",
        "buffer_before_minutes",
        "buffer_after_minutes",
        "horizon_days",
        "max_per_day",
        "max_per_week",
        "crisis",
    )
    return OfferForm(
        data={
            "title_de": offer.title.de,
            "title_en": offer.title.en,
            "description_de": offer.description.de,
            "description_en": offer.description.en,
            "notice_hours": offer.notice_minutes // 60,
            "limited": offer.max_per_day is not None or offer.max_per_week is not None,
            **booking_rules_of(offer),
            **{name: getattr(offer, name) for name in names},
        }
    )
