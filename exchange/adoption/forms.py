"""Forms around a draft: that it is the one which was seen, and who adopted it."""

from datetime import date

from wtforms import DateField, Field, HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp, ValidationError

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from exchange.adoption.lengths import LONGEST_BODY


class RevisionForm(Form):
    """A form that remembers which state of the draft it was opened with."""

    revision = HiddenField(
        validators=[Regexp(r"\d{1,9}\Z", message=_l("Bitte laden Sie die Seite neu."))]
    )

    @property
    def seen(self) -> int:
        return int(self.revision.data or 0)


class AdoptionForm(RevisionForm):
    """Who decided that the draft holds, and when."""

    adopted_by = StringField(
        _l("Beschlossen von"),
        description=_l("Das Gremium, zum Beispiel Verwaltungsvorstand, Kreisausschuss, Rat."),
        validators=[
            DataRequired(_l("Bitte nennen Sie das Gremium.")),
            Length(max=LONGEST_BODY, message=_l("Bitte höchstens 160 Zeichen.")),
        ],
    )
    adopted_on = DateField(
        _l("Beschlossen am"), validators=[InputRequired(_l("Bitte geben Sie den Tag an."))]
    )

    #: The day on which the form is sent, by the reader's clock.
    today: date

    def validate_adopted_on(self, field: Field) -> None:
        if field.data and field.data.year < 2000:
            raise ValidationError(_l("Bitte prüfen Sie das Jahr."))
        if field.data and field.data > self.today:
            raise ValidationError(_l("Der Beschluss liegt noch in der Zukunft."))


class StepForm(RevisionForm):
    """A button on a draft that was seen."""
