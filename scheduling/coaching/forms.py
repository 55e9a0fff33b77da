"""The forms of everybody who looks for an appointment: choose a time, or several."""

from datetime import datetime
from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectChoice, SelectField
from wtforms.validators import DataRequired, ValidationError

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from scheduling.coaching.hours_forms import RHYTHMS
from scheduling.coaching.presenting import parse_instant, parse_span
from scheduling.coaching.series import MOST_IN_SERIES
from scheduling.slots import Slot

_CHOICE_FAULT = _l("Bitte wählen Sie eine Uhrzeit.")


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
