"""Forms of a self-assessment: a page of questions, the end, and deleting."""

from collections.abc import Mapping, Sequence

from wtforms import RadioField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised
from assessments.instruments.definition import Item, Scale

LONGEST_NOTE = 2000
NO_ANSWER = ""
PREFIX = "item_"


class ItemsForm(Form):
    """Some questions; each may be left without an answer. `later` keeps them and leaves."""

    later = SubmitField(_l("Später weitermachen"))

    @classmethod
    def about(cls, items: Sequence[Item], scale: Scale, answers: Mapping[str, int]) -> "ItemsForm":
        """The form for `items`, with what was answered before."""
        points = [
            SelectChoice(str(scale.lowest + place), localised(label))
            for place, label in enumerate(scale.labels)
        ]
        fields = {
            PREFIX + item.key: RadioField(
                localised(item.text),
                choices=[*points, SelectChoice(NO_ANSWER, _l("Überspringen"))],
                invalid_choice_message=_l("Bitte wählen Sie eine der Antworten."),
            )
            for item in items
        }
        kept = {PREFIX + item.key: str(answers.get(item.key, NO_ANSWER)) for item in items}
        return type("ItemsOfOnePage", (cls,), fields)(data=kept)

    @property
    def questions(self) -> list[RadioField]:
        return [field for field in self if field.name.startswith(PREFIX)]

    @property
    def answers(self) -> dict[str, int | None]:
        """What was chosen, by item; None where the question was skipped."""
        return {
            field.name.removeprefix(PREFIX): int(field.data) if field.data else None
            for field in self.questions
        }


class FinishForm(Form):
    """The end of a self-assessment, with a note to oneself."""

    note = TextAreaField(
        _l("Notiz für Sie selbst"),
        description=_l("Zum Beispiel, was gerade los ist. Auch die Notiz lesen nur Sie."),
        validators=[Length(max=LONGEST_NOTE, message=_l("Bitte höchstens %(max)d Zeichen."))],
    )


class DeleteForm(Form):
    """Only the button: what is deleted is in the address."""
