"""Forms about decisions, and what to look for among them."""

from wtforms import DateField, SearchField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from exchange.meetings.decisions.models import Decision
from exchange.meetings.decisions.services import DecisionDetails


class DecisionForm(Form):
    text = TextAreaField(
        _l("Beschluss"),
        description=_l("Ein Satz, den auch versteht, wer nicht dabei war."),
        validators=[
            DataRequired(_l("Bitte füllen Sie dieses Feld aus.")),
            Length(max=1000, message=_l("Bitte höchstens 1000 Zeichen.")),
        ],
    )
    responsible = StringField(
        _l("Wer kümmert sich?"),
        validators=[Length(max=120, message=_l("Bitte höchstens 120 Zeichen."))],
    )
    due_on = DateField(_l("Bis wann?"), validators=[Optional()])

    def details(self) -> DecisionDetails:
        """What was typed."""
        return DecisionDetails(self.text.data or "", self.responsible.data or "", self.due_on.data)


def decision_form(decision: Decision | None = None) -> DecisionForm:
    """A form about `decision`, else about a new one."""
    return DecisionForm(obj=decision)


class RegisterForm(Form):
    class Meta(Form.Meta):
        csrf = False

    q = SearchField(_l("Suchen"))
    body = SelectField(_l("Gremium"), default="")
    state = SelectField(
        _l("Status"),
        choices=[
            SelectChoice("", _l("alle")),
            SelectChoice("open", _l("offen")),
            SelectChoice("overdue", _l("überfällig")),
            SelectChoice("done", _l("erledigt")),
        ],
        default="",
    )
