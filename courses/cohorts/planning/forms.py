"""Forms that plan dates: open a cohort, change one of its sessions, add one.

Times go by the clock of whoever plans.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import request
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
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone, viewer_zone
from courses.catalogue.content_loading import SessionPattern
from courses.catalogue.models import Course, CourseFormat
from courses.cohorts.forms import MOST_SEATS
from courses.cohorts.models import Cohort, Session
from courses.cohorts.planning.fields import (
    MOST_SESSIONS,
    link_field,
    place_field,
    room_field,
    town_field,
)
from courses.cohorts.planning.wished import fill_in_wishes
from courses.cohorts.services import SessionDates
from courses.cohorts.wall_time import NoSuchTime, instant_of
from courses.wording import LANGUAGES
from organisations.models import Municipality, Person


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
    place = place_field()
    room = room_field()
    town = town_field()
    online_link = link_field()
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
    like: Cohort | None = None,
) -> CohortForm:
    """A form for a new cohort of `course` with suggested `rows` of dates, else as that of `like`.

    Without `trainers` there is nothing to choose: whoever opens the cohort trains it.
    """
    form = CohortForm(data={"sessions": rows, **(_as_in(like) if like else _as_usual(course))})
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


def _as_usual(course: Course) -> dict[str, Any]:
    return {
        "place": "Online" if course.format == CourseFormat.ONLINE else "",
        "language": course.languages[0] if course.languages else "de",
    }


def _as_in(cohort: Cohort) -> dict[str, Any]:
    """All but the way in: a link of old dates may be one of people who have no business there."""
    event = cohort.sessions[0].event
    return {
        "place": event.place,
        "room": event.room,
        "town": event.town,
        "capacity": len(cohort.seats),
        "municipality": cohort.municipality.public_id if cohort.municipality else "",
        "language": cohort.language,
        "trainers": [one.public_id for one in cohort.trainers],
    }


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
    place = place_field()
    room = room_field()
    town = town_field()
    online_link = link_field()
    note = TextAreaField(
        _l("Hinweis für die Teilnehmenden"),
        description=_l(
            "Zum Beispiel, was man mitbringen soll. Er steht auf der Seite, nicht in der Mail."
        ),
        validators=[Length(max=500, message=_l("Bitte höchstens 500 Zeichen."))],
    )
    required = BooleanField(
        _l("Pflichttermin"),
        description=_l("Wer diesen Termin verpasst, bekommt keine Bescheinigung."),
    )
    leaders = SelectMultipleField(
        _l("Wer leitet diesen Termin?"),
        description=_l("Ohne Auswahl leiten ihn alle."),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def chosen_leaders(self, cohort: Cohort) -> list[Person] | None:
        """Those of the cohort's trainers who lead it, none for all; None where nobody was asked."""
        if "leaders" not in self:
            return None
        return [one for one in cohort.trainers if one.public_id in (self.leaders.data or ())]


def session_form(session: Session, *, anew: bool = False) -> SessionForm:
    """A form that shows what `session` is like; `anew` for another one like it, on no day yet."""
    event, zone, cohort = session.event, viewer_zone(), session.cohort
    starts_at, ends_at = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    form = SessionForm(
        data={
            "date": None if anew else starts_at.date(),
            "start": starts_at.time(),
            "end": ends_at.time(),
            "place": event.place,
            "room": event.room,
            "town": event.town,
            "online_link": event.online_link,
            "note": "" if anew else session.note,
            "required": session.required,
            "leaders": [one.public_id for one in session.leaders],
        }
    )
    _ask_for_town(form, cohort.course)
    form.leaders.choices = [SelectChoice(one.public_id, one.name) for one in cohort.trainers]
    if len(cohort.trainers) < 2:
        del form.leaders
    return form


def town_in(form: CohortForm | SessionForm) -> str | None:
    """What was entered; None for what is online or in no town that is known."""
    return form.town.data or None if "town" in form else None


def _ask_for_town(form: CohortForm | SessionForm, course: Course) -> None:
    """Nobody travels to what is online."""
    if course.format == CourseFormat.ONLINE:
        del form.town
