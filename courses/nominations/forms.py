"""Forms of coordinators, leads and the office around seats of a municipality."""

from collections.abc import Sequence
from datetime import date, timedelta

from wtforms import (
    DateField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel import clock
from app.kernel.forms import Form, WholeNumberField
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised, viewer_zone
from courses.catalogue.models import Course
from courses.cohorts.entry.models import LONGEST_WORD
from courses.nominations.models import LONGEST_NOTE
from courses.nominations.queries import Criteria
from courses.nominations.wording import STATUSES
from courses.wording import FUNCTIONS
from organisations.models import Municipality, Person, Team

PLANNED_AHEAD = timedelta(days=2 * 365)
MOST_PEOPLE = 100
_ALL = _l("Alle")


class SearchForm(Form):
    """Looks for something and changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(_l("Name"), validators=[Length(max=100, message=_l("Höchstens 100 Zeichen."))])
    team = SelectField(_l("Team"), default="", validate_choice=False)
    function = SelectField(_l("Funktion"), default="", validate_choice=False)
    course = SelectField(_l("Kurs"), default="", validate_choice=False)
    state = SelectField(_l("Status"), default="", validate_choice=False)

    @property
    def criteria(self) -> Criteria:
        """What is looked for, as far as it is among the choices."""
        given = {
            field.name: field.data
            for field in (self.team, self.function, self.course, self.state)
            if field is not None and any(field.data == choice.value for choice in field.choices)
        }
        return Criteria(q=(self.q.data or "")[:100], **given)


def search_form(
    given: object, *, teams: Sequence[Team], courses: Sequence[Course] | None
) -> SearchForm:
    """A form with these to choose from; without `courses` it asks for people alone."""
    form = SearchForm(given)
    form.team.choices = _choices((team.public_id, localised(team.name)) for team in teams)
    form.function.choices = _choices(FUNCTIONS.items())
    if courses is None:
        del form.course, form.state
        return form
    form.course.choices = _choices((one.slug, localised(one.title)) for one in courses)
    form.state.choices = _choices(STATUSES.items())
    return form


def _choices(pairs: object) -> list[SelectChoice]:
    return [SelectChoice("", _ALL), *(SelectChoice(key, label) for key, label in pairs)]


class PeopleForm(Form):
    """Whom somebody chooses among those on the page."""

    people = SelectMultipleField(
        _l("Wen schlagen Sie vor?"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )

    @property
    def chosen(self) -> list[str]:
        """Public ids, each once. What PostgreSQL takes for no text is nobody's id."""
        ids = (one for one in self.people.data or () if "\0" not in one)
        return list(dict.fromkeys(ids))[:MOST_PEOPLE]


def people_form(people: Sequence[Person]) -> PeopleForm:
    form = PeopleForm()
    form.people.choices = [SelectChoice(one.public_id, one.name) for one in people]
    return form


class ReasonForm(Form):
    reason = TextAreaField(
        _l("Warum nicht?"),
        validators=[
            DataRequired(_l("Bitte schreiben Sie kurz, warum.")),
            Length(max=LONGEST_WORD, message=_l("Bitte höchstens 500 Zeichen.")),
        ],
    )


class InHouseForm(Form):
    municipality = SelectField(
        _l("Kommune"), validators=[InputRequired(_l("Bitte wählen Sie die Kommune."))]
    )
    course = SelectField(_l("Kurs"), validators=[InputRequired(_l("Bitte wählen Sie einen Kurs."))])
    first = DateField(
        _l("Wunschtermin"), validators=[InputRequired(_l("Bitte geben Sie einen Tag ein."))]
    )
    second = DateField(_l("Oder"), validators=[MayBeEmpty()])
    third = DateField(_l("Oder auch"), validators=[MayBeEmpty()])
    people = WholeNumberField(
        _l("Wie viele Personen ungefähr?"),
        validators=[
            InputRequired(_l("Bitte geben Sie eine ganze Zahl ein.")),
            NumberRange(1, 500, _l("Bitte geben Sie eine Zahl von 1 bis 500 ein.")),
        ],
    )
    place = StringField(
        _l("Wo?"),
        description=_l("Zum Beispiel ein Raum im Rathaus. Leer heißt: noch offen."),
        validators=[Length(max=200, message=_l("Bitte höchstens 200 Zeichen."))],
    )
    note = TextAreaField(
        _l("Was sollen wir noch wissen?"),
        description=_l("Bitte nichts über einzelne Personen."),
        validators=[Length(max=LONGEST_NOTE, message=_l("Bitte höchstens 1000 Zeichen."))],
    )

    @property
    def days(self) -> list[date]:
        return [field.data for field in (self.first, self.second, self.third) if field.data]

    def validate_first(self, field: DateField) -> None:
        _check_day(field)

    def validate_second(self, field: DateField) -> None:
        _check_day(field)

    def validate_third(self, field: DateField) -> None:
        _check_day(field)


def in_house_form(municipalities: Sequence[Municipality], courses: Sequence[Course]) -> InHouseForm:
    """A form about a cohort for one of these; the only one is not asked for."""
    form = InHouseForm()
    form.municipality.choices = [SelectChoice(one.public_id, one.name) for one in municipalities]
    form.course.choices = [SelectChoice(one.slug, localised(one.title)) for one in courses]
    if len(municipalities) == 1:
        del form.municipality
    return form


def _check_day(field: DateField) -> None:
    if field.data is None:
        return
    today = clock.now().astimezone(viewer_zone()).date()
    if not today < field.data <= today + PLANNED_AHEAD:
        raise ValidationError(_l("Bitte wählen Sie einen Tag in den nächsten zwei Jahren."))
