"""The first step to a new cohort: which course, from when, and in which rhythm."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, SelectChoice, SelectField, TimeField
from wtforms.validators import InputRequired, NumberRange, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from app.kernel import clock
from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised, programme_zone
from courses.catalogue.models import Course
from courses.cohorts.models import Cohort
from courses.cohorts.planning.holidays import list_days_off
from courses.cohorts.planning.recurrence import MOST_DAYS, Rhythm, list_series

PLANNED_AHEAD = timedelta(days=5 * 365)
MOST_IN_A_SERIES = 20

RHYTHMS = {
    Rhythm.WEEKLY: _l("Jede Woche"),
    Rhythm.FORTNIGHTLY: _l("Alle zwei Wochen"),
    Rhythm.MONTHLY: _l("Jeden Monat am gleichen Wochentag"),
}


class FirstDayForm(Form):
    """Which course and from when: what the dates are suggested from. Changes nothing."""

    class Meta(Form.Meta):
        csrf = False

    course = SelectField(_l("Kurs"), validators=[InputRequired(_l("Bitte wählen Sie einen Kurs."))])
    first_day = DateField(
        _l("Erster Tag"), validators=[InputRequired(_l("Bitte geben Sie einen Tag ein."))]
    )
    rhythm = SelectField(
        _l("Wie oft?"),
        choices=[
            SelectChoice("", _l("Wie der Kurs es vorsieht")),
            *(SelectChoice(key, label) for key, label in RHYTHMS.items()),
        ],
        default="",
        validators=[MayBeEmpty()],
    )
    start = TimeField(_l("Beginn"), validators=[MayBeEmpty()])
    end = TimeField(_l("Ende"), validators=[MayBeEmpty()])
    number = IntegerField(
        _l("Zahl der Termine"),
        validators=[
            MayBeEmpty(),
            NumberRange(1, MOST_IN_A_SERIES, _l("Bitte geben Sie eine Zahl von 1 bis 20 ein.")),
        ],
    )
    last_day = DateField(
        _l("Oder bis zum"),
        description=_l("Geben Sie die Zahl der Termine ein oder den letzten Tag."),
        validators=[MayBeEmpty()],
    )

    def validate_first_day(self, field: DateField) -> None:
        if field.data is None:
            return
        today = clock.now().astimezone(programme_zone()).date()
        if not today <= field.data <= today + PLANNED_AHEAD:
            raise ValidationError(_l("Bitte wählen Sie einen Tag in den nächsten fünf Jahren."))

    def validate(self, extra_validators: Any = None) -> bool:
        """A series needs its times and its end besides; what is no series needs none of it."""
        valid = super().validate(extra_validators)
        if not valid or not self.is_series:
            return valid
        for field in (self.start, self.end):
            if field.data is None:
                field.errors = [_l("Bitte geben Sie eine Uhrzeit ein.")]
        if self.start.data and self.end.data and self.end.data <= self.start.data:
            self.end.errors = [_l("Das Ende muss nach dem Beginn liegen.")]
        if (self.number.data is None) == (self.last_day.data is None):
            self.number.errors = [
                _l("Bitte geben Sie entweder die Zahl der Termine oder den letzten Tag ein.")
            ]
        elif self.last_day.data is not None and self.last_day.data < self.first_day.data:
            self.last_day.errors = [_l("Der letzte Tag liegt vor dem ersten.")]
        return not self.errors

    @property
    def is_series(self) -> bool:
        return bool(self.rhythm.data)

    def rows(self) -> list[dict[str, Any]]:
        """Rows of a cohort form. Holidays of the whole country are there, but left out."""
        first, rhythm = self.first_day.data, Rhythm(self.rhythm.data)
        end: dict[str, Any] = {"number": self.number.data, "last": self.last_day.data}
        days = list_series(first, rhythm, **end, without=_holidays(first, rhythm))
        times = {"start": self.start.data, "end": self.end.data}
        return [{"date": one.day, "leave_out": one.left_out, **times} for one in days]


def first_day_form(
    given: MultiDict[str, str], courses: Sequence[Course], like: Cohort | None = None
) -> FirstDayForm:
    """The first step's form with what the address gives; the course is that of `like`, if any."""
    if like is not None:
        given = MultiDict(given)
        given["course"] = like.course.slug
    form = FirstDayForm(given)
    form.course.choices = [SelectChoice(course.slug, localised(course.title)) for course in courses]
    return form


def _holidays(first: date, rhythm: Rhythm) -> set[date]:
    """The days off of the whole country that the longest series of this kind would meet."""
    longest = [one.day for one in list_series(first, rhythm, number=MOST_DAYS)]
    return {day for day, off in list_days_off(longest).items() if off.is_everywhere}
