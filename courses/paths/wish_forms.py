"""Forms of what a person wishes: time, last day, weekdays, place; and what becomes of one step."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice, SelectField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel import clock
from app.kernel.forms import NUMBER_FAULT, Form, WholeNumberField
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import viewer_zone
from courses.paths.choice_wording import weekday_name
from courses.paths.choices import Wishes

MOST_HOURS = 400
#: A path is planned for a year.
LATEST = timedelta(days=364)
HOURS_FAULT = _l("Bitte geben Sie ganze Stunden von %(min)s bis %(max)s ein.")


class _Date(DateField):
    """A date that says in our words what is wrong with it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(
                _l("Bitte geben Sie ein Datum ein, zum Beispiel 30.06.2027.")
            ) from error


@dataclass(frozen=True)
class Said:
    """What the form of wishes holds, as plain values."""

    hours: int
    deadline: str | None
    weekdays_off: list[int]
    online_only: bool


def said_in(wishes: Wishes) -> Said:
    """What the form shows of wishes; part of an hour counts as one."""
    choices = wishes.choices
    return Said(
        hours=-(-wishes.budget_minutes // 60),
        deadline=choices.deadline.isoformat() if choices.deadline else None,
        weekdays_off=sorted(choices.weekdays_off),
        online_only=choices.online_only,
    )


class WishesForm(Form):
    """What suits a person. `shown` remembers what the form said when it was opened, so that only
    what they change replaces what another browser tab may have kept since.
    """

    hours = WholeNumberField(
        _l("Wie viele Stunden können Sie in zwölf Monaten für Kurse einplanen?"),
        description=_l("8 Stunden sind ein Arbeitstag. 0 heißt: zurzeit keine Zeit."),
        validators=[InputRequired(NUMBER_FAULT), NumberRange(0, MOST_HOURS, HOURS_FAULT)],
    )
    deadline = _Date(
        _l("Bis wann möchten Sie fertig sein?"),
        description=_l("Der letzte Tag, an dem ein Termin sein darf. Leer heißt: in einem Jahr."),
        validators=[Optional()],
    )
    weekdays_off = SelectMultipleField(
        _l("An welchen Wochentagen passt es nicht?"),
        description=_l("Sie bekommen keine Termine an diesen Tagen vorgeschlagen."),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    online_only = BooleanField(
        _l("Nur online"),
        description=_l("Dann werden nur Kurse ohne Anreise vorgeschlagen."),
    )
    shown = HiddenField()
    #: Sent along where the effect has been looked at and is wanted.
    wanted = HiddenField()

    def __init__(self, wishes: Wishes, **given: Any) -> None:
        said = said_in(wishes)
        last_day = wishes.choices.deadline
        data = asdict(said) | {"deadline": last_day, "shown": json.dumps(asdict(said))}
        super().__init__(data=data, **given)
        self.weekdays_off.choices = [
            SelectChoice(weekday, weekday_name(weekday)) for weekday in range(7)
        ]

    def validate_deadline(self, field: DateField) -> None:
        """Refuse a day that is over, and one beyond the year that is planned."""
        today = _today()
        if field.data is not None and field.data < today:
            raise ValidationError(_l("Dieser Tag ist vorbei. Bitte wählen Sie einen späteren."))
        if field.data is not None and field.data > today + LATEST:
            raise ValidationError(_l("Bitte wählen Sie einen Tag in den nächsten zwölf Monaten."))

    @property
    def said(self) -> Said:
        """What is entered."""
        deadline: date | None = self.deadline.data
        return Said(
            hours=self.hours.data,
            deadline=deadline.isoformat() if deadline else None,
            weekdays_off=sorted(self.weekdays_off.data or []),
            online_only=bool(self.online_only.data),
        )

    @property
    def change(self) -> Callable[[Wishes], Wishes]:
        """What to do to wishes: only that in which the form differs from what it has shown."""
        said, shown = asdict(self.said), _read_shown(self.shown.data)
        changed = {name for name, value in said.items() if shown.get(name, _NOTHING) != value}

        def apply(wishes: Wishes) -> Wishes:
            choices = wishes.choices
            if "deadline" in changed:
                choices = replace(choices, deadline=self.deadline.data)
            if "weekdays_off" in changed:
                choices = replace(choices, weekdays_off=frozenset(self.weekdays_off.data or []))
            if "online_only" in changed:
                choices = replace(choices, online_only=bool(self.online_only.data))
            minutes = self.hours.data * 60 if "hours" in changed else wishes.budget_minutes
            return Wishes(minutes, choices)

        return apply


_NOTHING = object()


def _read_shown(text: str | None) -> dict[str, Any]:
    try:
        shown = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return shown if isinstance(shown, dict) else {}


def _today() -> date:
    return clock.now().astimezone(viewer_zone()).date()


class StepForm(Form):
    """What is to become of the step of a course. Sent by buttons, so it says nothing of faults."""

    what = SelectField(
        choices=[SelectChoice(what, what) for what in ("keep", "release", "leave_out", "swap")],
        validators=[InputRequired()],
    )
    course = StringField(validators=[DataRequired(), Length(max=80)])
    cohort = StringField(validators=[Length(max=16)])
    instead = StringField(validators=[Length(max=80)])
