"""The form of everybody who looks for an appointment: choose a time."""

from datetime import datetime

from wtforms import Field, RadioField
from wtforms.validators import DataRequired, ValidationError

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from scheduling.coaching.presenting import parse_instant, parse_span
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
