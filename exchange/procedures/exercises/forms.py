"""The form that begins an exercise."""

from collections.abc import Sequence

from wtforms import BooleanField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised
from exchange.procedures.exercises.shelf import scenarios
from exchange.procedures.writing.models import ProcedureVersion


class ExerciseForm(Form):
    """Which invented case, by which procedure, and with whom."""

    scenario = RadioField(
        _l("Welcher Fall?"), validators=[InputRequired(_l("Bitte wählen Sie einen Fall."))]
    )
    procedure = SelectField(
        _l("Nach welchem Verfahren?"),
        validators=[InputRequired(_l("Bitte wählen Sie ein Verfahren."))],
    )
    whole_team = BooleanField(
        _l("Mit meinem ganzen Team"),
        description=_l(
            "Alle in Ihrem Team sind benannt und bekommen eine Mail ohne Thema. Weitere Personen "
            "können Sie danach benennen."
        ),
    )


def exercise_form(
    versions: Sequence[ProcedureVersion], *, leads_team: bool, chosen: str = ""
) -> ExerciseForm:
    """A form that offers the procedures that hold; `chosen` is one of their public ids."""
    form = ExerciseForm(data={"procedure": chosen})
    form.scenario.choices = [SelectChoice(one.key, localised(one.name)) for one in scenarios()]
    form.procedure.choices = [SelectChoice(one.procedure.public_id, one.title) for one in versions]
    if not leads_team:
        del form.whole_team
    return form
