"""Forms of one's own account."""

from collections import defaultdict

from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from app.kernel.forms import Form
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone, zone_label
from app.kernel.zones import zones_to_choose
from organisations.accounts.forms import ConfirmForm, NewPasswordForm
from organisations.models import Person
from organisations.wording import LANGUAGES


class LanguageForm(Form):
    language = RadioField(
        _l("Sprache der Mails"),
        description=_l("Die Sprache der Seiten wählen Sie oben auf jeder Seite."),
        choices=[SelectChoice(key, label) for key, label in LANGUAGES.items()],
        validators=[InputRequired(_l("Bitte wählen Sie die Sprache."))],
    )


#: What the database calls the parts of the world, with Europe first.
REGIONS = {
    "Europe": _l("Europa"),
    "Africa": _l("Afrika"),
    "America": _l("Amerika"),
    "Antarctica": _l("Antarktis"),
    "Arctic": _l("Arktis"),
    "Asia": _l("Asien"),
    "Atlantic": _l("Atlantik"),
    "Australia": _l("Australien"),
    "Indian": _l("Indischer Ozean"),
    "Pacific": _l("Pazifik"),
}


class TimeZoneForm(Form):
    """Empty is the programme's zone. What is no zone is refused by the command."""

    time_zone = SelectField(
        _l("Zeitzone"),
        description=_l("In ihr stehen alle Zeiten auf den Seiten und in Ihren Mails."),
        validate_choice=False,
    )


def time_zone_form(person: Person, **given: object) -> TimeZoneForm:
    """The form with what was sent, else with what `person` has chosen."""
    form = TimeZoneForm(time_zone=person.time_zone or "", **given)
    names = {*zones_to_choose(), *([person.time_zone] if person.time_zone else [])}
    by_region = defaultdict(list)
    for name in names:
        by_region[name.partition("/")[0]].append((name, zone_label(name)))
    usual = [("", _("Wie das Programm: %(zone)s", zone=zone_label(programme_zone().key)))]
    form.time_zone.choices = {_("Programm"): usual} | {
        str(label): sorted(by_region[region], key=lambda choice: choice[1])
        for region, label in REGIONS.items()
    }
    return form


class ChangePasswordForm(ConfirmForm, NewPasswordForm):
    """The present password, then the one to be, twice."""
