"""The form of a wave: scales and texts, each of them may be left out."""

from collections.abc import Mapping

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app.kernel.forms import Form
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from courses.evaluation.questionnaire import HIGHEST, LONGEST_TEXT, LOWEST, SCALES, TEXTS, Wave
from courses.evaluation.wording import SCALES as SCALE_WORDS
from courses.evaluation.wording import TEXTS as TEXT_WORDS
from courses.evaluation.wording import ScaleWords

NO_ANSWER = ""


class FeedbackForm(Form):
    """All questions of one wave. `about` makes it."""

    wave: Wave

    @classmethod
    def about(cls, wave: Wave) -> "FeedbackForm":
        scales = {key: _scale(SCALE_WORDS[key]) for key in SCALES[wave]}
        texts = {key: _text(key) for key in TEXTS[wave]}
        return type("FeedbackFormOfWave", (cls,), {"wave": wave, **scales, **texts})()

    @property
    def scales(self) -> list[RadioField]:
        return [self[key] for key in SCALES[self.wave]]

    @property
    def texts(self) -> list[TextAreaField]:
        return [self[key] for key in TEXTS[self.wave]]

    @property
    def given(self) -> Mapping[str, int | str | None]:
        """What was answered, by question. The form must be valid."""
        points = {field.name: int(field.data) if field.data else None for field in self.scales}
        return points | {field.name: field.data for field in self.texts}


def _scale(words: ScaleWords) -> RadioField:
    ends = {LOWEST: words.lowest, HIGHEST: words.highest}
    points = range(LOWEST, HIGHEST + 1)
    return RadioField(
        words.question,
        choices=[
            *(SelectChoice(str(point), _label(point, ends.get(point))) for point in points),
            SelectChoice(NO_ANSWER, _l("keine Angabe")),
        ],
        default=NO_ANSWER,
        invalid_choice_message=_l("Bitte wählen Sie eine der Antworten."),
    )


def _label(point: int, end: object) -> str:
    return f"{point}" if end is None else _("%(point)s – %(meaning)s", point=point, meaning=end)


def _text(key: str) -> TextAreaField:
    return TextAreaField(
        TEXT_WORDS[key],
        validators=[Length(max=LONGEST_TEXT, message=_l("Bitte höchstens %(max)d Zeichen."))],
    )
