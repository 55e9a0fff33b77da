"""When people enrol, and what they say where they ask for an exception."""

from wtforms import (
    DateField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import viewer_zone
from courses.cohorts.entry.models import LONGEST_WORD
from courses.cohorts.entry.window import Window, window_of


class WindowForm(Form):
    """From which to which day people enrol, by the clock of whoever plans."""

    enrolment_opens = DateField(
        _l("Anmeldung ab"),
        description=_l("Leer heißt: ab sofort."),
        validators=[Optional()],
    )
    enrolment_closes = DateField(
        _l("Letzter Tag der Anmeldung"),
        description=_l("Leer heißt: bis zum ersten Termin."),
        validators=[Optional()],
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
