"""Forms of the calendar page."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.tokens import new_token
from notifications.wishes import CalendarBy, Wishes


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
            "andere Ihren Kalender sehen. Coaching ist auch ohne dies diskret, solange Sie es in "
            "den Einstellungen nicht ändern."
        ),
        default=True,
    )
    also_by_mail = BooleanField(
        _l("Mails sollen Termine weiter in meinen Kalender bringen"),
        description=_l(
            "Mit einem Abo brauchen Sie das nicht: Ein Coaching-Termin kann dann doppelt im "
            "Kalender stehen. Frühere Einträge aus Mails bleiben in jedem Fall dort."
        ),
    )
    key = HiddenField(
        default=new_token,
        validators=[
            Length(min=32, max=64, message=_l("Bitte laden Sie die Seite neu.")),
        ],
    )

    @property
    def calendar_by(self) -> CalendarBy:
        """What brings dates into the calendar from now on."""
        return CalendarBy.BOTH if self.also_by_mail.data else CalendarBy.FEED


def subscription_form(wishes: Wishes) -> SubscriptionForm:
    """A new form that proposes what the person has chosen in their settings."""
    return SubscriptionForm(
        data={
            "discreet": wishes.discreet_everything or wishes.discreet_trainings,
            "also_by_mail": wishes.calendar_by is CalendarBy.BOTH,
        }
    )
