"""The form that names a deputy."""

from wtforms import EmailField
from wtforms.validators import DataRequired, Email, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l


class DeputyForm(Form):
    email = EmailField(
        _l("Dienstliche E-Mail-Adresse"),
        description=_l("Die Adresse, mit der sich die Person bei KommA anmeldet."),
        validators=[
            DataRequired(_l("Bitte geben Sie die E-Mail-Adresse ein.")),
            Email(_l("Bitte geben Sie eine vollständige E-Mail-Adresse ein.")),
            Length(max=320),
        ],
    )
