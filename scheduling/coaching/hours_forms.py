"""Forms of a coach's working time: when they work, when they are away, how long ways take."""

from datetime import date, time, timedelta

from wtforms import DateField, Field, SelectChoice, SelectField, StringField, TimeField
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
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import viewer_zone
from organisations.wording import STATES
from scheduling.coaching.coach_models import LONGEST_TRAVEL_MINUTES, TOWN_LENGTH
from scheduling.travel import fold

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
_NUMBER_FAULT = _l("Bitte geben Sie eine Zahl von %(min)s bis %(max)s ein.")
_PAIR_FAULT = _l("Bitte geben Sie Beginn und Ende an.")


#: How far from today a coach can look.
FARTHEST_DAY = timedelta(days=2 * 366)


def today() -> date:
    """The date that the reader's clock shows."""
    return clock.now().astimezone(viewer_zone()).date()


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
        if field.data is not None and field.data < today():
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


class VacationForm(Form):
    first_date = _Date(_l("Erster Tag"), validators=[InputRequired(_DATE_FAULT)])
    last_date = _Date(_l("Letzter Tag"), validators=[InputRequired(_DATE_FAULT)])

    def validate_last_date(self, field: Field) -> None:
        if field.data is not None and field.data < today():
            raise ValidationError(_l("Bitte wählen Sie einen Tag, der noch kommt."))


class SettingsForm(Form):
    state = SelectField(
        _l("Feiertage"),
        description=_l(
            "An diesen Feiertagen sind Sie nicht buchbar. Was nur in einzelnen Orten Feiertag ist, "
            "tragen Sie als Ausnahme ein."
        ),
        choices=[
            SelectChoice("", _l("Keine, ich arbeite auch an Feiertagen")),
            *(SelectChoice(key, label) for key, label in STATES.items()),
        ],
    )
    town = StringField(
        _l("Wo Sie bei Online-Terminen sind"),
        description=_l(
            "Stadt oder Gemeinde. Dann bleibt zwischen einem Termin vor Ort und einem "
            "Online-Termin Zeit für den Weg. Leer heißt: Online-Termine halten Sie überall."
        ),
        validators=[
            Optional(),
            Length(max=TOWN_LENGTH, message=_l("Bitte kürzen Sie auf %(max)d Zeichen.")),
        ],
    )
    usual_travel_minutes = WholeNumberField(
        _l("Fahrzeit zwischen zwei Orten in Minuten"),
        description=_l("Gilt, wo Sie unter „Fahrzeiten“ nichts anderes eingetragen haben."),
        validators=[
            InputRequired(NUMBER_FAULT),
            NumberRange(
                0,
                LONGEST_TRAVEL_MINUTES,
                _l("Bitte geben Sie eine Zahl von %(min)s bis %(max)s ein."),
            ),
        ],
    )


def _town(label: object) -> StringField:
    return StringField(
        label,
        validators=[
            DataRequired(_l("Bitte füllen Sie dieses Feld aus.")),
            Length(max=TOWN_LENGTH, message=_l("Bitte kürzen Sie auf %(max)d Zeichen.")),
        ],
    )


class TravelForm(Form):
    town = _town(_l("Ort"))
    other_town = _town(_l("Anderer Ort"))
    minutes = WholeNumberField(
        _l("Fahrzeit in Minuten"),
        description=_l("Von Tür zu Tür, in beide Richtungen."),
        validators=[
            InputRequired(NUMBER_FAULT),
            NumberRange(
                1,
                LONGEST_TRAVEL_MINUTES,
                _l("Bitte geben Sie eine Zahl von %(min)s bis %(max)s ein."),
            ),
        ],
    )

    def validate_other_town(self, field: Field) -> None:
        if field.data and self.town.data and fold(field.data) == fold(self.town.data):
            raise ValidationError(_l("Bitte nennen Sie zwei verschiedene Orte."))


class InstantForm(Form):
    """Which time of which offer is asked about. Changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False

    offer = SelectField(_l("Angebot"))
    day = _Date(_l("Tag"), validators=[InputRequired(_DATE_FAULT)])
    time = _Time(_l("Uhrzeit"), validators=[InputRequired(_TIME_FAULT)])

    def validate_day(self, field: Field) -> None:
        if field.data is not None and abs(field.data - today()) > FARTHEST_DAY:
            raise ValidationError(_l("Bitte wählen Sie einen Tag in den nächsten zwei Jahren."))


class PeriodForm(Form):
    """Which month or quarter a statement is of. Changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False

    period = SelectField(_l("Zeitraum"))
