"""Forms of the programme office on an appointment of others."""

from datetime import datetime

from wtforms import DateField, Field, RadioField, SelectChoice, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.kernel import clock
from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import viewer_zone
from scheduling.coaching.hours_forms import minute_of_day
from scheduling.coaching.overriding import OverrideReason
from scheduling.local_clock import instants_of_reading

OVERRIDE_REASONS = {
    OverrideReason.CLIENT_ASKED: _l("Die Person, die gebucht hat, bat darum"),
    OverrideReason.COACH_ASKED: _l("Der Coach bat darum"),
    OverrideReason.COACH_ABSENT: _l("Der Coach fällt aus"),
    OverrideReason.MISTAKE: _l("Der Termin war ein Versehen"),
}


class NumberForm(Form):
    number = StringField(
        _l("Nummer des Termins"),
        description=_l("Sie steht auf der Seite des Termins; wer anruft, kann sie vorlesen."),
        validators=[
            DataRequired(_l("Bitte füllen Sie dieses Feld aus.")),
            Length(max=40, message=_l("Bitte kürzen Sie auf %(max)d Zeichen.")),
        ],
    )


class ReasonForm(Form):
    """Whoever sets a rule aside says why."""

    reason = RadioField(
        _l("Warum das nötig ist"),
        choices=[SelectChoice(reason, label) for reason, label in OVERRIDE_REASONS.items()],
        validators=[InputRequired(_l("Bitte nennen Sie den Grund."))],
    )


class OverrideMoveForm(ReasonForm):
    """The reason, and the new time by the clock of whoever enters it."""

    day = DateField(
        _l("Neuer Tag"), validators=[InputRequired(_l("Bitte geben Sie einen Tag an."))]
    )
    time = TimeField(
        _l("Neue Uhrzeit"), validators=[InputRequired(_l("Bitte geben Sie eine Uhrzeit an."))]
    )

    def validate_day(self, field: Field) -> None:
        if any(instant <= clock.now() for instant in self._instants()):
            raise ValidationError(_l("Bitte wählen Sie eine Zeit, die noch kommt."))

    def validate_time(self, field: Field) -> None:
        if self.day.data and field.data and not self._instants():
            raise ValidationError(_l("Diese Uhrzeit gibt es an dem Tag nicht."))

    @property
    def starts_at(self) -> datetime:
        """What was entered, once the form is valid; of a time that comes twice, the first."""
        return self._instants()[0]

    def _instants(self) -> list[datetime]:
        if not self.day.data or not self.time.data:
            return []
        return instants_of_reading(viewer_zone(), self.day.data, minute_of_day(self.time.data))
