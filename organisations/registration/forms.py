"""Forms of those who register and of those who decide."""

from wtforms import EmailField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from organisations.models import Function
from organisations.registration.services import Details
from organisations.wording import FUNCTIONS

_NAME_TOO_LONG = Length(max=80, message=_l("Bitte höchstens 80 Zeichen."))


class RegistrationForm(Form):
    given_name = StringField(
        _l("Vorname"),
        validators=[DataRequired(_l("Bitte geben Sie Ihren Vornamen ein.")), _NAME_TOO_LONG],
        render_kw={"autocomplete": "given-name"},
    )
    family_name = StringField(
        _l("Nachname"),
        validators=[DataRequired(_l("Bitte geben Sie Ihren Nachnamen ein.")), _NAME_TOO_LONG],
        render_kw={"autocomplete": "family-name"},
    )
    email = EmailField(
        _l("Dienstliche E-Mail-Adresse"),
        description=_l(
            "Die Adresse, die Ihre Kommune Ihnen gegeben hat. Mit ihr melden Sie sich an."
        ),
        validators=[
            DataRequired(_l("Bitte geben Sie Ihre E-Mail-Adresse ein.")),
            Email(_l("Bitte geben Sie eine vollständige E-Mail-Adresse ein.")),
            Length(max=320),
        ],
        render_kw={"autocomplete": "email"},
    )
    function = RadioField(
        _l("Funktion"),
        description=_l("Danach richten sich Kurse und Ziele."),
        choices=[SelectChoice(key, label) for key, label in FUNCTIONS.items()],
        validators=[InputRequired(_l("Bitte wählen Sie Ihre Funktion."))],
    )

    def details(self, language: str) -> Details:
        """What was typed, as the commands take it; mails will be in `language`."""
        return Details(
            given_name=self.given_name.data or "",
            family_name=self.family_name.data or "",
            email=self.email.data or "",
            function=Function(self.function.data),
            language=language,
        )


class DeclineForm(Form):
    reason = TextAreaField(
        _l("Grund"),
        description=_l("Steht so in der Mail an die Person."),
        validators=[Length(max=500, message=_l("Bitte höchstens 500 Zeichen."))],
    )
