"""Forms of a running session. Each step names the turn that whoever clicks has seen."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l

LONGEST_NOTE = 2000


class TurnForm(Form):
    turn = HiddenField(
        validators=[Regexp(r"\d{1,9}\Z", message=_l("Bitte laden Sie die Seite neu."))]
    )

    @property
    def seen(self) -> int:
        return int(self.turn.data or 0)


class NoteForm(Form):
    text = TextAreaField(
        _l("Neue Notiz"),
        description=_l("Eine Idee je Notiz, ohne Namen. Eine Notiz lässt sich nicht ändern."),
        validators=[
            DataRequired(_l("Die Notiz ist leer.")),
            Length(max=LONGEST_NOTE, message=_l("Bitte höchstens 2000 Zeichen.")),
        ],
    )
