"""Forms beside one's own course: a note."""

from wtforms import TextAreaField
from wtforms.validators import Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from assessments.administrations.forms import LONGEST_NOTE


class NoteForm(Form):
    """A note to oneself; an empty one takes away what was written."""

    note = TextAreaField(
        _l("Notiz für Sie selbst"),
        description=_l("Die Notiz lesen nur Sie. Leeren Sie das Feld, um sie zu entfernen."),
        validators=[Length(max=LONGEST_NOTE, message=_l("Bitte höchstens %(max)d Zeichen."))],
    )
