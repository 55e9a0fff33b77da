"""Forms about municipalities."""

from typing import Any

from wtforms import RadioField, SearchField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from organisations.municipalities.mail_domains import split_domains
from organisations.wording import KINDS, MEMBERSHIPS, STATES

LONGEST_NAME = 120


class MunicipalityForm(Form):
    name = StringField(
        _l("Name"),
        description=_l("So, wie die Kommune sich selbst nennt."),
        validators=[
            DataRequired(_l("Bitte geben Sie den Namen ein.")),
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

    mail_domains = StringField(
        _l("Mail-Domains für die Selbstregistrierung"),
        description=_l(
            "Was in dienstlichen Adressen hinter dem @ steht. Mehrere trennen Sie mit Komma. Wer "
            "eine solche Adresse hat, kann sich registrieren. Die Koordination gibt jede "
            "Person frei. Ohne Domain kann sich niemand registrieren."
        ),
        validators=[Length(max=1000, message=_l("Bitte höchstens 1.000 Zeichen."))],
    )

    @property
    def details(self) -> dict[str, Any]:
        """What was typed, as the commands take it."""
        names = ("name", "kind", "state", "membership")
        return {name: self[name].data for name in names} | {
            "mail_domains": split_domains(self.mail_domains.data or "")
        }


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
