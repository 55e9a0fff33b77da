"""Forms of the trainer's side: which cohorts, and how many seats."""

from werkzeug.datastructures import MultiDict
from wtforms import (
    IntegerField,
    StringField,
)
from wtforms.validators import InputRequired, NumberRange

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.finding import Stage

MOST_SEATS = 500


class CohortSearchForm(Form):
    """Looks for cohorts. Changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(
        _l("Suchen"), description=_l("Kurs, Kursleitung, Kommune oder Land"), default=""
    )


def stage_in(given: MultiDict[str, str]) -> Stage:
    """Which cohorts are asked for; current ones where that is not said, or is nothing known."""
    chosen = given.get("stage", "")
    return Stage(chosen) if chosen in set(Stage) else Stage.CURRENT


class CapacityForm(Form):
    seats = IntegerField(
        _l("Zahl der Plätze"),
        validators=[
            InputRequired(_l("Bitte geben Sie eine ganze Zahl ein.")),
            NumberRange(1, MOST_SEATS, _l("Bitte geben Sie eine Zahl von 1 bis 500 ein.")),
        ],
    )
