"""Forms of coaching: choose a time; say when one works and what one offers."""

from datetime import datetime, time
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from app.kernel import clock
from app.kernel.forms import NUMBER_FAULT, Form, WholeNumberField
from app.kernel.i18n import Bilingual, programme_zone
from app.kernel.i18n import lazy_gettext as _l
from scheduling.coaching.models import CoachingOffer
from scheduling.coaching.offer_rules import BookingRulesForm, booking_rules_of
from scheduling.coaching.offering import OfferTerms
from scheduling.coaching.presenting import parse_instant, parse_span
from scheduling.coaching.series import MOST_IN_SERIES
from scheduling.slots import Slot

WEEKDAYS = (
    _l("Montag"),
    _l("Dienstag"),
    _l("Mittwoch"),
    _l("Donnerstag"),
    _l("Freitag"),
    _l("Samstag"),
    _l("Sonntag"),
)
RHYTHMS = {
    1: _l("jede Woche"),
    2: _l("alle zwei Wochen"),
    3: _l("alle drei Wochen"),
    4: _l("alle vier Wochen"),
}
LAST_MINUTE = 24 * 60
WINDOWS_PER_DAY = 2

_DATE_FAULT = _l("Bitte geben Sie ein Datum ein.")
_TIME_FAULT = _l("Bitte geben Sie eine Uhrzeit ein, zum Beispiel 09:00.")
_CHOICE_FAULT = _l("Bitte wählen Sie eine Uhrzeit.")
_PAIR_FAULT = _l("Bitte geben Sie Beginn und Ende an.")


def minute_of_day(reading: time) -> int:
    """Minutes after midnight."""
    return reading.hour * 60 + reading.minute


def end_minute(reading: time) -> int:
    """Minutes after midnight of an end, where midnight is that at the day's end."""
    return minute_of_day(reading) or LAST_MINUTE


class _Date(DateField):
    """A date that says in our words what is wrong with it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_DATE_FAULT) from error


class _Time(TimeField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_TIME_FAULT) from error


class SlotForm(Form):
    """The choices are drawn by the page; whether one is free is decided while booking."""

    start = RadioField(
        _l("Uhrzeit"),
        validate_choice=False,
        validators=[DataRequired(_CHOICE_FAULT)],
    )

    def validate_start(self, field: Field) -> None:
        if parse_instant(field.data) is None:
            raise ValidationError(_CHOICE_FAULT)

    @property
    def starts_at(self) -> datetime:
        """What was chosen, once the form is valid."""
        instant = parse_instant(self.start.data)
        if instant is None:
            raise ValueError("the form was not validated")
        return instant


class RepeatedSlotForm(SlotForm):
    """A time that can be the first of a series."""

    count = SelectField(
        _l("Wie viele Termine"),
        coerce=int,
        choices=[
            SelectChoice(1, _l("nur diesen einen")),
            *(SelectChoice(number) for number in range(2, MOST_IN_SERIES + 1)),
        ],
        default=1,
    )
    every_weeks = SelectField(
        _l("In welchem Abstand"),
        coerce=int,
        choices=[SelectChoice(number, label) for number, label in RHYTHMS.items()],
        default=1,
    )

    @property
    def is_series(self) -> bool:
        """Whether more than one was asked for."""
        return self.count.data > 1

    def series(self) -> dict[str, Any]:
        """What was asked for, as the page of the series takes it."""
        return {
            "start": self.start.data,
            "count": self.count.data,
            "every_weeks": self.every_weeks.data,
        }


class MoveForm(SlotForm):
    """Another time for an appointment, or for all that follow in its series, too."""

    and_following = BooleanField(
        _l("Alle folgenden Termine dieser Reihe mit verschieben"),
        description=_l("Um ebenso viele Tage und auf dieselbe Uhrzeit."),
    )


class SpanForm(SlotForm):
    """A choice among times of several offers: these differ in length, so it says the end, too."""

    def validate_start(self, field: Field) -> None:
        if parse_span(field.data) is None:
            raise ValidationError(_CHOICE_FAULT)

    @property
    def span(self) -> Slot:
        """What was chosen, once the form is valid."""
        span = parse_span(self.start.data)
        if span is None:
            raise ValueError("the form was not validated")
        return span

    @property
    def starts_at(self) -> datetime:
        return self.span.start


class RuleForm(Form):
    weekday = SelectField(
        _l("Wochentag"),
        coerce=int,
        choices=[SelectChoice(number, label) for number, label in enumerate(WEEKDAYS)],
    )
    start = _Time(_l("Beginn"), validators=[InputRequired(_TIME_FAULT)])
    end = _Time(
        _l("Ende"),
        description=_l("00:00 heißt: bis Mitternacht."),
        validators=[InputRequired(_TIME_FAULT)],
    )
    every_weeks = SelectField(
        _l("Wie oft"),
        coerce=int,
        choices=[SelectChoice(number, label) for number, label in RHYTHMS.items()],
    )
    anchor = _Date(
        _l("Ein Tag in der ersten dieser Wochen"),
        description=_l("Nur nötig, wenn Sie nicht jede Woche arbeiten."),
        validators=[Optional()],
    )
    first_date = _Date(
        _l("Erster Tag"), description=_l("Leer heißt: ab sofort."), validators=[Optional()]
    )
    last_date = _Date(
        _l("Letzter Tag"), description=_l("Leer heißt: bis auf Weiteres."), validators=[Optional()]
    )


class OverrideForm(Form):
    day = _Date(_l("Tag"), validators=[InputRequired(_DATE_FAULT)])
    start_1 = _Time(
        _l("Beginn"),
        description=_l("Lassen Sie alle Uhrzeiten leer, wenn Sie an dem Tag nicht arbeiten."),
        validators=[Optional()],
    )
    end_1 = _Time(_l("Ende"), validators=[Optional()])
    start_2 = _Time(_l("Beginn nach der Pause"), validators=[Optional()])
    end_2 = _Time(_l("Ende nach der Pause"), validators=[Optional()])

    def validate_day(self, field: Field) -> None:
        if field.data is not None and field.data < clock.now().astimezone(programme_zone()).date():
            raise ValidationError(_l("Bitte wählen Sie einen Tag, der noch kommt."))

    def validate(self, extra_validators: object = None) -> bool:
        """Besides each field by itself: a start needs an end, and an end a start."""
        valid = super().validate(extra_validators)
        for start, end in ((self.start_1, self.end_1), (self.start_2, self.end_2)):
            if (start.data is None) != (end.data is None) and not (start.errors or end.errors):
                end.errors = [_PAIR_FAULT]
                valid = False
        return valid

    def windows(self) -> list[tuple[int, int]]:
        """The times of work that were entered, in minutes after midnight."""
        pairs = ((self.start_1, self.end_1), (self.start_2, self.end_2))
        return [
            (minute_of_day(start.data), end_minute(end.data))
            for start, end in pairs
            if start.data is not None and end.data is not None
        ]


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
    limited = BooleanField(_l("Höchstens eine bestimmte Zahl von Terminen am Tag annehmen"))
    max_per_day = WholeNumberField(
        _l("Höchste Zahl am Tag, über alle Angebote"),
        validators=[
            Optional(),
            NumberRange(1, 50, _l("Bitte geben Sie eine Zahl von %(min)s bis %(max)s ein.")),
        ],
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Besides each field by itself: a limit needs a number."""
        valid = super().validate(extra_validators)
        if self.limited.data and self.max_per_day.data is None and not self.max_per_day.errors:
            self.max_per_day.errors = [NUMBER_FAULT]
            return False
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
            horizon_days=self.horizon_days.data,
            place=self.place.data,
            crisis=self.crisis.data,
            **self.booking_rules(),
        )


def offer_form(offer: CoachingOffer | None = None) -> OfferForm:
    """An empty form, or one with what `offer` says now."""
    if offer is None:
        return OfferForm()
    names = (
        "place",
        "duration_minutes",
        "step_minutes",
        "buffer_before_minutes",
        "buffer_after_minutes",
        "horizon_days",
        "max_per_day",
        "crisis",
    )
    return OfferForm(
        data={
            "title_de": offer.title.de,
            "title_en": offer.title.en,
            "description_de": offer.description.de,
            "description_en": offer.description.en,
            "notice_hours": offer.notice_minutes // 60,
            "limited": offer.max_per_day is not None,
            **{name: getattr(offer, name) for name in names},
            **booking_rules_of(offer),
        }
    )
