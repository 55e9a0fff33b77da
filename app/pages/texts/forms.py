"""Forms about the operator's texts, logo and gender form."""

from contextlib import closing

from wtforms import FileField, HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp, ValidationError

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.operator_texts import FUNDER_NOTICE
from app.pages.texts.queries import TextVersion
from app.pages.texts.wording import GENDER_FORMS

LONGEST_TEXT = 60_000
LONGEST_NOTICE = 500


class BasedOn:
    """A form that remembers which version it was opened with."""

    based_on = HiddenField(validators=[Regexp(r"\d{1,9}\Z")])

    @property
    def version(self) -> int:
        return int(self.based_on.data or 0)


class TextForm(BasedOn, Form):
    body = TextAreaField(_l("Text"))

    def validate_body(self, field: TextAreaField) -> None:
        # Browsers send lines as MIME has them; stored are the ones of our files.
        field.data = (field.data or "").replace("\r\n", "\n")
        most = LONGEST_NOTICE if self.is_notice else LONGEST_TEXT
        if len(field.data) > most:
            raise ValidationError(_l("Bitte höchstens %(most)s Zeichen.", most=most))
        if not field.data and not self.is_notice:
            raise ValidationError(_l("Diese Seite braucht einen Text."))

    is_notice = False


class NoticeForm(TextForm):
    is_notice = True


def text_form(text: TextVersion) -> TextForm:
    """The form for a text, filled with the version that counts."""
    kind = NoticeForm if text.key == FUNDER_NOTICE else TextForm
    return kind(data={"body": text.body.strip(), "based_on": str(text.version)})


class GenderFormForm(BasedOn, Form):
    form = RadioField(
        _l("Genderform"),
        choices=[SelectChoice(key, label) for key, label in GENDER_FORMS.items()],
        validators=[InputRequired(_l("Bitte wählen Sie eine Form."))],
    )


class LogoForm(Form):
    picture = FileField(
        _l("Bild"),
        description=_l(
            "PNG, JPEG oder WebP, höchstens 500 KB. SVG geht aus Sicherheitsgründen nicht."
        ),
        validators=[InputRequired(_l("Bitte wählen Sie eine Datei."))],
    )
    alt_de = StringField(
        _l("Was das Bild zeigt, auf Deutsch"),
        description=_l(
            "Für Menschen, die das Bild nicht sehen, zum Beispiel: Logo der Stiftung Muster."
        ),
        validators=[
            DataRequired(_l("Bitte beschreiben Sie das Bild.")),
            Length(max=200, message=_l("Bitte höchstens 200 Zeichen.")),
        ],
    )
    alt_en = StringField(
        _l("Was das Bild zeigt, auf Englisch"),
        validators=[
            DataRequired(_l("Bitte beschreiben Sie das Bild.")),
            Length(max=200, message=_l("Bitte höchstens 200 Zeichen.")),
        ],
    )

    def read_picture(self) -> bytes:
        """The file's bytes. A large one lies in a file of the server's, which ends with this."""
        with closing(self.picture.data) as uploaded:
            return uploaded.read()
