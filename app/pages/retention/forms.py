"""The form in which the office sets a period."""

from wtforms.validators import InputRequired

from app.kernel.forms import NUMBER_FAULT, Form, WholeNumberField
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.retention import RetentionRule
from app.pages.retention.wording import UNITS


class PeriodForm(Form):
    amount = WholeNumberField(validators=[InputRequired(message=NUMBER_FAULT)])


def period_form(rule: RetentionRule, amount: int) -> PeriodForm:
    """The form for the period of `rule`, filled with `amount`."""
    form = PeriodForm(data={"amount": amount})
    form.amount.label.text = UNITS[rule.usual.unit]
    form.amount.description = _l("Von %(least)s bis %(most)s.", least=rule.least, most=rule.most)
    return form
