"""Forms of the way in."""

from wtforms import EmailField, PasswordField
from wtforms.validators import Email, InputRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l

LONGEST_PASSWORD = 256  # argon2 would hash any length; a limit keeps requests small


class SignInForm(Form):
    email = EmailField(
        _l("E-Mail-Adresse"),
        validators=[
            InputRequired(_l("Bitte geben Sie Ihre E-Mail-Adresse ein.")),
            Email(_l("Bitte geben Sie eine vollständige E-Mail-Adresse ein.")),
            Length(max=320),
        ],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Passwort"),
        validators=[
            InputRequired(_l("Bitte geben Sie Ihr Passwort ein.")),
            Length(max=LONGEST_PASSWORD),
        ],
        render_kw={"autocomplete": "current-password"},
    )
