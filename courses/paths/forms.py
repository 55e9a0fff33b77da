"""Forms of the training path: the time somebody can give."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.kernel.forms import Form
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l

MINUTES_TO_CHOOSE: dict[int, tuple[Message, Message]] = {
    4 * 60: (_l("4 Stunden"), _l("ein halber Arbeitstag")),
    8 * 60: (_l("8 Stunden"), _l("ein Arbeitstag")),
    16 * 60: (_l("16 Stunden"), _l("zwei Arbeitstage")),
    24 * 60: (_l("24 Stunden"), _l("drei Arbeitstage")),
    40 * 60: (_l("40 Stunden"), _l("eine Arbeitswoche")),
}

CHOOSE_A_TIME = _l("Bitte wählen Sie, wie viel Zeit Sie einplanen.")


class TimeBudgetForm(Form):
    """How much time a person can give to training within a year."""

    minutes = RadioField(
        _l("Wie viel Zeit können Sie in den nächsten zwölf Monaten für Kurse einplanen?"),
        description=_l("Gemeint ist die Kurszeit. Sie können das später ändern."),
        coerce=int,
        choices=[
            SelectChoice(minutes, label) for minutes, (label, _hint) in MINUTES_TO_CHOOSE.items()
        ],
        validators=[InputRequired(CHOOSE_A_TIME)],
        invalid_value_message=CHOOSE_A_TIME,
        invalid_choice_message=CHOOSE_A_TIME,
    )

    @property
    def choice_hints(self) -> dict[int, Message]:
        return {minutes: hint for minutes, (_label, hint) in MINUTES_TO_CHOOSE.items()}
