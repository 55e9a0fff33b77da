"""What one can look for in the overview, and of when and in which language a report is."""

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField

from app.kernel.forms import Form
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from app.pages.overview.state import Criteria, Order, Overview
from app.pages.overview.wording import ORDERS, STAGES
from organisations.wording import LANGUAGES, MEMBERSHIPS, STATES


class _Asking(Form):
    """Changes nothing, so it needs no token. A choice that there is not does not count."""

    class Meta(Form.Meta):
        csrf = False

    def chosen(self, name: str) -> str:
        """What was chosen, empty for what cannot be."""
        field = self[name]
        return field.data if field.data in {key for key, _label in field.choices} else ""


class OverviewForm(_Asking):
    membership = SelectField(_l("Teilnahme am Programm"))
    state = SelectField(_l("Land"))
    part = SelectField(_l("Teil"))
    stage = SelectField(_l("Stand"))
    order = SelectField(_l("Sortieren nach"))
    risks = BooleanField(_l("Nur mit Hinweisen"))

    @property
    def criteria(self) -> Criteria:
        """What matters."""
        return Criteria(
            membership=self.chosen("membership"),
            state=self.chosen("state"),
            part=self.chosen("part"),
            stage=self.chosen("stage"),
            risks=bool(self.risks.data),
            order=self.chosen("order") or Order.NAME,
        )


class ReportForm(_Asking):
    standing = SelectField(_l("Stichtag"))
    language = SelectField(_l("Sprache"))


def overview_form(given: MultiDict[str, str], overview: Overview) -> OverviewForm:
    """The form with its choices: those Länder alone that there are municipalities in."""
    form, there = OverviewForm(given), {row.place.state for row in overview.rows}
    form.membership.choices = _choices(MEMBERSHIPS)
    form.state.choices = _choices({key: name for key, name in STATES.items() if key in there})
    form.part.choices = _choices({part.name: part.label for part in overview.parts})
    form.stage.choices = _choices(STAGES)
    form.order.choices = [(key.value, label) for key, label in ORDERS.items()]
    return form


def report_form(standing: str, language: str, standings: dict[str, str]) -> ReportForm:
    """The form that shows what the report in sight is of."""
    form = ReportForm(formdata=None, standing=standing, language=language)
    form.standing.choices = list(standings.items())
    form.language.choices = list(LANGUAGES.items())
    return form


def _choices(words: dict[str, Message]) -> list[tuple[str, Message]]:
    return [("", _l("alle")), *words.items()]
