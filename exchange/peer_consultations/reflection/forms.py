"""The form of what came of it."""

from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l

LONGEST = 4000


class ReflectionForm(Form):
    text = TextAreaField(
        _l("Ihr Rückblick"),
        validators=[
            DataRequired(_l("Bitte schreiben Sie etwas, oder gehen Sie einfach zurück.")),
            Length(max=LONGEST, message=_l("Bitte höchstens 4000 Zeichen.")),
        ],
    )
    shared = BooleanField(
        _l("Die Gruppe darf das lesen"),
        description=_l("Sonst lesen nur Sie es. Sie können das jederzeit ändern."),
    )
