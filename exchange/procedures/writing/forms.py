"""Forms of those who write procedures."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from wtforms import (
    Field,
    FieldList,
    FormField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form, WholeNumberField
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised
from exchange.adoption.forms import RevisionForm
from exchange.adoption.lengths import LONGEST_TITLE
from exchange.procedures.writing.document import CountsFrom, DeadlineUnit, Lack
from exchange.procedures.writing.question_row import MOST_QUESTIONS, QuestionRow, known_questions
from exchange.procedures.writing.shelf import ShippedProcedure
from exchange.procedures.writing.wording import COUNTS_FROM, UNITS
from organisations.models import Municipality

MOST_STEPS, MOST_ITEMS, LONGEST_ITEM = 20, 20, 200
FROM_SCRATCH = "empty"
_MISSING = _l("Fehlt noch.")
_LINE = Length(max=LONGEST_TITLE, message=_l("Bitte höchstens 160 Zeichen."))
_TEXT = Length(max=5000, message=_l("Bitte höchstens 5000 Zeichen."))


class StepRow(Form):
    """One step. An empty row does not count."""

    class Meta(Form.Meta):
        csrf = False

    title = StringField(_l("Titel"), validators=[_LINE])
    text = TextAreaField(_l("Was zu tun ist"), validators=[_TEXT])
    responsible = StringField(
        _l("Zuständig"),
        description=_l("Eine Funktion oder ein Team, kein Name: Menschen wechseln."),
        validators=[_LINE],
    )
    amount = WholeNumberField(
        _l("Frist des Schritts"),
        description=_l("Leer: keine Frist. Tage enden um Mitternacht."),
        validators=[Optional(), NumberRange(1, 366, _l("Bitte eine Zahl von 1 bis 366."))],
    )
    unit = SelectField(
        _l("Gezählt in"),
        choices=[SelectChoice(key, label) for key, label in UNITS.items()],
        default=DeadlineUnit.DAYS.value,
    )
    counts_from = SelectField(
        _l("Gezählt ab"),
        choices=[SelectChoice(key, label) for key, label in COUNTS_FROM.items()],
        default=CountsFrom.START.value,
    )
    checklist = TextAreaField(
        _l("Checkliste"),
        description=_l("Ein Punkt je Zeile. Ohne Punkte wird der Schritt selbst abgehakt."),
        validators=[_TEXT],
    )

    def validate_checklist(self, field: Field) -> None:
        lines = _lines(field.data)
        if len(lines) > MOST_ITEMS or any(len(line) > LONGEST_ITEM for line in lines):
            raise ValidationError(_l("Bitte höchstens 20 Punkte mit je höchstens 200 Zeichen."))

    questions = FieldList(FormField(QuestionRow), max_entries=MOST_QUESTIONS)

    @property
    def is_empty(self) -> bool:
        written = (self.title, self.text, self.responsible, self.amount, self.checklist)
        return not any(field.data for field in written) and not self.asked

    @property
    def asked(self) -> list[QuestionRow]:
        """The rows of questions in which something stands."""
        return [entry.form for entry in self.questions if not entry.form.is_empty]

    def add_question(self) -> None:
        """One more row, as long as there is room."""
        if len(self.questions) < MOST_QUESTIONS:
            self.questions.append_entry()

    def row(self, *, with_empty: bool = False) -> dict[str, Any]:
        """The step as it stands in a document; empty questions do not count unless wanted."""
        rows = [entry.form for entry in self.questions] if with_empty else self.asked
        asked = {"questions": [row.row() for row in rows]} if rows else {}
        return asked | {
            "title": self.title.data or "",
            "text": self.text.data or "",
            "responsible": self.responsible.data or "",
            "amount": self.amount.data,
            "unit": self.unit.data or DeadlineUnit.DAYS.value,
            "counts_from": self.counts_from.data or CountsFrom.START.value,
            "checklist": _lines(self.checklist.data),
        }


class ProcedureForm(RevisionForm):
    """All that a procedure says."""

    title = StringField(
        _l("Titel"), validators=[DataRequired(_l("Ein Verfahren braucht einen Titel.")), _LINE]
    )
    purpose = TextAreaField(_l("Wozu und wann es gilt"), validators=[_TEXT])
    situations = SelectMultipleField(
        _l("Für diese Situationen"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    steps = FieldList(FormField(StepRow), max_entries=MOST_STEPS)

    #: The keys of all situations, in their order.
    known_situations: list[str]

    def document(self) -> dict[str, Any]:
        """What the form says, as a document. Empty steps do not count."""
        rows = [entry.form for entry in self.steps]
        return self._head() | {"steps": [row.row() for row in rows if not row.is_empty]}

    def draft(self) -> dict[str, Any]:
        """The same with its empty steps, to go on with."""
        return self._head() | {"steps": [entry.form.row(with_empty=True) for entry in self.steps]}

    def tell(self, lacks: Collection[Lack]) -> None:
        """Say at each field that is empty that it must not be."""
        for lack in lacks:
            if lack.key == "steps":
                self.form_errors.append(_l("Es fehlen noch Schritte."))
                continue
            rows: Form = self if lack.row is None else self.steps[lack.row].form
            if lack.question is not None:
                rows = self.steps[lack.row].form.questions[lack.question].form
            field = rows[lack.key]
            field.errors = [*field.errors, _MISSING]
        self.steps.errors = [entry.errors for entry in self.steps if entry.errors]

    def _head(self) -> dict[str, Any]:
        chosen = set(self.situations.data or ())
        return {
            "title": self.title.data or "",
            "purpose": self.purpose.data or "",
            "situations": [key for key in self.known_situations if key in chosen],
        }


def procedure_form(
    document: Mapping[str, Any],
    revision: int,
    situations: Mapping[str, str],
    *,
    fresh: bool = False,
) -> ProcedureForm:
    """A form that says `document`; unless `fresh`, what was sent takes its place."""
    known = {
        "title": document["title"],
        "purpose": document["purpose"],
        "situations": document["situations"],
        "steps": [
            dict(step)
            | {
                "checklist": "\n".join(step["checklist"]),
                "questions": known_questions(step.get("questions", [])),
            }
            for step in document["steps"]
        ],
        "revision": str(revision),
    }
    form = ProcedureForm(formdata=None, data=known) if fresh else ProcedureForm(data=known)
    form.known_situations = list(situations)
    form.situations.choices = [SelectChoice(key, name) for key, name in situations.items()]
    return form


class NewProcedureForm(Form):
    """What to begin with, and for which municipality where there are several."""

    template = RadioField(
        _l("Womit möchten Sie beginnen?"),
        validators=[InputRequired(_l("Bitte wählen Sie eine Vorlage."))],
    )
    municipality = SelectField(_l("Kommune"))


def new_procedure_form(
    shipped: Sequence[ShippedProcedure], municipalities: Sequence[Municipality], chosen: str | None
) -> NewProcedureForm:
    """A form that offers the templates, and an empty procedure; `chosen` is the key of one."""
    form = NewProcedureForm(data={"template": chosen})
    form.template.choices = [
        *(SelectChoice(one.key, localised(one.name)) for one in shipped),
        SelectChoice(FROM_SCRATCH, _l("Leeres Verfahren")),
    ]
    if len(municipalities) > 1:
        form.municipality.choices = [
            SelectChoice(one.public_id, one.name) for one in municipalities
        ]
    else:
        del form.municipality
    return form


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
