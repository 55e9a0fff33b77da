"""Forms about duties: who has which part, and a duty of one's own."""

from collections.abc import Sequence

from wtforms import SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.alliances.duties.models import Duty, Part, Party
from exchange.alliances.duties.queries import MatrixRow, name_of
from exchange.alliances.duties.services import Assignment


def _parties_field(label: Message, description: Message) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=description,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class AssignmentForm(Form):
    responsible = SelectField(
        _l("Verantwortlich"),
        description=_l("Eine Stelle, die sich kümmert und Auskunft gibt."),
        default="",
    )
    participating = _parties_field(
        _l("Wirkt mit"), _l("Wer einen Teil der Aufgabe übernimmt oder vorher gefragt wird.")
    )
    informed = _parties_field(_l("Wird informiert"), _l("Wer davon wissen muss."))

    def assignment(self, parties: Sequence[Party]) -> Assignment:
        """What was chosen among `parties`."""

        def chosen(ids: Sequence[str] | None) -> list[Party]:
            return [party for party in parties if party.public_id in (ids or ())]

        return Assignment(
            next(iter(chosen([self.responsible.data or ""])), None),
            chosen(self.participating.data),
            chosen(self.informed.data),
        )


def assignment_form(row: MatrixRow, parties: Sequence[Party]) -> AssignmentForm:
    """A form that shows who has which part in the duty of `row` now."""
    ids = {part: [party.public_id for party in row.parties[part]] for part in Part}
    form = AssignmentForm(
        data={
            "responsible": row.responsible.public_id if row.responsible else "",
            "participating": ids[Part.PARTICIPATES],
            "informed": ids[Part.INFORMED],
        }
    )
    choices = [SelectChoice(party.public_id, name_of(party)) for party in parties]
    form.responsible.choices = [SelectChoice("", _l("noch niemand")), *choices]
    form.participating.choices = form.informed.choices = choices
    return form


class DutyForm(Form):
    title = StringField(
        _l("Aufgabe"),
        description=_l("Kurz und als Tätigkeit, zum Beispiel „Kita-Leitungen warnen“."),
        validators=[
            DataRequired(_l("Bitte füllen Sie dieses Feld aus.")),
            Length(max=120, message=_l("Bitte höchstens 120 Zeichen.")),
        ],
    )
    description = TextAreaField(
        _l("Was gehört dazu?"),
        validators=[Length(max=500, message=_l("Bitte höchstens 500 Zeichen."))],
    )


def duty_form(duty: Duty | None = None) -> DutyForm:
    """A form about a duty of the municipality's own."""
    if duty is None:
        return DutyForm()
    return DutyForm(data={"title": duty.title.de, "description": duty.description.de})
