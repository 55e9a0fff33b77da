"""Forms around a group. Times go by the clock of whoever sets the date."""

from collections.abc import Sequence
from datetime import time

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Regexp

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import ngettext, viewer_zone
from courses.cohorts.planning.fields import link_field
from courses.cohorts.planning.forms import SessionTimes
from exchange.peer_consultations.groups.case_texts import CaseText
from exchange.peer_consultations.groups.dating import Meeting
from exchange.peer_consultations.groups.models import Consultation, Role
from exchange.peer_consultations.groups.topics import Topic
from exchange.peer_consultations.groups.wording import ROLES
from scheduling.polls.forms import ProposalFields

LONGEST_TITLE, LONGEST_QUESTION, LONGEST_STORY = 120, 500, 6000
_RELOAD = _l("Bitte laden Sie die Seite neu.")


def topic_choices(topics: Sequence[Topic]) -> list[SelectChoice]:
    """Situations and competencies as two groups of choices; none of them is chosen at first."""
    choices = [SelectChoice("", _l("Bitte wählen"))]
    for topic in topics:
        group = _l("Situationen") if topic.is_situation else _l("Kompetenzen")
        choices.append(SelectChoice(topic.key, topic.name, optgroup=str(group)))
    return choices


class OpenForm(Form):
    """What it is about, what the opener does, and when all of it is deleted."""

    topic = SelectField(
        _l("Worum soll es gehen?"),
        validators=[InputRequired(_l("Bitte wählen Sie ein Thema."))],
    )
    brings_case = RadioField(
        _l("Bringen Sie selbst einen Fall ein?"),
        choices=[
            SelectChoice("yes", _l("Ja, ich möchte mir Rat holen")),
            SelectChoice("no", _l("Nein, ich organisiere und berate mit")),
        ],
        default="yes",
        validators=[InputRequired(_l("Bitte wählen Sie eine Antwort."))],
    )
    months = SelectField(
        _l("Wann wird alles gelöscht?"),
        description=_l(
            "Fall, Mitschrift und Gruppe sind dann für immer weg. Der Tag steht damit fest."
        ),
        coerce=int,
    )


def open_form(topics: Sequence[Topic], months: Sequence[int]) -> OpenForm:
    form = OpenForm(data={"months": 3 if 3 in months else months[-1], "brings_case": "yes"})
    form.topic.choices = topic_choices(topics)
    form.months.choices = [
        SelectChoice(number, ngettext("nach %(num)s Monat", "nach %(num)s Monaten", number))
        for number in months
    ]
    return form


class DateForm(SessionTimes, Form):
    date = DateField(_l("Tag"), validators=[InputRequired(_l("Bitte geben Sie einen Tag ein."))])
    start = TimeField(
        _l("Beginn"), validators=[InputRequired(_l("Bitte geben Sie eine Uhrzeit ein."))]
    )
    end = TimeField(
        _l("Ende"),
        description=_l("Die Phasen dauern zusammen 65 Minuten. Planen Sie anderthalb Stunden."),
        validators=[InputRequired(_l("Bitte geben Sie eine Uhrzeit ein."))],
    )
    online_link = link_field()

    def meeting(self) -> Meeting | None:
        """What was typed; None, with the reason at its field, where there are no such times."""
        dates = self.dates()
        if dates is None:
            return None
        return Meeting(
            starts_at=dates.starts_at,
            ends_at=dates.ends_at,
            zone=viewer_zone().key,
            online_link=self.online_link.data or "",
        )


def date_form(consultation: Consultation) -> DateForm:
    event, zone = consultation.event, viewer_zone()
    data: dict[str, object] = {"start": time(10), "end": time(11, 30)}
    if event is not None:
        starts_at, ends_at = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
        data = {
            "date": starts_at.date(),
            "start": starts_at.time(),
            "end": ends_at.time(),
            "online_link": event.online_link,
        }
    form = DateForm(data=data)
    form.online_link.description = _l(
        "Von Ihrem Videodienst. Nur die Gruppe sieht ihn. Er beginnt mit https://."
    )
    return form


class PollForm(ProposalFields, Form):
    """Times among which the group looks for its date."""


class RoleForm(Form):
    """Which role a member has from now on."""

    person = HiddenField(validators=[Length(max=40)])
    role = SelectField(
        _l("Rolle"),
        choices=[SelectChoice(key, label) for key, label in ROLES.items()],
        validators=[InputRequired(_l("Bitte wählen Sie eine Rolle."))],
    )

    @property
    def chosen(self) -> Role:
        return Role(self.role.data)


class AddressForm(Form):
    """Somebody whom the organiser knows. There is no list to choose from."""

    email = EmailField(
        _l("Dienstliche E-Mail-Adresse"),
        description=_l("Die Adresse, mit der sich die Person bei KommA anmeldet."),
        validators=[
            DataRequired(_l("Bitte geben Sie die E-Mail-Adresse ein.")),
            Email(_l("Bitte geben Sie eine vollständige E-Mail-Adresse ein.")),
            Length(max=320),
        ],
    )


class CaseForm(Form):
    revision = HiddenField(validators=[Regexp(r"\d{1,9}\Z", message=_RELOAD)])
    title = StringField(
        _l("Überschrift"),
        description=_l("Unauffällig, zum Beispiel „Gespräch nach einer Sitzung“."),
        validators=[
            DataRequired(_l("Bitte geben Sie eine Überschrift ein.")),
            Length(max=LONGEST_TITLE, message=_l("Bitte höchstens 120 Zeichen.")),
        ],
    )
    question = TextAreaField(
        _l("Ihre Frage an die Gruppe"),
        description=_l("Ein Satz: Wobei soll die Gruppe Ihnen helfen?"),
        validators=[
            DataRequired(_l("Bitte geben Sie Ihre Frage ein.")),
            Length(max=LONGEST_QUESTION, message=_l("Bitte höchstens 500 Zeichen.")),
        ],
    )
    story = TextAreaField(
        _l("Was ist passiert?"),
        description=_l("Ohne Namen und Orte. Was haben Sie schon getan, was beschäftigt Sie?"),
        validators=[
            DataRequired(_l("Bitte beschreiben Sie kurz, was war.")),
            Length(max=LONGEST_STORY, message=_l("Bitte höchstens 6000 Zeichen.")),
        ],
    )

    @property
    def seen(self) -> int:
        """The revision that the form was opened with."""
        return int(self.revision.data or 0)

    def text(self) -> CaseText:
        return CaseText(self.title.data or "", self.question.data or "", self.story.data or "")


class ShareForm(Form):
    looked = BooleanField(
        _l("Ich habe geprüft: Niemand ist an dem Text zu erkennen."),
        validators=[InputRequired(_l("Bitte prüfen Sie den Text und bestätigen Sie das hier."))],
    )
