"""The rows of the editing form in which the questions of a step are written."""

from typing import Any

from wtforms import BooleanField, Field, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from exchange.adoption.lengths import LONGEST_TITLE
from exchange.procedures.writing.questions import FEWEST_CHOICES, QuestionKind
from exchange.procedures.writing.wording import QUESTION_KINDS

MOST_QUESTIONS, MOST_CHOICES, LONGEST_CHOICE, LONGEST_HELP = 10, 12, 120, 300


class QuestionRow(Form):
    """One question. An empty row does not count."""

    class Meta(Form.Meta):
        csrf = False

    label = StringField(
        _l("Frage"),
        description=_l("Nur, was für den Schritt nötig ist. Namen und Gesundheit möglichst nicht."),
        validators=[Length(max=LONGEST_TITLE, message=_l("Bitte höchstens 160 Zeichen."))],
    )
    kind = SelectField(
        _l("Art der Antwort"),
        choices=[SelectChoice(key, label) for key, label in QUESTION_KINDS.items()],
        default=QuestionKind.SHORT_TEXT.value,
    )
    choices = TextAreaField(
        _l("Antworten zur Auswahl"),
        description=_l("Nur bei einer Auswahl: eine Antwort je Zeile."),
        validators=[Length(max=3000, message=_l("Bitte höchstens 3000 Zeichen."))],
    )
    help = StringField(
        _l("Hinweis zur Frage"),
        validators=[Length(max=LONGEST_HELP, message=_l("Bitte höchstens 300 Zeichen."))],
    )
    required = BooleanField(
        _l("Pflicht"),
        description=_l("Ohne Antwort lässt sich der Schritt nicht abhaken."),
    )

    def validate_label(self, field: Field) -> None:
        if not field.data and not self.is_empty:
            raise ValidationError(_l("Bitte schreiben Sie die Frage."))

    def validate_choices(self, field: Field) -> None:
        given = self._given()
        if len(given) > MOST_CHOICES or any(len(one) > LONGEST_CHOICE for one in given):
            raise ValidationError(_l("Bitte höchstens 12 Antworten mit je höchstens 120 Zeichen."))
        if self.kind.data == QuestionKind.CHOICE and len(given) < FEWEST_CHOICES:
            raise ValidationError(_l("Bitte geben Sie mindestens zwei Antworten zur Auswahl."))

    @property
    def is_empty(self) -> bool:
        return not any(field.data for field in (self.label, self.choices, self.help))

    def row(self) -> dict[str, Any]:
        """The question as it stands in a document, without what is not said of it."""
        kind = self.kind.data or QuestionKind.SHORT_TEXT.value
        said = {
            "help": self.help.data or "",
            "required": bool(self.required.data),
            "choices": self._given() if kind == QuestionKind.CHOICE else [],
        }
        said = {key: value for key, value in said.items() if value}
        return {"kind": kind, "label": self.label.data or ""} | said

    def _given(self) -> list[str]:
        """Each line once: two equal answers would be one."""
        lines = (line.strip() for line in (self.choices.data or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))


def known_questions(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The questions of a step of a document, as the rows are filled with them."""
    return [one | {"choices": "\n".join(one.get("choices", ()))} for one in questions]
