"""Forms of the way in: sign in, set a password, show that one is still the same person."""

from wtforms import EmailField, Field, PasswordField
from wtforms.validators import DataRequired, Email, EqualTo, InputRequired, Length, ValidationError

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from organisations.accounts.passwords import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    is_guessable,
    names_the_person,
)


class SignInForm(Form):
    email = EmailField(
        _l("E-Mail-Adresse"),
        validators=[
            DataRequired(_l("Bitte geben Sie Ihre E-Mail-Adresse ein.")),
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


class ConfirmForm(Form):
    """The own password once more, before what a stranger at an open browser must not do."""

    current = PasswordField(
        _l("Ihr jetziges Passwort"),
        validators=[
            InputRequired(_l("Bitte geben Sie Ihr jetziges Passwort ein.")),
            Length(max=LONGEST_PASSWORD),
        ],
        render_kw={"autocomplete": "current-password"},
    )


class NewPasswordForm(Form):
    """A password to be. `names` are those of the person: nobody's password is their name."""

    names: tuple[str, ...] = ()

    password = PasswordField(
        _l("Neues Passwort"),
        description=_l(
            "Mindestens 12 Zeichen. Gut sind mehrere Wörter, die nur Sie zusammen nennen würden."
        ),
        validators=[
            InputRequired(_l("Bitte geben Sie ein Passwort ein.")),
            Length(
                min=SHORTEST_PASSWORD,
                message=_l("Das Passwort braucht mindestens 12 Zeichen."),
            ),
            Length(
                max=LONGEST_PASSWORD,
                message=_l("Das Passwort darf höchstens 256 Zeichen haben."),
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("Passwort wiederholen"),
        validators=[
            InputRequired(_l("Bitte geben Sie das Passwort noch einmal ein.")),
            EqualTo("password", _l("Die beiden Passwörter sind nicht gleich.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_password(self, field: Field) -> None:
        """Refuse what everybody would try first."""
        if names_the_person(field.data, self.names):
            raise ValidationError(
                _l(
                    "Bitte nehmen Sie nicht Ihren Namen, Ihre E-Mail-Adresse oder Ihre Kommune als "
                    "Passwort."
                )
            )
        if is_guessable(field.data, self.names):
            raise ValidationError(
                _l(
                    "Dieses Passwort ist leicht zu erraten. Nehmen Sie lieber mehrere Wörter, die "
                    "nicht zusammengehören, oder einen Satz, den nur Sie kennen."
                )
            )
