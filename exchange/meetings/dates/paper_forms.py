"""Forms about the agenda of a meeting and its documents."""

from datetime import datetime

from wtforms import DateField, FileField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.kernel.forms import Form, WholeNumberField
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import viewer_zone
from exchange.meetings.dates.agenda import ItemDetails
from exchange.meetings.dates.models import BodyMeeting, MeetingItem

_MISSING = _l("Bitte füllen Sie dieses Feld aus.")


def _at_most(length: int) -> Length:
    return Length(max=length, message=_l("Bitte höchstens %(most)s Zeichen.", most=length))


class ItemForm(Form):
    title = StringField(_l("Worum geht es?"), validators=[DataRequired(_MISSING), _at_most(200)])
    minutes = WholeNumberField(
        _l("Minuten"),
        validators=[
            Optional(),
            NumberRange(1, 600, message=_l("Bitte eine Zahl von 1 bis 600.")),
        ],
    )
    presenter = StringField(_l("Wer führt ein?"), validators=[_at_most(120)])

    def details(self) -> ItemDetails:
        """What was typed."""
        return ItemDetails(self.title.data or "", self.minutes.data, self.presenter.data or "")


def item_form(item: MeetingItem | None = None) -> ItemForm:
    """A form about `item`, else about a new one."""
    return ItemForm(obj=item)


class DocumentForm(Form):
    title = StringField(
        _l("Titel"),
        description=_l("So heißt die Unterlage für die Eingeladenen."),
        validators=[DataRequired(_MISSING), _at_most(200)],
    )
    upload = FileField(
        _l("Datei"),
        description=_l("PDF, Word, PowerPoint oder Excel, höchstens 8 MB."),
        validators=[InputRequired(_l("Bitte wählen Sie eine Datei."))],
    )
    item = SelectField(_l("Gehört zu"), default="")
    release_on = DateField(
        _l("Sichtbar ab"),
        description=_l("Ohne Tag sehen die Eingeladenen die Unterlage sofort."),
        validators=[Optional()],
    )

    def released_at(self, now: datetime) -> datetime:
        """From when on it can be seen: the beginning of the day that was chosen, or `now`."""
        if self.release_on.data is None:
            return now
        day = self.release_on.data
        return max(now, datetime(day.year, day.month, day.day, tzinfo=viewer_zone()))

    def chosen_item(self, meeting: BodyMeeting) -> MeetingItem | None:
        """The item that was chosen."""
        return next((one for one in meeting.items if one.public_id == self.item.data), None)


def document_form(meeting: BodyMeeting) -> DocumentForm:
    """A form that lays out a file for `meeting` or one item of its agenda."""
    form = DocumentForm()
    form.item.choices = [
        SelectChoice("", _("Ganze Sitzung")),
        *(SelectChoice(one.public_id, one.title) for one in meeting.items),
    ]
    return form
