"""Forms about people."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from wtforms import (
    DateField,
    EmailField,
    Field,
    RadioField,
    SearchField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel import clock
from app.kernel.forms import Form
from app.kernel.i18n import Bilingual, programme_zone
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Role
from organisations.accounts.models import Account
from organisations.models import Function, Municipality
from organisations.people.coordination import (
    ROLES_OF_COORDINATORS,
    known_details,
    withheld_details,
)
from organisations.people.queries import reaches_everybody
from organisations.people.services import PersonDetails
from organisations.wording import FUNCTIONS, LANGUAGES, ROLE_HINTS, ROLES

#: The choice of those who belong to no municipality. Nothing is chosen for a new person: most do.
NONE = "none"

LONGEST_SUBSTITUTE = timedelta(days=5 * 365)

#: The fields of what is typed in two.
_FIELDS = {"team_name": ("team", "team_en"), "job_title": ("job_title", "job_title_en")}

_NAME_TOO_LONG = Length(max=80, message=_l("Bitte höchstens 80 Zeichen."))
_TEXT_TOO_LONG = Length(max=120, message=_l("Bitte höchstens 120 Zeichen."))


class PersonForm(Form):
    given_name = StringField(
        _l("Vorname"),
        validators=[DataRequired(_l("Bitte geben Sie den Vornamen ein.")), _NAME_TOO_LONG],
    )
    family_name = StringField(
        _l("Nachname"),
        validators=[DataRequired(_l("Bitte geben Sie den Nachnamen ein.")), _NAME_TOO_LONG],
    )
    email = EmailField(
        _l("Dienstliche E-Mail-Adresse"),
        description=_l("Damit meldet sich die Person an."),
        validators=[
            DataRequired(_l("Bitte geben Sie die E-Mail-Adresse ein.")),
            Email(_l("Bitte geben Sie eine vollständige E-Mail-Adresse ein.")),
            Length(max=320),
        ],
    )
    language = RadioField(
        _l("Sprache"),
        description=_l("In dieser Sprache bekommt die Person ihre Mails."),
        choices=[SelectChoice(key, label) for key, label in LANGUAGES.items()],
        default="de",
        validators=[InputRequired(_l("Bitte wählen Sie die Sprache."))],
    )
    municipality = SelectField(
        _l("Kommune"),
        validators=[InputRequired(_l("Bitte wählen Sie die Kommune."))],
    )
    team = StringField(
        _l("Team oder Amt"),
        description=_l("Gibt es das Team in der Kommune noch nicht, wird es angelegt."),
        validators=[_TEXT_TOO_LONG],
        render_kw={"list": "team-names"},
    )
    team_en = StringField(
        _l("Name des Teams auf Englisch"),
        description=_l("Nur für ein neues Team."),
        validators=[_TEXT_TOO_LONG],
    )
    function = RadioField(
        _l("Funktion"),
        description=_l("Danach richten sich Kurse und Ziele."),
        choices=[
            *(SelectChoice(key, label) for key, label in FUNCTIONS.items()),
            SelectChoice(NONE, _l("Keine: Programmbüro, Training oder Coaching")),
        ],
        validators=[InputRequired(_l("Bitte wählen Sie die Funktion."))],
    )
    job_title = StringField(_l("Tätigkeit"), validators=[_TEXT_TOO_LONG])
    job_title_en = StringField(_l("Tätigkeit auf Englisch"), validators=[_TEXT_TOO_LONG])
    roles = SelectMultipleField(
        _l("Rollen"),
        description=_l("Änderungen gelten sofort. Ohne Rolle sieht die Person fast nichts."),
        choices=[SelectChoice(key, ROLES[key]) for key in ROLE_HINTS],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    substitute_until = DateField(
        _l("Letzter Tag der Vertretung"),
        description=_l("Nur für die Vertretung der Koordination. Danach endet sie von selbst."),
        validators=[Optional()],
    )

    def validate_substitute_until(self, field: Field) -> None:
        """Refuse a day that nobody plans for; the calendar ends some time after."""
        today = clock.now().astimezone(programme_zone()).date()
        if field.data is not None and field.data > today + LONGEST_SUBSTITUTE:
            raise ValidationError(_l("Bitte wählen Sie einen Tag in den nächsten fünf Jahren."))

    def details(self, municipalities: Sequence[Municipality]) -> PersonDetails:
        """What was typed, as the commands take it; nothing where somebody has no such field.

        Without a field for the municipality it is the only one that there is to choose.
        """
        chosen = self.municipality.data if self.municipality else municipalities[0].public_id
        return PersonDetails(
            given_name=self.given_name.data or "",
            family_name=self.family_name.data or "",
            email=_typed(self.email),
            language=self.language.data,
            function=None if self.function.data == NONE else Function(self.function.data),
            job_title=_bilingual(_typed(self.job_title), _typed(self.job_title_en)),
            municipality=next((one for one in municipalities if one.public_id == chosen), None),
            team_name=_bilingual(_typed(self.team), _typed(self.team_en)),
            roles=frozenset(Role(role) for role in (self.roles.data if self.roles else None) or ()),
            substitute_until=end_of_day(
                self.substitute_until.data if self.substitute_until else None
            ),
        )


def person_form(
    municipalities: Sequence[Municipality], account: Account | None, reader: Account
) -> PersonForm:
    """A form about the person of `account`, or about a new one, as far as `reader` reaches."""
    form = PersonForm(data=_known(account) if account else {"roles": [Role.TRAINEE.value]})
    form.municipality.choices = [
        SelectChoice(NONE, _l("Keine: Programmbüro, Training oder Coaching")),
        *(SelectChoice(one.public_id, one.name) for one in municipalities),
    ]
    if not reaches_everybody(reader):
        _narrow(form, municipalities)
    for name in withheld_details(account, reader):
        for field in _FIELDS.get(name, (name,)):
            if field in form:
                del form[field]
    return form


def _narrow(form: PersonForm, municipalities: Sequence[Municipality]) -> None:
    """Leave the choices of coordinators: people who take part, in municipalities of theirs."""
    form.function.choices = [SelectChoice(key, label) for key, label in FUNCTIONS.items()]
    form.roles.choices = [
        SelectChoice(key, ROLES[key]) for key in ROLE_HINTS if key in ROLES_OF_COORDINATORS
    ]
    form.roles.description = _l("Änderungen gelten sofort. Weitere Rollen gibt das Programmbüro.")
    form.municipality.choices = form.municipality.choices[1:]
    if len(municipalities) == 1:
        del form.municipality


def _known(account: Account) -> dict[str, Any]:
    known = known_details(account)
    team, job_title = known.team_name, known.job_title
    return {
        "given_name": known.given_name,
        "family_name": known.family_name,
        "email": known.email,
        "language": known.language,
        "municipality": known.municipality.public_id if known.municipality else NONE,
        "team": team.de if team else "",
        "team_en": team.en if team else "",
        "function": known.function or NONE,
        "job_title": job_title.de if job_title else "",
        "job_title_en": job_title.en if job_title else "",
        "roles": [role.value for role in known.roles],
        "substitute_until": last_day_before(known.substitute_until),
    }


def end_of_day(day: date | None) -> datetime | None:
    """The midnight after `day` on the programme's clock."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time(), programme_zone()).astimezone(UTC)


def last_day_before(end: datetime | None) -> date | None:
    """The day after which it is midnight at `end`, on the programme's clock."""
    return end and end.astimezone(programme_zone()).date() - timedelta(days=1)


def _typed(field: Field | None) -> str:
    return (field.data or "") if field is not None else ""


def _bilingual(german: str | None, english: str | None) -> Bilingual | None:
    """Both languages; one stands for the other where only one was given."""
    if not german and not english:
        return None
    return Bilingual(de=german or english or "", en=english or german or "")


class PeopleSearchForm(Form):
    """Looks for something and changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False

    q = SearchField(_l("Name, Adresse oder Kommune"))
