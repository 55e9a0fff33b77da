"""Forms of the trainer's side: which cohorts, which seats, and who was there for how long."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.kernel.forms import Form, WholeNumberField
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import viewer_zone
from courses.cohorts.attendance.words import STATUSES
from courses.cohorts.entry.models import LONGEST_WORD
from courses.cohorts.entry.window import Window, window_of
from courses.cohorts.finding import Stage
from courses.cohorts.models import AttendanceStatus, Enrolment, Session
from courses.cohorts.queries import find_record

MOST_SEATS = 500


class CohortSearchForm(Form):
    """Looks for cohorts. Changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(
        _l("Suchen"), description=_l("Kurs, Kursleitung, Kommune oder Land"), default=""
    )


def stage_in(given: MultiDict[str, str]) -> Stage:
    """Which cohorts are asked for; current ones where that is not said, or is nothing known."""
    chosen = given.get("stage", "")
    return Stage(chosen) if chosen in set(Stage) else Stage.CURRENT


class CapacityForm(Form):
    seats = IntegerField(
        _l("Zahl der Plätze"),
        validators=[
            InputRequired(_l("Bitte geben Sie eine ganze Zahl ein.")),
            NumberRange(1, MOST_SEATS, _l("Bitte geben Sie eine Zahl von 1 bis 500 ein.")),
        ],
    )


class WindowForm(Form):
    """From which to which day people enrol, by the clock of whoever plans."""

    enrolment_opens = DateField(
        _l("Anmeldung ab"),
        description=_l("Leer heißt: ab sofort."),
        validators=[Optional()],
    )
    enrolment_closes = DateField(
        _l("Letzter Tag der Anmeldung"),
        description=_l("Leer heißt: bis zum ersten Termin."),
        validators=[Optional()],
    )

    def window(self) -> Window:
        """The instants. Raises DomainError where it would end before it begins."""
        return window_of(self.enrolment_opens.data, self.enrolment_closes.data, viewer_zone())


class WaiverForm(Form):
    note = TextAreaField(
        _l("Was möchten Sie der Kursleitung dazu sagen?"),
        description=_l("Mit der Entscheidung wird Ihre Nachricht gelöscht."),
        validators=[Length(max=LONGEST_WORD, message=_l("Bitte höchstens 500 Zeichen."))],
    )


class AttendanceForm(Form):
    """One choice per person, added by `attendance_form`, and minutes for who was there for a part.

    Nobody needs to have one.
    """

    def field_of(self, enrolment: Enrolment) -> Field:
        return self[_name(enrolment)]

    def minutes_of(self, enrolment: Enrolment) -> Field:
        return self[_minutes(enrolment)]

    def minutes(self, roster: Sequence[Enrolment]) -> dict[Enrolment, int]:
        """How long people were there, where somebody says so."""
        given = {enrolment: self.minutes_of(enrolment).data for enrolment in roster}
        return {enrolment: minutes for enrolment, minutes in given.items() if minutes}

    def statuses(self, roster: Sequence[Enrolment]) -> dict[Enrolment, AttendanceStatus]:
        """What was chosen; people without a choice are left out."""
        chosen = {enrolment: self.field_of(enrolment).data for enrolment in roster}
        return {
            enrolment: AttendanceStatus(status) for enrolment, status in chosen.items() if status
        }


def attendance_form(session: Session, roster: Sequence[Enrolment]) -> AttendanceForm:
    """A form with a choice for everyone in `roster`, set to what was recorded of `session`."""

    class RosterForm(AttendanceForm):
        pass

    recorded = {}
    for enrolment in roster:
        setattr(RosterForm, _name(enrolment), _choice(enrolment))
        setattr(RosterForm, _minutes(enrolment), _minutes_field(session.minutes))
        attendance = find_record(enrolment, session)
        recorded[_name(enrolment)] = attendance.status if attendance else None
        recorded[_minutes(enrolment)] = attendance.minutes if attendance else None
    return RosterForm(data=recorded)


def _choice(enrolment: Enrolment) -> RadioField:
    return RadioField(
        enrolment.person.name,
        choices=[SelectChoice(status.value, STATUSES[status]) for status in AttendanceStatus],
        validators=[Optional()],
    )


def _minutes_field(most: int) -> WholeNumberField:
    fault = _l("Der Termin dauert %(minutes)s Minuten.", minutes=most)
    return WholeNumberField(_l("Minuten"), validators=[Optional(), NumberRange(1, most, fault)])


def _name(enrolment: Enrolment) -> str:
    return f"status-{enrolment.public_id}"


def _minutes(enrolment: Enrolment) -> str:
    return f"minutes-{enrolment.public_id}"
