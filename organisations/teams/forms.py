"""Forms about teams."""

from collections.abc import Sequence

from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import Bilingual
from app.kernel.i18n import lazy_gettext as _l
from organisations.models import Municipality, Team

_TOO_LONG = Length(max=120, message=_l("Bitte höchstens 120 Zeichen."))


class TeamForm(Form):
    municipality = SelectField(
        _l("Kommune"), validators=[InputRequired(_l("Bitte wählen Sie die Kommune."))]
    )
    name = StringField(
        _l("Name des Teams oder Amts"),
        validators=[DataRequired(_l("Bitte geben Sie den Namen ein.")), _TOO_LONG],
    )
    name_en = StringField(
        _l("Name auf Englisch"),
        description=_l("Leer heißt: in beiden Sprachen derselbe Name."),
        validators=[_TOO_LONG],
    )

    @property
    def bilingual_name(self) -> Bilingual:
        """The name in both languages."""
        name = self.name.data or ""
        return Bilingual(de=name, en=self.name_en.data or name)

    def chosen(self, municipalities: Sequence[Municipality]) -> Municipality:
        """The municipality that was chosen; the only one where there is no choice."""
        if self.municipality is None:
            return municipalities[0]
        return next(one for one in municipalities if one.public_id == self.municipality.data)


def team_form(municipalities: Sequence[Municipality]) -> TeamForm:
    """A form about a new team of one of these."""
    form = TeamForm()
    form.municipality.choices = [SelectChoice(one.public_id, one.name) for one in municipalities]
    if len(municipalities) == 1:
        del form.municipality
    return form


def rename_form(team: Team) -> TeamForm:
    """A form about the names of `team`."""
    form = TeamForm(name=team.name.de, name_en=team.name.en)
    del form.municipality
    return form


class TeamSearchForm(Form):
    """Looks for something and changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False

    municipality = SelectField(_l("Kommune"), default="")

    def choose_from(self, municipalities: Sequence[Municipality]) -> Sequence[Municipality]:
        """Offer these; returns the one that is chosen alone, or all of them."""
        self.municipality.choices = [
            SelectChoice("", _l("Alle")),
            *(SelectChoice(one.public_id, one.name) for one in municipalities),
        ]
        chosen = [one for one in municipalities if one.public_id == self.municipality.data]
        return chosen or municipalities
