"""The form of one step: a field for each of its questions, by its kind."""

from collections.abc import Collection, Sequence
from datetime import date

from wtforms import (
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, Regexp, ValidationError

from app.kernel.forms import Form
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.procedures.cases.answers import StepAnswers
from exchange.procedures.writing.questions import NO, YES, Answers, Question, QuestionKind

LONGEST_LINE, LONGEST_TEXT = 300, 5000
NO_ANSWER = ""
YES_NO: dict[str, Message] = {YES: _l("Ja"), NO: _l("Nein")}
_UNANSWERED = _l("Bitte beantworten. Vorher lässt sich der Schritt nicht abhaken.")


class AnswersForm(Form):
    """All questions of one step; each may wait until the step is ticked off."""

    revision = HiddenField(
        validators=[Regexp(r"\d{1,9}\Z", message=_l("Bitte laden Sie die Seite neu."))]
    )

    questions: tuple[Question, ...] = ()

    @property
    def seen(self) -> int:
        return int(self.revision.data or 0)

    @property
    def asked(self) -> list[tuple[Question, Field]]:
        """Each question with its field, in their order."""
        return [(one, self[_name(one)]) for one in self.questions]

    @property
    def answers(self) -> Answers:
        """What was answered. The form must be valid."""
        return {one.number: _written(field.data) for one, field in self.asked}

    def tell(self, numbers: Collection[int]) -> None:
        """Say at the questions of these numbers that they have to be answered."""
        for question, field in self.asked:
            if question.number in numbers:
                field.errors = [*field.errors, _UNANSWERED]


def answers_form(
    questions: Sequence[Question], said: StepAnswers, *, fresh: bool = False
) -> AnswersForm:
    """A form that says `said`; unless `fresh`, what was sent takes its place."""
    fields = {_name(one): _field(one) for one in questions}
    known = {_name(one): _read(one, said.given.get(one.number, "")) for one in questions}
    known["revision"] = str(said.revision)
    made = type("AnswersFormOfStep", (AnswersForm,), fields | {"questions": tuple(questions)})
    return made(formdata=None, data=known) if fresh else made(data=known)


def _name(question: Question) -> str:
    return f"question_{question.number}"


def _field(question: Question) -> Field:
    label, hint = question.label, question.help
    if question.kind is QuestionKind.LONG_TEXT:
        length = Length(max=LONGEST_TEXT, message=_l("Bitte höchstens 5000 Zeichen."))
        return TextAreaField(label, description=hint, validators=[length])
    if question.kind is QuestionKind.DAY:
        return DateField(label, description=hint, validators=[Optional(), _sensible_year])
    if question.kind is QuestionKind.SHORT_TEXT:
        length = Length(max=LONGEST_LINE, message=_l("Bitte höchstens 300 Zeichen."))
        return StringField(label, description=hint, validators=[length])
    offered: dict[str, Message] = YES_NO
    if question.kind is QuestionKind.CHOICE:
        offered = dict(zip(question.choices, question.choices, strict=True))
    return RadioField(
        label,
        description=hint,
        choices=[
            *(SelectChoice(value, shown) for value, shown in offered.items()),
            SelectChoice(NO_ANSWER, _l("noch keine Antwort")),
        ],
        default=NO_ANSWER,
        invalid_choice_message=_l("Bitte wählen Sie eine der Antworten."),
    )


def _sensible_year(_form: Form, field: Field) -> None:
    if field.data and not 1900 <= field.data.year < 2100:
        raise ValidationError(_l("Bitte prüfen Sie das Jahr."))


def _read(question: Question, answer: str) -> str | date | None:
    if question.kind is QuestionKind.DAY:
        return date.fromisoformat(answer) if answer else None
    return answer


def _written(data: str | date | None) -> str:
    return data.isoformat() if isinstance(data, date) else data or ""
