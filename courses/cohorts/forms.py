"""Forms of the trainer's side: how many seats, and who was there."""

from collections.abc import Sequence

from wtforms import DateField, Field, IntegerField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import viewer_zone
from courses.cohorts.entry_models import LONGEST_WORD
from courses.cohorts.models import Attendance, AttendanceStatus, Enrolment, Session
from courses.cohorts.window import Window, window_of

MOST_SEATS = 500


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
