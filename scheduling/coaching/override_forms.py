"""Forms of the programme office on an appointment of others."""

from datetime import UTC, datetime

from wtforms import DateField, Field, RadioField, SelectChoice, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.kernel import clock
from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import viewer_zone
from scheduling.coaching.overriding import OverrideReason

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
        if field.data and self.time.data and self.starts_at <= clock.now():
            raise ValidationError(_l("Bitte wählen Sie eine Zeit, die noch kommt."))

    @property
    def starts_at(self) -> datetime:
        """What was entered, once the form is valid."""
        local = datetime.combine(self.day.data, self.time.data, viewer_zone())
        return local.astimezone(UTC)
