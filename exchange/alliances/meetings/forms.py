"""Forms about meetings, minutes and tasks. Times go by the clock of whoever plans."""

from collections.abc import Sequence

from wtforms import (
    DateField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import Message, viewer_zone
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.planning.fields import link_field, place_field
from courses.cohorts.planning.forms import SessionTimes
from exchange.alliances.meetings.models import Meeting, MeetingTask
from exchange.alliances.meetings.services import MeetingDetails
from exchange.alliances.meetings.tasks import TaskDetails
from exchange.alliances.partners.models import Partner
from organisations.models import Person

_MISSING = _l("Bitte füllen Sie dieses Feld aus.")


def _at_most(length: int) -> Length:
    return Length(max=length, message=_l("Bitte höchstens %(most)s Zeichen.", most=length))


def _many_field(label: Message, description: Message) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=description,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class MeetingForm(SessionTimes, Form):
    title = StringField(
        _l("Anlass"),
        description=_l("So heißt der Termin auch in Kalendern, die alles zeigen."),
        default=_l("Sitzung der Allianz"),
        validators=[DataRequired(_MISSING), _at_most(120)],
    )
    date = DateField(_l("Tag"), validators=[InputRequired(_l("Bitte geben Sie einen Tag ein."))])
    start = TimeField(
        _l("Beginn"), validators=[InputRequired(_l("Bitte geben Sie eine Uhrzeit ein."))]
    )
    end = TimeField(_l("Ende"), validators=[InputRequired(_l("Bitte geben Sie eine Uhrzeit ein."))])
    place = place_field()
    online_link = link_field()
    agenda = TextAreaField(
        _l("Tagesordnung"),
        description=_l("Zeilen mit - für eine Liste, **fett** für Wichtiges."),
        validators=[_at_most(5000)],
    )
    people = _many_field(
        _l("Wen laden Sie ein?"), _l("Der Termin steht dann in ihren KommA-Kalendern.")
    )
    partners = _many_field(
        _l("Welche Partner kommen?"),
        _l(
            "Partner mit Gastzugang sehen die Sitzung dort. Die Adressen aller stehen danach auf "
            "der Seite der Sitzung."
        ),
    )

    def details(
        self, people: Sequence[Person], partners: Sequence[Partner]
    ) -> MeetingDetails | None:
        """What was typed; None, with the reason at its field, where there are no such times."""
        dates = self.dates()
        if dates is None:
            return None
        return MeetingDetails(
            title=self.title.data or "" if self.title else "",
            starts_at=dates.starts_at,
            ends_at=dates.ends_at,
            zone=viewer_zone().key,
            place=self.place.data or "",
            online_link=self.online_link.data or "",
            agenda=self.agenda.data or "",
            people=[one for one in people if one.public_id in (self.people.data or ())],
            partners=[one for one in partners if one.public_id in (self.partners.data or ())],
        )


def meeting_form(
    people: Sequence[Person],
    partners: Sequence[Partner],
    *,
    meeting: Meeting | None = None,
    invited: Sequence[Person] = (),
) -> MeetingForm:
    """A form about `meeting`, to which `invited` are; else about a new one."""
    form = MeetingForm(data=_as_is(meeting, invited) if meeting else None)
    form.people.choices = [SelectChoice(one.public_id, one.name) for one in people]
    form.partners.choices = [SelectChoice(one.public_id, one.name) for one in partners]
    if meeting:
        del form.title
    return form


def _as_is(meeting: Meeting, invited: Sequence[Person]) -> dict[str, object]:
    event, zone = meeting.event, viewer_zone()
    starts_at, ends_at = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    return {
        "date": starts_at.date(),
        "start": starts_at.time(),
        "end": ends_at.time(),
        "place": event.place,
        "online_link": event.online_link,
        "agenda": meeting.agenda,
        "people": [one.public_id for one in invited],
        "partners": [one.public_id for one in meeting.partners],
    }


class TaskForm(Form):
    text = StringField(_l("Was ist zu tun?"), validators=[DataRequired(_MISSING), _at_most(300)])
    due_on = DateField(
        _l("Bis wann?"), validators=[InputRequired(_l("Bitte geben Sie einen Tag ein."))]
    )
    owner = SelectField(
        _l("Wer übernimmt das?"),
        description=_l(
            "Eine Person bekommt eine Mail und wird erinnert. Bei einem Partner erinnern wir die "
            "Koordination."
        ),
        default="",
    )

    def details(self, owners: Sequence[Person | Partner]) -> TaskDetails:
        """What was typed, with the owner that was chosen among `owners`."""
        chosen = next((one for one in owners if one.public_id == self.owner.data), None)
        return TaskDetails(self.text.data or "", self.due_on.data, chosen)


def task_form(owners: Sequence[Person | Partner], task: MeetingTask | None = None) -> TaskForm:
    """A form about `task`, else about a new one."""
    form = TaskForm(data=_of_task(task) if task else None)
    form.owner.choices = [
        SelectChoice("", _l("noch offen")),
        *(SelectChoice(one.public_id, one.name) for one in owners),
    ]
    return form


def _of_task(task: MeetingTask) -> dict[str, object]:
    owner = task.person or task.partner
    return {
        "text": task.text,
        "due_on": task.due_on,
        "owner": owner.public_id if owner else "",
    }
