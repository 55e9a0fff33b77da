"""Forms of those who handle cases."""

from collections.abc import Mapping, Sequence
from datetime import date

from wtforms import (
    DateField,
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    Optional,
    Regexp,
    ValidationError,
)

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import ngettext
from exchange.procedures.figures.wording import OUTCOMES
from exchange.procedures.writing.models import ProcedureVersion

LONGEST_DESCRIPTION, LONGEST_NOTE = 10_000, 5000
_DESCRIPTION = Length(max=LONGEST_DESCRIPTION, message=_l("Bitte höchstens 10000 Zeichen."))
_SPARINGLY = _l(
    "So wenig wie möglich: Funktionen statt Namen, keine Angaben zur Gesundheit. Es wird "
    "verschlüsselt; lesen können es nur die Personen, die für den Vorgang benannt sind."
)

_NAMED = _l(
    "Die Adresse, mit der sich die Person bei KommA anmeldet. Sie sieht alles und bekommt eine "
    "Mail ohne Thema."
)
_ADDRESS = (
    Email(_l("Bitte geben Sie eine vollständige E-Mail-Adresse ein.")),
    Length(max=320),
)


class BeginForm(Form):
    """What happened, for how long it is kept, and who handles it besides."""

    situation = SelectField(_l("Was ist passiert?"))
    happened_on = DateField(
        _l("Wann?"), validators=[InputRequired(_l("Bitte geben Sie den Tag an."))]
    )
    description = TextAreaField(
        _l("In wenigen Sätzen"),
        description=_SPARINGLY,
        validators=[DataRequired(_l("Bitte beschreiben Sie kurz, was war.")), _DESCRIPTION],
    )
    second = EmailField(
        _l("Wer vertritt Sie? Dienstliche E-Mail-Adresse"),
        description=_NAMED,
        validators=[Optional(), *_ADDRESS],
    )
    months = SelectField(
        _l("Wann wird der Vorgang gelöscht?"),
        description=_l("Der Tag steht damit fest. Dann sind alle Texte für immer weg."),
        coerce=int,
    )

    #: The day on which the form is sent, by the reader's clock.
    today: date

    def validate_happened_on(self, field: Field) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(_l("Der Tag liegt in der Zukunft."))
        if field.data and field.data.year < self.today.year - 5:
            raise ValidationError(_l("Bitte prüfen Sie das Jahr."))


def begin_form(
    version: ProcedureVersion,
    situations: Mapping[str, str],
    months: Sequence[int],
    today: date,
    *,
    chosen: str = "",
) -> BeginForm:
    """A form for a case by `version` that begins `today`; `chosen` is the key of a situation."""
    form = BeginForm(
        data={
            "situation": chosen,
            "happened_on": today,
            "months": 12 if 12 in months else months[-1],
        }
    )
    form.today = today
    form.situation.choices = [
        SelectChoice(key, situations.get(key, key)) for key in version.situations
    ]
    form.months.choices = [
        SelectChoice(number, ngettext("nach %(num)s Monat", "nach %(num)s Monaten", number))
        for number in months
    ]
    return form


class DescriptionForm(Form):
    """What happened, once more."""

    revision = HiddenField(
        validators=[Regexp(r"\d{1,9}\Z", message=_l("Bitte laden Sie die Seite neu."))]
    )
    description = TextAreaField(
        _l("Was passiert ist"),
        description=_SPARINGLY,
        validators=[DataRequired(_l("Bitte beschreiben Sie kurz, was war.")), _DESCRIPTION],
    )

    @property
    def seen(self) -> int:
        return int(self.revision.data or 0)


class TickForm(Form):
    """Which item of which step."""

    step = IntegerField(validators=[InputRequired()])
    item = IntegerField(validators=[InputRequired()])


class NoteForm(Form):
    text = TextAreaField(
        _l("Neue Notiz"),
        description=_l("Nur für die benannten Personen. Eine Notiz lässt sich nicht ändern."),
        validators=[
            DataRequired(_l("Die Notiz ist leer.")),
            Length(max=LONGEST_NOTE, message=_l("Bitte höchstens 5000 Zeichen.")),
        ],
    )


class HandlerForm(Form):
    """Somebody of the municipality. There is no list to choose from: who has an account, nobody
    learns.
    """

    email = EmailField(
        _l("Dienstliche E-Mail-Adresse"),
        description=_NAMED,
        validators=[DataRequired(_l("Bitte geben Sie die E-Mail-Adresse ein.")), *_ADDRESS],
    )


class ReleaseForm(Form):
    """Somebody who handles the case."""

    person = HiddenField(validators=[Length(max=40)])


class CloseForm(Form):
    outcome = RadioField(
        _l("Wie endet der Vorgang?"),
        choices=[SelectChoice(key, label) for key, label in OUTCOMES.items()],
        validators=[InputRequired(_l("Bitte wählen Sie, wie der Vorgang endet."))],
    )


class EndForm(Form):
    """An exercise ends without an outcome."""
