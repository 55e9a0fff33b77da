"""What anybody enters or hands in to check a certificate."""

from wtforms import FileField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from certificates.register.codes import read_code

TOO_LARGE = _l("Diese Datei ist größer als 10 MB. Eine Bescheinigung von uns ist viel kleiner.")


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


class UploadForm(Form):
    """The file that somebody was sent."""

    file = FileField(
        _l("Bescheinigung als PDF-Datei"),
        description=_l("Höchstens 10 MB. Wir prüfen die Datei und behalten nichts davon."),
        validators=[InputRequired(_l("Bitte wählen Sie eine Datei."))],
        render_kw={"accept": "application/pdf,.pdf"},
    )


def refused_upload() -> UploadForm:
    """The form again, for somebody whose file was too large to be received."""
    form = UploadForm(formdata=None)
    form.file.errors = [TOO_LARGE]
    return form
