"""The form that an announcement is written in."""

import secrets

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from courses.desk.announcements.services import Words

LONGEST_ANNOUNCEMENT = 5000


class AnnouncementForm(Form):
    key = HiddenField(
        validators=[Regexp(r"[\w-]{22}\Z", message=_l("Bitte laden Sie die Seite neu."))]
    )
    title = StringField(
        _l("Überschrift"),
        validators=[
            DataRequired(_l("Bitte füllen Sie dieses Feld aus.")),
            Length(max=120, message=_l("Bitte höchstens 120 Zeichen.")),
        ],
    )
    text = TextAreaField(
        _l("Text"),
        description=_l(
            "Leerzeile für einen neuen Absatz, Zeilen mit - für eine Liste, **fett** für "
            "Wichtiges. Bitte nichts über einzelne Personen."
        ),
        validators=[
            DataRequired(_l("Bitte füllen Sie dieses Feld aus.")),
            Length(max=LONGEST_ANNOUNCEMENT, message=_l("Bitte höchstens 5000 Zeichen.")),
        ],
    )
    to_waiting = BooleanField(
        _l("Auch an alle, die auf einen Platz warten"),
        description=_l("Sonst lesen es nur die Teilnehmenden."),
    )

    @property
    def words(self) -> Words:
        return Words(self.title.data or "", self.text.data or "")


def new_announcement_form() -> AnnouncementForm:
    """The form as it was sent, or an empty one with a key of its own."""
    return AnnouncementForm(data={"key": secrets.token_urlsafe(16)})
