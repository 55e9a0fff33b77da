"""Forms of date polls. Times are typed by the clock of the poll's zone.

`ProposalFields` is for the owner's form that opens a poll:

    class DateForm(ProposalFields, Form): ...

    form = DateForm()
    if form.wants_rows:
        form.add_rows()                                # show the page again, with 200
    elif form.validate_on_submit() and (dates := form.proposed(zone)):
        open_date_poll(proposals=dates.times, duration=dates.duration, zone=zone,
                       closes_at=dates.closes_at, ...)

Where `proposed` gives None the reason stands at its field; `form.show` takes what commands refuse.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import request
from wtforms import (
    DateField,
    Field,
    FieldList,
    FormField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from app.kernel.forms import Form
from app.kernel.i18n import duration as length_in_words
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import local_span
from scheduling.local_clock import instants_of_reading
from scheduling.polls.models import LONGEST_COMMENT, Choice, DatePoll, DateProposal
from scheduling.polls.services import MOST_PROPOSALS
from scheduling.polls.wording import CHOICES

ROWS_AT_FIRST = 4
ROWS_MORE = 3
DURATIONS = (30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 420, 480)
USUAL_DURATION = 90
USUAL_HOUR = time(18)

_NO_SUCH_TIME = _l("Diese Uhrzeit gibt es an dem Tag nicht: Die Uhr wird umgestellt.")


class ProposalRow(Form):
    """One proposed time. An empty row does not count."""

    class Meta(Form.Meta):
        csrf = False

    day = DateField(_l("Tag"), validators=[MayBeEmpty()])
    start = TimeField(_l("Beginn"), validators=[MayBeEmpty()])

    @property
    def counts(self) -> bool:
        return any(field.data or field.errors for field in (self.day, self.start))

    def instant(self, zone: ZoneInfo, usual: time | None) -> datetime | None:
        """When it starts, at `usual` where no time was typed; None with the reason at its field."""
        start = self.start.data or usual
        if self.day.data is None and not self.day.errors:
            self.day.errors = [_l("Bitte geben Sie einen Tag ein.")]
        if start is None and not self.start.errors:
            self.start.errors = [_l("Bitte geben Sie eine Uhrzeit ein.")]
        if self.day.errors or self.start.errors:
            return None
        return _instant_at(self.start, self.day.data, start, zone)


class ProposalRows:
    """Rows for times. Without a time, a row takes that of the row above."""

    times: FieldList

    @property
    def wants_rows(self) -> bool:
        """Whether the button for more rows was pressed."""
        return "add_row" in request.form

    def add_rows(self) -> None:
        """More rows, as far as there may be more."""
        for _row in range(min(ROWS_MORE, MOST_PROPOSALS - len(self.times))):
            self.times.append_entry()

    def starts(self, zone: str) -> list[datetime]:
        """The times that were typed, in UTC; empty, with the reasons, if one cannot be."""
        rows = [entry.form for entry in self.times if entry.form.counts]
        if not rows:
            self.form_errors.append(_l("Bitte schlagen Sie mindestens eine Zeit vor."))  # type: ignore[attr-defined]
        found, usual = [], None
        for row in rows:
            found.append(row.instant(ZoneInfo(zone), usual))
            usual = row.start.data or usual
        self.times.errors = [entry.errors for entry in self.times if entry.errors]
        return [] if None in found else [one for one in found if one]


class DeadlineFields:
    """Until when answers are taken: day and time."""

    closes_at = DateField(
        _l("Antworten bis: Tag"),
        validators=[InputRequired(_l("Bitte geben Sie einen Tag ein."))],
    )
    closes_time = TimeField(
        _l("Antworten bis: Uhrzeit"),
        default=USUAL_HOUR,
        validators=[InputRequired(_l("Bitte geben Sie eine Uhrzeit ein."))],
    )

    def deadline(self, zone: str) -> datetime | None:
        """The instant; None, with the reason at its field, where clocks leap over it."""
        return _instant_at(
            self.closes_time, self.closes_at.data, self.closes_time.data, ZoneInfo(zone)
        )


@dataclass(frozen=True)
class ProposedDates:
    """What was typed: starts in UTC, how long it takes, and until when answers are taken."""

    times: list[datetime]
    duration: timedelta
    closes_at: datetime


class ProposalFields(ProposalRows, DeadlineFields):
    """All that a poll needs to know of its times; see the module."""

    times = FieldList(FormField(ProposalRow), min_entries=ROWS_AT_FIRST, max_entries=MOST_PROPOSALS)
    minutes = SelectField(
        _l("Wie lange dauert der Termin?"),
        coerce=int,
        choices=lambda: [SelectChoice(each, length_in_words(each)) for each in DURATIONS],
        default=USUAL_DURATION,
    )

    def proposed(self, zone: str) -> ProposedDates | None:
        """What was typed, by the clock of `zone`; None where something cannot be."""
        times, closes_at = self.starts(zone), self.deadline(zone)
        if not times or closes_at is None:
            return None
        return ProposedDates(times, timedelta(minutes=self.minutes.data), closes_at)


class MoreTimesForm(ProposalRows, Form):
    times = FieldList(FormField(ProposalRow), min_entries=2, max_entries=MOST_PROPOSALS)


class DeadlineForm(DeadlineFields, Form):
    pass


def deadline_form(poll: DatePoll, *, sent: bool = True) -> DeadlineForm:
    """The form as it was sent, else with the deadline as it is."""
    shown = poll.closes_at.astimezone(ZoneInfo(poll.zone))
    known = {"closes_at": shown.date(), "closes_time": shown.time()}
    return DeadlineForm(data=known) if sent else DeadlineForm(formdata=None, data=known)


def answer_form(poll: DatePoll, given: Mapping[int, Choice], comment: str) -> Form:
    """A group of choices for each proposal, in the order of time, and a line to add something.

    `given` is what stands there at first, by id of the proposal.
    """
    fields: dict[str, Field] = {
        name_of(proposal): RadioField(
            local_span(proposal.starts_at, proposal.ends_at),
            choices=[SelectChoice(key.value, label) for key, label in CHOICES.items()],
            validators=[InputRequired(_l("Bitte wählen Sie eine Antwort."))],
        )
        for proposal in poll.proposals
    }
    fields["comment"] = TextAreaField(
        _l("Möchten Sie etwas dazu sagen?"),
        description=_l("Das lesen alle, die gefragt sind."),
        validators=[
            Length(
                max=LONGEST_COMMENT,
                message=_l("Bitte höchstens %(most)s Zeichen.", most=LONGEST_COMMENT),
            )
        ],
    )
    kind = type("AnswerForm", (Form,), fields)
    data = {name_of(one): given[one.id].value for one in poll.proposals if one.id in given}
    return kind(data=data | {"comment": comment})


def choices_in(form: Form, poll: DatePoll) -> dict[DateProposal, Choice]:
    """What was answered, by proposal."""
    return {one: Choice(form[name_of(one)].data) for one in poll.proposals}


def name_of(proposal: DateProposal) -> str:
    """The name of the field about `proposal`."""
    return f"at-{proposal.public_id}"


def _instant_at(field: Field, day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """What the clock of `zone` shows; where it comes twice, the first time."""
    instants = instants_of_reading(zone, day, at.hour * 60 + at.minute)
    if not instants:
        field.errors = [*field.errors, _NO_SUCH_TIME]
        return None
    return instants[0]
