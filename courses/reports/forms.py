"""Forms of lists and reports."""

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Regexp

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l


class EnrolForm(Form):
    """Agrees to enrol the people of the rows that the page has shown, by their numbers."""

    rows = StringField(validators=[DataRequired(), Regexp(r"\d{1,6}(,\d{1,6})*\Z")])

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of the rows."""
        return frozenset(map(int, (self.rows.data or "").split(",")))


class PeriodForm(Form):
    """Which months a report is about. Changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False

    first = SelectField(_l("Erster Monat"))
    last = SelectField(_l("Letzter Monat"))
