"""Forms about who organises a visit, and what only these may know."""

from collections.abc import Sequence

from wtforms import HiddenField, SelectChoice, SelectMultipleField, TextAreaField
from wtforms.validators import Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from exchange.meetings.visits.queries import Notes, ReadNotes
from organisations.models import Person

_LENGTH = Length(max=2000, message=_l("Bitte höchstens 2000 Zeichen."))


class OrganisersForm(Form):
    people = SelectMultipleField(
        _l("Wer organisiert den Besuch?"),
        description=_l(
            "Sie wissen, was geplant ist und wo. Nur sie lesen und schreiben die Reisenotizen."
        ),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def chosen(self, people: Sequence[Person]) -> list[Person]:
        """Those of `people` who were chosen."""
        return [one for one in people if one.public_id in (self.people.data or ())]


def organisers_form(people: Sequence[Person], named: Sequence[Person]) -> OrganisersForm:
    """A form that chooses among `people`; now it is those who are `named`."""
    form = OrganisersForm(data={"people": [one.public_id for one in named]})
    form.people.choices = [SelectChoice(one.public_id, one.name) for one in people]
    return form


class NotesForm(Form):
    revision = HiddenField(
        validators=[Regexp(r"[0-9]{1,9}\Z", message=_l("Bitte laden Sie die Seite neu."))]
    )
    arrival = TextAreaField(_l("Ankunft und Abreise"), validators=[_LENGTH])
    contact = TextAreaField(_l("Wer vor Ort empfängt"), validators=[_LENGTH])
    security = TextAreaField(_l("Hinweise zur Sicherheit"), validators=[_LENGTH])

    @property
    def seen(self) -> int:
        """The revision that the form was opened with."""
        return int(self.revision.data or 0)

    def notes(self) -> Notes:
        """What was typed."""
        return Notes(self.arrival.data or "", self.contact.data or "", self.security.data or "")


def notes_form(read: ReadNotes) -> NotesForm:
    """The form as it was sent, else with what is noted."""
    return NotesForm(data={"revision": read.revision, **vars(read.notes)})
