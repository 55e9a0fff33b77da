"""What holders decide about their certificates."""

from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from certificates.register.models import Certificate, NameShown


class NameForm(Form):
    """How much of the holder's name the public check tells."""

    name_shown = RadioField(
        _l("Auf der öffentlichen Prüfseite"),
        choices=[
            SelectChoice(NameShown.NOTHING, _l("wird mein Name nicht gezeigt")),
            SelectChoice(NameShown.INITIALS, _l("stehen nur meine Anfangsbuchstaben")),
            SelectChoice(NameShown.FULL, _l("steht mein ganzer Name")),
        ],
        validators=[InputRequired(_l("Bitte wählen Sie eine Möglichkeit."))],
    )


def name_form(certificate: Certificate) -> NameForm:
    """The form of one certificate; several stand on one page, each with ids of its own."""
    return NameForm(prefix=f"certificate-{certificate.public_id}-", obj=certificate)
