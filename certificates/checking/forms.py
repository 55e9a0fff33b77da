"""What anybody enters to check a certificate."""

from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from certificates.register.codes import read_code


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
