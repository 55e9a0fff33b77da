"""Forms that plan dates: open a cohort, move one of its sessions.

Times go by the clock of whoever plans.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel import clock
from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised, programme_zone, viewer_zone
from courses.catalogue.content_loading import SessionPattern
from courses.catalogue.models import Course, CourseFormat
from courses.cohorts.forms import MOST_SEATS
from courses.cohorts.models import Session
from courses.cohorts.services import SessionDates
from courses.cohorts.wall_time import NoSuchTime, instant_of
from courses.cohorts.wished import fill_in_wishes
from courses.wording import LANGUAGES
from organisations.models import Municipality, Person

MOST_SESSIONS = 20
PLANNED_AHEAD = timedelta(days=5 * 365)
_PLACE_TOO_LONG = Length(max=200, message=_l("Bitte höchstens 200 Zeichen."))


def _town_field() -> StringField:
    return StringField(
        _l("Stadt oder Gemeinde"),
        description=_l(
            "Gibt die Kursleitung auch Coachings, bleibt davor und danach Zeit für den Weg frei."
        ),
        validators=[Length(max=80, message=_l("Bitte höchstens 80 Zeichen."))],
    )


class FirstDayForm(Form):
    """Which course and from when: what the dates are suggested from. Changes nothing."""

    class Meta(Form.Meta):
        csrf = False

    course = SelectField(_l("Kurs"), validators=[InputRequired(_l("Bitte wählen Sie einen Kurs."))])
    first_day = DateField(
        _l("Erster Tag"), validators=[InputRequired(_l("Bitte geben Sie einen Tag ein."))]
    )

    def validate_first_day(self, field: DateField) -> None:
        if field.data is None:
            return
        today = clock.now().astimezone(programme_zone()).date()
        if not today <= field.data <= today + PLANNED_AHEAD:
            raise ValidationError(_l("Bitte wählen Sie einen Tag in den nächsten fünf Jahren."))


def first_day_form(given: MultiDict[str, str], courses: Sequence[Course]) -> FirstDayForm:
    """The first step's form with what the address gives."""
    form = FirstDayForm(given)
    form.course.choices = [SelectChoice(course.slug, localised(course.title)) for course in courses]
    return form


class SessionTimes:
    """The three fields of a time on the wall, and the instants they mean."""

    date: DateField
    start: TimeField
    end: TimeField

    def dates(self) -> SessionDates | None:
        """The instants; None, with the reason at its field, where there are no such times."""
        zone = viewer_zone()
        instants = []
        for field in (self.start, self.end):
            try:
                instants.append(instant_of(self.date.data, field.data, zone))
            except NoSuchTime:
                field.errors = [
                    *field.errors,
                    _l("Diese Uhrzeit gibt es an dem Tag nicht: Die Uhr wird umgestellt."),
                ]
        if len(instants) < 2:
            return None
        if instants[1] <= instants[0]:
            self.end.errors = [*self.end.errors, _l("Das Ende muss nach dem Beginn liegen.")]
            return None
        return SessionDates(*instants)


class SessionRow(SessionTimes, Form):
    """One session of a new cohort. An empty row does not count."""

    class Meta(Form.Meta):
        csrf = False

    date = DateField(_l("Tag"), validators=[MayBeEmpty()])
    start = TimeField(_l("Beginn"), validators=[MayBeEmpty()])
    end = TimeField(_l("Ende"), validators=[MayBeEmpty()])
    leave_out = BooleanField(_l("Diesen Termin weglassen"))

    @property
    def counts(self) -> bool:
        given = (self.date, self.start, self.end)
        typed = any(field.data or field.errors for field in given)
        return typed and not self.leave_out.data

    def complete(self) -> bool:
        """Whether all three are there; says what is missing at its field."""
        for field in (self.date, self.start, self.end):
            if field.data is None and not field.errors:
                field.errors = [_l("Bitte füllen Sie dieses Feld aus.")]
        return not any(field.errors for field in (self.date, self.start, self.end))


class CohortForm(Form):
    sessions = FieldList(FormField(SessionRow), max_entries=MOST_SESSIONS)
    place = StringField(_l("Ort"), validators=[_PLACE_TOO_LONG])
    town = _town_field()
    capacity = IntegerField(
        _l("Zahl der Plätze"),
        default=12,
        validators=[
            InputRequired(_l("Bitte geben Sie eine ganze Zahl ein.")),
            NumberRange(1, MOST_SEATS, _l("Bitte geben Sie eine Zahl von 1 bis 500 ein.")),
        ],
    )
    municipality = SelectField(_l("Für wen"), default="")
    language = RadioField(
        _l("Sprache"),
        choices=[SelectChoice(key, label) for key, label in LANGUAGES.items()],
        default="de",
        validators=[InputRequired(_l("Bitte wählen Sie die Sprache."))],
    )
    trainers = SelectMultipleField(
        _l("Kursleitung"),
        description=_l("Wer nichts ankreuzt, leitet den Durchgang selbst."),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def dates(self, now: datetime) -> list[SessionDates]:
        """The sessions that count; empty, with the reason where it belongs, if one cannot be."""
        rows = [entry.form for entry in self.sessions if entry.form.counts]
        if not rows:
            self.form_errors.append(_l("Ein Durchgang braucht mindestens einen Termin."))
        found = []
        for row in rows:
            times = row.dates() if row.complete() else None
            if times is not None and times.starts_at <= now:
                row.date.errors = [_l("Bitte wählen Sie einen Zeitpunkt, der noch kommt.")]
                times = None
            found.append(times)
        self.sessions.errors = [entry.errors for entry in self.sessions if entry.errors]
        return [] if None in found else found


def cohort_form(
    *,
    course: Course,
    rows: list[dict[str, Any]],
    municipalities: Sequence[Municipality],
    trainers: Sequence[Person],
) -> CohortForm:
    """A form for a new cohort of `course` with suggested `rows` of dates.

    Without `trainers` there is nothing to choose: whoever opens the cohort trains it.
    """
    form = CohortForm(
        data={
            "sessions": rows,
            "place": "Online" if course.format == CourseFormat.ONLINE else "",
            "language": course.languages[0] if course.languages else "de",
        }
    )
    if course.format == CourseFormat.IN_PERSON:
        form.place.flags.required = True
        form.place.validators = [
            DataRequired(_l("Bitte geben Sie den Ort ein: Der Kurs findet vor Ort statt.")),
            *form.place.validators,
        ]
    _ask_for_town(form, course)
    form.municipality.choices = [
        SelectChoice("", _l("Alle Kommunen des Programms")),
        *(SelectChoice(one.public_id, one.name) for one in municipalities),
    ]
    fill_in_wishes(form, request.args)
    if trainers:
        form.trainers.choices = [SelectChoice(one.public_id, one.name) for one in trainers]
    else:
        del form.trainers
    return form


def suggested_rows(patterns: Sequence[SessionPattern], first_day: date) -> list[dict[str, Any]]:
    """Rows of a cohort form: the course's pattern from `first_day` on, else that day alone.

    The pattern goes by the programme's clock, the rows by that of whoever plans.
    """
    rows = []
    for pattern in patterns:
        starts_at, ends_at = pattern.on(first_day, programme_zone())
        rows.append(_row(starts_at.astimezone(viewer_zone()), ends_at.astimezone(viewer_zone())))
    return rows or [{"date": first_day}]


def _row(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
    return {"date": starts_at.date(), "start": starts_at.time(), "end": ends_at.time()}


class SessionForm(SessionTimes, Form):
    date = DateField(_l("Tag"), validators=[InputRequired(_l("Bitte geben Sie einen Tag ein."))])
    start = TimeField(
        _l("Beginn"), validators=[InputRequired(_l("Bitte geben Sie eine Uhrzeit ein."))]
    )
    end = TimeField(_l("Ende"), validators=[InputRequired(_l("Bitte geben Sie eine Uhrzeit ein."))])
    place = StringField(_l("Ort"), validators=[_PLACE_TOO_LONG])
    town = _town_field()


def session_form(session: Session) -> SessionForm:
    """A form that shows when and where `session` takes place."""
    event, zone = session.event, viewer_zone()
    starts_at, ends_at = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    form = SessionForm(
        data={
            "date": starts_at.date(),
            "start": starts_at.time(),
            "end": ends_at.time(),
            "place": event.place,
            "town": event.town,
        }
    )
    _ask_for_town(form, session.cohort.course)
    return form


def town_in(form: CohortForm | SessionForm) -> str | None:
    """What was entered; None for what is online or in no town that is known."""
    return form.town.data or None if "town" in form else None


def _ask_for_town(form: CohortForm | SessionForm, course: Course) -> None:
    """Nobody travels to what is online."""
    if course.format == CourseFormat.ONLINE:
        del form.town
