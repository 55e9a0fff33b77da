"""When people enrol, and what they say where they ask for an exception."""

from datetime import timedelta

from wtforms import DateField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from app.kernel import clock
from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import viewer_zone
from courses.cohorts.entry.models import LONGEST_WORD
from courses.cohorts.entry.window import Window, window_of

#: Nobody plans further ahead, or looks back further.
PLANNED_AHEAD = timedelta(days=5 * 365)


def _is_near(_form: Form, field: DateField) -> None:
    if field.data and abs(field.data - clock.now().date()) > PLANNED_AHEAD:
        raise ValidationError(_l("Bitte wählen Sie einen Tag in den nächsten fünf Jahren."))


class WindowForm(Form):
    """From which to which day people enrol, by the clock of whoever plans."""

    enrolment_opens = DateField(
        _l("Anmeldung ab"),
        description=_l("Leer heißt: ab sofort."),
        validators=[Optional(), _is_near],
    )
    enrolment_closes = DateField(
        _l("Letzter Tag der Anmeldung"),
        description=_l("Leer heißt: bis zum ersten Termin."),
        validators=[Optional(), _is_near],
    )

    def window(self) -> Window:
        """The instants. Raises DomainError where it would end before it begins."""
        return window_of(self.enrolment_opens.data, self.enrolment_closes.data, viewer_zone())


class WaiverForm(Form):
    note = TextAreaField(
        _l("Was möchten Sie der Kursleitung dazu sagen?"),
        description=_l("Mit der Entscheidung wird Ihre Nachricht gelöscht."),
        validators=[Length(max=LONGEST_WORD, message=_l("Bitte höchstens 500 Zeichen."))],
    )
