"""Forms about municipalities."""

from wtforms import RadioField, SearchField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from organisations.wording import KINDS, MEMBERSHIPS, STATES

LONGEST_NAME = 120


class MunicipalityForm(Form):
    name = StringField(
        _l("Name"),
        description=_l("So, wie die Kommune sich selbst nennt."),
        validators=[
            InputRequired(_l("Bitte geben Sie den Namen ein.")),
            Length(max=LONGEST_NAME, message=_l("Bitte höchstens 120 Zeichen.")),
        ],
    )
    kind = RadioField(
        _l("Art"),
        choices=[SelectChoice(key, label) for key, label in KINDS.items()],
        validators=[InputRequired(_l("Bitte wählen Sie die Art der Kommune."))],
    )
    state = SelectField(
        _l("Land"),
        choices=[SelectChoice(key, label) for key, label in STATES.items()],
        validators=[InputRequired(_l("Bitte wählen Sie das Land."))],
    )
    membership = RadioField(
        _l("Teilnahme am Programm"),
        choices=[SelectChoice(key, label) for key, label in MEMBERSHIPS.items()],
        validators=[InputRequired(_l("Bitte wählen Sie, wie die Kommune teilnimmt."))],
    )

    @property
    def details(self) -> dict[str, str]:
        """What was typed, as the commands take it."""
        names = ("name", "kind", "state", "membership")
        return {name: self[name].data for name in names}


class MunicipalitySearchForm(Form):
    """Looks for something and changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False

    q = SearchField(_l("Name der Kommune"))
    membership = SelectField(
        _l("Teilnahme am Programm"),
        choices=[
            SelectChoice("", _l("Alle")),
            *(SelectChoice(key, label) for key, label in MEMBERSHIPS.items()),
        ],
        default="",
    )
