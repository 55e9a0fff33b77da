"""Forms that choose what a statement is of. They change nothing, so they need no token."""

from wtforms import DateField, SelectField
from wtforms.validators import InputRequired, ValidationError

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from courses.desk.hours.stretches import days_between

_DAY_NEEDED = _l("Bitte geben Sie einen Tag ein.")


class PeriodForm(Form):
    class Meta(Form.Meta):
        csrf = False

    period = SelectField(_l("Monat oder Quartal"))


class DaysForm(Form):
    class Meta(Form.Meta):
        csrf = False

    first_day = DateField(_l("Erster Tag"), validators=[InputRequired(_DAY_NEEDED)])
    last_day = DateField(_l("Letzter Tag"), validators=[InputRequired(_DAY_NEEDED)])

    def validate_last_day(self, field: DateField) -> None:
        if self.first_day.data is None or field.data is None:
            return
        if days_between(self.first_day.data, field.data) is None:
            raise ValidationError(
                _l("Bitte wählen Sie einen Tag nach dem ersten, höchstens ein Jahr später.")
            )
