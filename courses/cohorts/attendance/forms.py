"""Who was there, and for how long: a choice for everyone in the roster."""

from collections.abc import Sequence

from wtforms import (
    Field,
    RadioField,
    SelectChoice,
)
from wtforms.validators import NumberRange, Optional

from app.kernel.forms import Form, WholeNumberField
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.attendance.words import STATUSES
from courses.cohorts.models import AttendanceStatus, Enrolment, Session
from courses.cohorts.queries import find_record


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
