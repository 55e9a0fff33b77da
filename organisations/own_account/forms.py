"""Forms of one's own account."""

from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from organisations.accounts.forms import ConfirmForm, NewPasswordForm
from organisations.wording import LANGUAGES


class LanguageForm(Form):
    language = RadioField(
        _l("Sprache der Mails"),
        description=_l("Die Sprache der Seiten wählen Sie oben auf jeder Seite."),
        choices=[SelectChoice(key, label) for key, label in LANGUAGES.items()],
        validators=[InputRequired(_l("Bitte wählen Sie die Sprache."))],
    )


class ChangePasswordForm(ConfirmForm, NewPasswordForm):
    """The present password, then the one to be, twice."""
