"""Forms of joint statements: what they say, who decided to sign, and decisions on them."""

from collections.abc import Sequence
from datetime import date

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from exchange.adoption.forms import RevisionForm
from exchange.adoption.lengths import LONGEST_BODY, LONGEST_TITLE
from exchange.statements.models import (
    LEAST_QUORUM,
    LONGEST_REMARK,
    LONGEST_SUMMARY,
    MOST_QUORUM,
)
from exchange.statements.services import Wording
from organisations.models import Municipality

LONGEST_STATEMENT = 10_000
#: As many as there are model municipalities.
USUAL_QUORUM = 10
OFFICE = ""


class StatementForm(RevisionForm):
    """What a draft says."""

    title = StringField(
        _l("Titel"),
        validators=[
            DataRequired(_l("Bitte geben Sie der Erklärung einen Titel.")),
            Length(max=LONGEST_TITLE, message=_l("Bitte höchstens 160 Zeichen.")),
        ],
    )
    summary = TextAreaField(
        _l("Worum es geht"),
        description=_l("Ein bis zwei Sätze. Sie stehen in der Liste und in der Mail."),
        validators=[
            DataRequired(_l("Bitte schreiben Sie ein bis zwei Sätze.")),
            Length(max=LONGEST_SUMMARY, message=_l("Bitte höchstens 400 Zeichen.")),
        ],
    )
    body = TextAreaField(
        _l("Text der Erklärung"),
        description=_l(
            "So, dass jede Kommune ihn unterschreiben kann: keine Namen, keine Einzelfälle. "
            "Eine leere Zeile trennt Absätze, - macht eine Liste, **Wort** wird fett."
        ),
        validators=[
            DataRequired(_l("Bitte schreiben Sie den Text.")),
            Length(max=LONGEST_STATEMENT, message=_l("Bitte höchstens 10000 Zeichen.")),
        ],
    )

    @property
    def wording(self) -> Wording:
        return Wording(self.title.data or "", self.summary.data or "", self.body.data or "")


class NewStatementForm(StatementForm):
    """A first draft, and whose it is where its author works for several."""

    municipality = SelectField(_l("Für wen"))

    def offer(self, municipalities: Sequence[Municipality], *, is_office: bool) -> None:
        """Let the author choose among what they write for; without a choice the field goes."""
        choices = [SelectChoice(one.public_id, one.name) for one in municipalities]
        if is_office:
            choices.insert(0, SelectChoice(OFFICE, _l("Programmbüro")))
        self.municipality.choices = choices
        if len(choices) == 1:
            self.municipality.data = choices[0].value
            del self.municipality


class RemarkForm(RevisionForm):
    """A decision, and what is to be said about it."""

    remark = TextAreaField(
        _l("Anmerkung"),
        validators=[Length(max=LONGEST_REMARK, message=_l("Bitte höchstens 2000 Zeichen."))],
    )


class OpeningForm(RevisionForm):
    """Until when it may be signed, and from how many signatures on it is released."""

    sign_by = DateField(
        _l("Unterzeichnen bis"),
        description=_l("Kommunen brauchen Zeit für einen Beschluss: meist vier bis acht Wochen."),
        validators=[InputRequired(_l("Bitte geben Sie den Tag an."))],
    )
    quorum = IntegerField(
        _l("Veröffentlichen ab so vielen Kommunen"),
        default=USUAL_QUORUM,
        validators=[
            InputRequired(_l("Bitte geben Sie eine Zahl an.")),
            NumberRange(LEAST_QUORUM, MOST_QUORUM, message=_l("Bitte eine Zahl von 2 bis 60.")),
        ],
    )

    def validate_sign_by(self, field: Field) -> None:
        if field.data and not 2000 <= field.data.year < 2100:
            raise ValidationError(_l("Bitte prüfen Sie das Jahr."))


class SigningForm(Form):
    """Which municipality signs, and which body has decided so."""

    municipality = SelectField(_l("Kommune"))
    decided_by = StringField(
        _l("Beschlossen von"),
        description=_l("Ein Amt oder Gremium, kein Name: Rat, Kreisausschuss. Steht öffentlich."),
        validators=[
            DataRequired(_l("Bitte nennen Sie das Gremium oder Amt.")),
            Length(max=LONGEST_BODY, message=_l("Bitte höchstens 160 Zeichen.")),
        ],
    )
    decided_on = DateField(
        _l("Beschlossen am"), validators=[InputRequired(_l("Bitte geben Sie den Tag an."))]
    )
    meant = BooleanField(
        _l("Die Kommune will öffentlich unter dieser Erklärung stehen."),
        validators=[InputRequired(_l("Bitte bestätigen Sie das."))],
    )

    #: The day on which the form is sent, by the reader's clock.
    today: date

    def offer(self, municipalities: Sequence[Municipality]) -> None:
        """Let who signs choose among the municipalities they sign for and that have not yet."""
        self.municipality.choices = [
            SelectChoice(one.public_id, one.name) for one in municipalities
        ]

    def validate_decided_on(self, field: Field) -> None:
        if field.data and field.data.year < 2000:
            raise ValidationError(_l("Bitte prüfen Sie das Jahr."))
        if field.data and field.data > self.today:
            raise ValidationError(_l("Der Beschluss liegt noch in der Zukunft."))
