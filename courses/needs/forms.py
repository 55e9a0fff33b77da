"""Forms of the needs analysis: one answer, the situations met."""

from collections.abc import Collection, Sequence

from wtforms import HiddenField, RadioField, SelectMultipleField, SubmitField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised
from courses.needs.passage import Question
from courses.needs.services import ASKED_DIFFERENTLY
from organisations.topics.models import Situation

CHOOSE_AN_ANSWER = _l("Bitte wählen Sie die Antwort, die am ehesten passt.")


class AnswerForm(Form):
    """One question with an answer per level. `later` keeps what is chosen and leaves.

    `version` is the version of the item that the page showed: the answer belongs to what was read.
    """

    level = RadioField(
        coerce=int,
        validators=[InputRequired(CHOOSE_AN_ANSWER)],
        invalid_value_message=CHOOSE_AN_ANSWER,
        invalid_choice_message=CHOOSE_AN_ANSWER,
    )
    version = HiddenField()
    later = SubmitField(_l("Später weitermachen"))

    def ask(self, question: Question) -> None:
        """Offer the answers of `question`, by the version that is shown."""
        self.level.label.text = localised(question.item.question)
        self.level.choices = [
            SelectChoice(level, localised(option))
            for level, option in enumerate(question.item.options)
        ]
        self.asked = question.version_id
        self.version.data = self.version.data or self.asked

    def validate_version(self, field: HiddenField) -> None:
        if field.data != self.asked:
            # Not what stands here now, so the choice means nothing.
            field.data, self.level.data = self.asked, None
            raise ValidationError(ASKED_DIFFERENTLY)

    @property
    def leaves_without_answer(self) -> bool:
        return self.later.data and not self.level.raw_data


class SituationsForm(Form):
    """Which situations a person has met; none is an answer, too."""

    situations = SelectMultipleField(
        _l("Was davon haben Sie im Dienst schon erlebt?"),
        description=_l("Mehrere sind möglich. Wenn nichts zutrifft, gehen Sie einfach weiter."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        invalid_choice_message=_l("Bitte wählen Sie nur aus den Situationen der Liste."),
    )
    later = SubmitField(_l("Später weitermachen"))

    @classmethod
    def among(cls, offered: Sequence[Situation], met: Collection[Situation]) -> "SituationsForm":
        """The form for the situations `offered`, with those ticked that were told before."""
        form = cls(data={"situations": [situation.key for situation in met]})
        form.situations.choices = [
            SelectChoice(situation.key, localised(situation.text)) for situation in offered
        ]
        return form
