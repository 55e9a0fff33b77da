"""The form that answers an invitation."""

from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from exchange.meetings.dates.models import BodyMeeting, MeetingReply
from exchange.meetings.dates.wording import ANSWERS
from exchange.meetings.replies.services import list_answers


class ReplyForm(Form):
    answer = RadioField(
        _l("Nehmen Sie teil?"),
        validators=[InputRequired(_l("Bitte wählen Sie aus."))],
    )
    note = TextAreaField(
        _l("Was wir wissen sollten"),
        description=_l(
            "Zum Beispiel: Ich komme später, ich brauche einen stufenlosen Zugang. Das lesen nur "
            "die Planenden."
        ),
        validators=[Length(max=300, message=_l("Bitte höchstens 300 Zeichen."))],
    )


def reply_form(meeting: BodyMeeting, reply: MeetingReply | None) -> ReplyForm:
    """The form with what can be answered, and what was."""
    form = ReplyForm(obj=reply)
    form.answer.choices = [SelectChoice(one.value, ANSWERS[one]) for one in list_answers(meeting)]
    return form
