"""Forms for a whole cohort: call it off, hand it over."""

from collections.abc import Sequence

from wtforms import BooleanField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.models import Cohort
from organisations.models import Person


class CancelCohortForm(Form):
    message = TextAreaField(
        _l("Nachricht an alle, die kommen wollten"),
        description=_l("Zum Beispiel der Grund. Sie steht in der Mail und auf der Seite."),
        validators=[
            DataRequired(_l("Bitte schreiben Sie eine kurze Nachricht.")),
            Length(max=1000, message=_l("Bitte höchstens 1000 Zeichen.")),
        ],
    )


class HandOverForm(Form):
    giver = SelectField(_l("Wer gibt ab?"))
    taker = SelectField(
        _l("Wer übernimmt?"), validators=[InputRequired(_l("Bitte wählen Sie eine Person."))]
    )
    stays = BooleanField(_l("Wir leiten den Durchgang zusammen weiter"))


def hand_over_form(
    cohort: Cohort, giver: Person | None, trainers: Sequence[Person]
) -> HandOverForm:
    """Whom `giver` may name; without a `giver` it is asked which of the cohort's trainers it is."""
    form = HandOverForm()
    form.giver.choices = [SelectChoice(one.public_id, one.name) for one in cohort.trainers]
    form.taker.choices = [
        SelectChoice(one.public_id, one.name) for one in trainers if one is not giver
    ]
    if giver is not None:
        del form.giver
    return form
