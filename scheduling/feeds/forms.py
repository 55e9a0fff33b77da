"""Forms of the calendar page."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.tokens import new_token


class SubscriptionForm(Form):
    """`key` is random for each form that is handed out; the same one again is the same form."""

    label = StringField(
        _l("Name des Abos"),
        description=_l("Woran Sie das Abo später erkennen, zum Beispiel „Diensthandy“."),
        validators=[
            DataRequired(_l("Bitte geben Sie dem Abo einen Namen.")),
            Length(max=80, message=_l("Bitte kürzen Sie den Namen auf höchstens 80 Zeichen.")),
        ],
    )
    discreet = BooleanField(
        _l("Diskret: ohne Thema und Ort"),
        description=_l(
            "Im Kalender steht dann nur „KommA-Termin“ mit der Uhrzeit. Das schützt Sie, wenn "
            "andere Ihren Kalender sehen."
        ),
        default=True,
    )
    key = HiddenField(
        default=new_token,
        validators=[
            Length(min=32, max=64, message=_l("Bitte laden Sie die Seite neu.")),
        ],
    )
