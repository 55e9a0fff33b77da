"""The form with which a lead starts the analysis of their team."""

from datetime import date, timedelta

from wtforms import DateField, RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, ValidationError
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel import clock
from app.kernel.forms import Form, WholeNumberField
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised, programme_zone
from courses.paths.forms import CHOOSE_A_TIME, MINUTES_TO_CHOOSE
from organisations.topics.queries import list_competencies

SHORTEST, USUAL, LONGEST = timedelta(days=3), timedelta(weeks=2), timedelta(weeks=8)
MOST_PEOPLE = 500
USUAL_PLAN, LONGEST_PLAN = timedelta(days=182), timedelta(days=2 * 365)


class AnalysisForm(Form):
    """What the plan for the team is to go by, and until when members may answer."""

    minutes = RadioField(
        _l("Wie viel Zeit hat jede Person für Kurse?"),
        description=_l("Gemeint ist die Kurszeit bis zum letzten Tag des Plans."),
        coerce=int,
        choices=[
            SelectChoice(minutes, label) for minutes, (label, _hint) in MINUTES_TO_CHOOSE.items()
        ],
        validators=[InputRequired(CHOOSE_A_TIME)],
        invalid_value_message=CHOOSE_A_TIME,
        invalid_choice_message=CHOOSE_A_TIME,
    )
    topics = SelectMultipleField(
        _l("Was ist Ihnen für das Team am wichtigsten?"),
        description=_l(
            "Diese Themen kommen zuerst. Antworten weniger als sieben aus dem Team, plant KommA "
            "nur nach ihnen und nach den Zielen der Funktionen. Sie müssen nichts wählen."
        ),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        invalid_choice_message=_l("Bitte wählen Sie nur Themen aus der Liste."),
    )
    most_away = WholeNumberField(
        _l("Wie viele aus dem Team dürfen höchstens gleichzeitig fehlen?"),
        description=_l("Dann geht das Team in mehreren Gruppen. Leer heißt: alle zusammen."),
        validators=[
            MayBeEmpty(),
            NumberRange(1, MOST_PEOPLE, _l("Bitte geben Sie eine Zahl von 1 bis 500 ein.")),
        ],
    )
    closes_on = DateField(
        _l("Bis wann soll das Team antworten?"),
        description=_l("Geschlossen wird die Analyse danach von Ihnen, nicht von selbst."),
        validators=[InputRequired(_l("Bitte wählen Sie einen Tag."))],
    )
    deadline = DateField(
        _l("Bis wann soll der Plan fertig sein?"),
        description=_l("Der letzte Tag, an dem ein Kurs stattfinden kann."),
        validators=[InputRequired(_l("Bitte wählen Sie einen Tag."))],
    )
    first = DateField(
        _l("Wunschtag für Kurse nur mit Ihrem Team"),
        description=_l("Wenn Sie welche haben. Ob es geht, entscheidet das Programmbüro."),
        validators=[MayBeEmpty()],
    )
    second = DateField(_l("Noch ein Wunschtag"), validators=[MayBeEmpty()])
    third = DateField(_l("Und noch einer"), validators=[MayBeEmpty()])

    @property
    def choice_hints(self) -> dict[int, object]:
        return {minutes: hint for minutes, (_label, hint) in MINUTES_TO_CHOOSE.items()}

    @property
    def wished_days(self) -> list[date]:
        return [field.data for field in (self.first, self.second, self.third) if field.data]

    def validate_closes_on(self, field: DateField) -> None:
        """Refuse what gives people too little time, or keeps answers too long."""
        if field.data and not today() + SHORTEST <= field.data <= today() + LONGEST:
            raise ValidationError(_l("Bitte wählen Sie einen Tag in drei Tagen bis acht Wochen."))

    def validate_deadline(self, field: DateField) -> None:
        """Refuse a plan that would be over before everybody has answered."""
        if field.data is None:
            return
        if self.closes_on.data and field.data <= self.closes_on.data:
            raise ValidationError(_l("Bitte wählen Sie einen Tag nach dem letzten zum Antworten."))
        if field.data > today() + LONGEST_PLAN:
            raise ValidationError(_l("Bitte wählen Sie einen Tag in den nächsten zwei Jahren."))

    def validate_first(self, field: DateField) -> None:
        self._check_wish(field)

    def validate_second(self, field: DateField) -> None:
        self._check_wish(field)

    def validate_third(self, field: DateField) -> None:
        self._check_wish(field)

    def _check_wish(self, field: DateField) -> None:
        if field.data is None:
            return
        if field.data <= today() or (self.deadline.data and field.data > self.deadline.data):
            raise ValidationError(_l("Bitte wählen Sie einen Tag, an dem der Plan noch läuft."))


def analysis_form() -> AnalysisForm:
    """The form with usual days and the topics there are."""
    form = AnalysisForm(data={"closes_on": today() + USUAL, "deadline": today() + USUAL_PLAN})
    form.topics.choices = [
        SelectChoice(one.key, localised(one.name)) for one in list_competencies()
    ]
    return form


def today() -> date:
    """The day by the programme's clock, as plans go by it."""
    return clock.now().astimezone(programme_zone()).date()
