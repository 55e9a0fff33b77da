"""The form in which somebody says what they need."""

from wtforms import TextAreaField
from wtforms.validators import Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l


class NeedForm(Form):
    text = TextAreaField(
        _l("Was brauchen Sie?"),
        description=_l(
            "Zum Beispiel: stufenloser Zugang, Gebärdensprache, Untertitel, Pausen, Essen ohne "
            "Nüsse. Schreiben Sie nur, was die Kursleitung wissen muss."
        ),
        validators=[Length(max=1000, message=_l("Bitte höchstens 1000 Zeichen."))],
    )
