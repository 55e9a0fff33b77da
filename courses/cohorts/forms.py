"""Forms of the trainer's side: which cohorts, how many seats, and who was there."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict
from wtforms import Field, IntegerField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.finding import Stage
from courses.cohorts.models import Attendance, AttendanceStatus, Enrolment, Session

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


class AttendanceForm(Form):
    """One choice per person, added by `attendance_form`. Nobody needs to have one."""

    def field_of(self, enrolment: Enrolment) -> Field:
        return self[_name(enrolment)]

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
        attendance = _find(enrolment.attendances, session)
        recorded[_name(enrolment)] = attendance.status if attendance else None
    return RosterForm(data=recorded)


def _choice(enrolment: Enrolment) -> RadioField:
    return RadioField(
        enrolment.person.name,
        choices=[
            SelectChoice(AttendanceStatus.PRESENT.value, _l("anwesend")),
            SelectChoice(AttendanceStatus.ABSENT.value, _l("nicht anwesend")),
        ],
        validators=[Optional()],
    )


def _find(attendances: Sequence[Attendance], session: Session) -> Attendance | None:
    return next((known for known in attendances if known.session_id == session.id), None)


def _name(enrolment: Enrolment) -> str:
    return f"status-{enrolment.public_id}"
