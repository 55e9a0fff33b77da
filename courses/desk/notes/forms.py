"""The form of trainers' notes."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, Regexp

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l

LONGEST_NOTES = 20_000


class NotesForm(Form):
    revision = HiddenField(
        validators=[Regexp(r"\d{1,9}\Z", message=_l("Bitte laden Sie die Seite neu."))]
    )
    text = TextAreaField(
        _l("Notizen"),
        description=_l("Bitte nichts über einzelne Personen."),
        validators=[Length(max=LONGEST_NOTES, message=_l("Bitte höchstens 20000 Zeichen."))],
    )

    @property
    def seen(self) -> int:
        """The revision that the form was opened with."""
        return int(self.revision.data or 0)
