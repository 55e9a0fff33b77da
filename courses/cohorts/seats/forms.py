"""Forms about seats: who takes one over, why somebody gets one early or loses it, who has some."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from wtforms import (
    DateField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from app.kernel import clock
from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import viewer_zone
from courses.cohorts.forms import MOST_SEATS, CapacityForm
from courses.cohorts.models import Cohort
from courses.cohorts.seats.reasons import REMOVAL_REASONS, TURN_REASONS
from courses.cohorts.wall_time import instant_of
from organisations.models import Municipality

MOST_RESERVATIONS = 30
PLANNED_AHEAD = timedelta(days=5 * 365)


class SubstituteForm(Form):
    email = StringField(
        _l("E-Mail-Adresse"),
        description=_l("Mit dieser Adresse meldet sich die Person bei KommA an."),
        render_kw={"type": "email", "autocomplete": "off"},
        validators=[DataRequired(_l("Bitte geben Sie eine E-Mail-Adresse ein."))],
    )


class TurnForm(Form):
    reason = RadioField(
        _l("Warum außer der Reihe?"),
        choices=[SelectChoice(reason.value, label) for reason, label in TURN_REASONS.items()],
        validators=[InputRequired(_l("Bitte wählen Sie einen Grund."))],
    )


class RemovalForm(Form):
    reason = RadioField(
        _l("Warum?"),
        choices=[SelectChoice(reason.value, label) for reason, label in REMOVAL_REASONS.items()],
        validators=[InputRequired(_l("Bitte wählen Sie einen Grund."))],
    )


class ReservationRow(Form):
    """So many seats for one municipality. A row without one does not count."""

    class Meta(Form.Meta):
        csrf = False

    municipality = SelectField(_l("Kommune"), validators=[MayBeEmpty()])
    count = IntegerField(
        _l("Reservierte Plätze"),
        validators=[
            MayBeEmpty(),
            NumberRange(0, MOST_SEATS, _l("Bitte geben Sie eine Zahl von 0 bis 500 ein.")),
        ],
    )


class SeatsForm(CapacityForm):
    """How many seats there are, and how many of them are kept for whom."""

    reserved = FieldList(FormField(ReservationRow), max_entries=MOST_RESERVATIONS)
    reserved_until = DateField(
        _l("Reserviert bis zum Ende dieses Tages"),
        description=_l("Danach sind freie Plätze für alle da. Leer: bis zum Beginn."),
        validators=[MayBeEmpty()],
    )

    def validate_reserved_until(self, field: DateField) -> None:
        if field.data and field.data > (clock.now() + PLANNED_AHEAD).date():
            raise ValidationError(_l("Bitte wählen Sie einen Tag in den nächsten fünf Jahren."))

    def counts(self, municipalities: Sequence[Municipality]) -> dict[Municipality, int] | None:
        """What is to be reserved; None, with the reason at its field, where it cannot be."""
        known = {one.public_id: one for one in municipalities}
        found: dict[Municipality, int] = {}
        for entry in self.reserved:
            row = entry.form
            home, count = known.get(row.municipality.data), row.count.data or 0
            if count and home is None:
                row.municipality.errors = [_l("Bitte wählen Sie eine Kommune.")]
            elif home in found:
                row.municipality.errors = [_l("Diese Kommune steht weiter oben schon.")]
            elif home is not None:
                found[home] = count
        if sum(found.values()) > self.seats.data:
            self.refuse(_l("Zusammen sind das mehr Plätze, als der Durchgang hat."))
        self.reserved.errors = [entry.errors for entry in self.reserved if entry.errors]
        return None if self.reserved.errors else found

    def refuse(self, message: object) -> None:
        """Say at the numbers why they cannot be."""
        for entry in self.reserved:
            if entry.form.count.data:
                entry.form.count.errors = [message]
        self.reserved.errors = [entry.errors for entry in self.reserved if entry.errors]

    def until(self) -> datetime | None:
        """The instant at which reservations end, by the clock of whoever plans."""
        day = self.reserved_until.data
        return instant_of(day, time(23, 59), viewer_zone()) if day else None


def seats_form(
    cohort: Cohort, reserved: Mapping[Municipality, int], municipalities: Sequence[Municipality]
) -> SeatsForm:
    """A form that shows how many seats `cohort` has and what is `reserved`, with a row to spare."""
    rows = [{"municipality": home.public_id, "count": n} for home, n in reserved.items()]
    until = cohort.reserved_until
    form = SeatsForm(
        data={
            "seats": len(cohort.seats),
            "reserved": [*rows, {}],
            "reserved_until": until.astimezone(viewer_zone()).date() if until else None,
        }
    )
    if cohort.municipality_id is not None:
        del form.reserved, form.reserved_until
    else:
        for entry in form.reserved:
            fill_choices(entry.form, municipalities)
    return form


def add_row(form: SeatsForm, municipalities: Sequence[Municipality]) -> None:
    """One more municipality, as long as there is room for it."""
    if "reserved" in form and len(form.reserved) < MOST_RESERVATIONS:
        form.reserved.append_entry()
        fill_choices(form.reserved[-1].form, municipalities)


def fill_choices(row: ReservationRow, municipalities: Sequence[Municipality]) -> None:
    row.municipality.choices = [
        SelectChoice("", _l("Keine")),
        *(SelectChoice(one.public_id, one.name) for one in municipalities),
    ]
