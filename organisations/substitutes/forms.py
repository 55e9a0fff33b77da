"""The form that names a substitute."""

from datetime import date, timedelta

from wtforms import DateField, Field
from wtforms.validators import InputRequired, ValidationError

from app.kernel import clock
from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone

LONGEST = timedelta(days=366)


class SubstituteForm(Form):
    last_day = DateField(
        _l("Letzter Tag der Vertretung"),
        description=_l("Danach endet sie von selbst. Spätestens in einem Jahr."),
        validators=[InputRequired(_l("Bitte wählen Sie den letzten Tag."))],
    )

    def validate_last_day(self, field: Field) -> None:
        """Refuse a day beyond the year for which somebody stands in."""
        if field.data is not None and field.data > _today() + LONGEST:
            raise ValidationError(_l("Bitte wählen Sie einen Tag in den nächsten zwölf Monaten."))


def _today() -> date:
    return clock.now().astimezone(programme_zone()).date()
