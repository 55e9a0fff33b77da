"""Forms that write minutes and approve them."""

from typing import Any

from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l

LONGEST_MINUTES = 20_000


def _revision_field() -> HiddenField:
    return HiddenField(
        validators=[Regexp(r"[0-9]{1,9}\Z", message=_l("Bitte laden Sie die Seite neu."))]
    )


class MinutesForm(Form):
    revision = _revision_field()
    text = TextAreaField(
        _l("Protokoll"),
        description=_l(
            "Was besprochen und beschlossen wurde. Zeilen mit - für eine Liste, **fett** für "
            "Wichtiges. Bitte nichts, woran man Betroffene erkennt."
        ),
        validators=[
            DataRequired(_l("Bitte füllen Sie dieses Feld aus.")),
            Length(
                max=LONGEST_MINUTES,
                message=_l("Bitte höchstens %(most)s Zeichen.", most=LONGEST_MINUTES),
            ),
        ],
    )

    @property
    def seen(self) -> int:
        """The revision that the form was opened with."""
        return int(self.revision.data or 0)


def minutes_form(meeting: Any) -> MinutesForm:
    """The form as it was sent, else with the minutes as they are."""
    return MinutesForm(data={"revision": meeting.minutes_revision, "text": meeting.minutes})


class ApprovalForm(Form):
    revision = _revision_field()

    @property
    def seen(self) -> int:
        """The revision that was read."""
        return int(self.revision.data or 0)
