"""The form that takes a code."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l


class CodeForm(Form):
    code = StringField(
        _l("Code"),
        validators=[
            DataRequired(_l("Bitte geben Sie den Code ein.")),
            Length(max=40, message=_l("Das ist zu lang für einen Code.")),
        ],
        render_kw={
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )
