"""Forms around certificates."""

from wtforms import RadioField, SelectChoice, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from certificates.codes import read_code
from certificates.models import Certificate, NameShown


class CodeForm(Form):
    """The code of a certificate, typed or pasted. Sent by GET: it changes nothing."""

    class Meta(Form.Meta):
        csrf = False

    code = StringField(
        _l("Prüfcode"),
        description=_l(
            "Er steht unten auf der Bescheinigung. Groß- und Kleinschreibung, Leerzeichen und "
            "Bindestriche spielen keine Rolle."
        ),
        validators=[DataRequired(_l("Bitte geben Sie den Prüfcode ein."))],
    )

    def validate_code(self, field: StringField) -> None:
        """Say at once what cannot be a code at all, without asking the database."""
        if read_code(field.data or "") is None:
            raise ValidationError(
                _l("Ein Prüfcode hat 28 Zeichen in sieben Gruppen, Buchstaben und Ziffern.")
            )


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
