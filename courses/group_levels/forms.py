"""The form that opens a survey."""

from collections.abc import Sequence
from datetime import date, timedelta

from wtforms import DateField, SelectChoice, SelectField
from wtforms.validators import InputRequired, ValidationError

from app.kernel import clock
from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone
from organisations.models import Municipality

SHORTEST, USUAL, LONGEST = timedelta(weeks=1), timedelta(weeks=3), timedelta(weeks=12)


class SurveyForm(Form):
    municipality = SelectField(
        _l("Kommune"), validators=[InputRequired(_l("Bitte wählen Sie die Kommune."))]
    )
    closes_on = DateField(
        _l("Letzter Tag zum Antworten"),
        description=_l("Am Tag danach rechnet KommA das Ergebnis aus, ein einziges Mal."),
        validators=[InputRequired(_l("Bitte wählen Sie den letzten Tag."))],
    )

    def validate_closes_on(self, field: DateField) -> None:
        """Refuse what gives people too little time, or keeps answers too long."""
        if field.data is None:
            return
        if not today() + SHORTEST <= field.data <= today() + LONGEST:
            raise ValidationError(_l("Bitte wählen Sie einen Tag in einer bis zwölf Wochen."))

    def chosen(self, municipalities: Sequence[Municipality]) -> Municipality:
        """The municipality that is asked: the chosen one, or the only one."""
        if self.municipality is None:
            return municipalities[0]
        return next(one for one in municipalities if one.public_id == self.municipality.data)


def survey_form(municipalities: Sequence[Municipality]) -> SurveyForm:
    """A form for one of these; the only one is not asked for."""
    form = SurveyForm(data={"closes_on": today() + USUAL})
    form.municipality.choices = [SelectChoice(one.public_id, one.name) for one in municipalities]
    if len(municipalities) == 1:
        del form.municipality
    return form


def today() -> date:
    """The day by the programme's clock: by it, surveys close."""
    return clock.now().astimezone(programme_zone()).date()
