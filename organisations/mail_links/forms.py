"""The form that asks for a link by mail."""

from wtforms import EmailField
from wtforms.validators import DataRequired, Email, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l


class AskForLinkForm(Form):
    email = EmailField(
        _l("E-Mail-Adresse"),
        validators=[
            DataRequired(_l("Bitte geben Sie Ihre E-Mail-Adresse ein.")),
            Email(_l("Bitte geben Sie eine vollständige E-Mail-Adresse ein.")),
            Length(max=320),
        ],
        render_kw={"autocomplete": "username"},
    )
