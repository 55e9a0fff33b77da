"""The form that says which entries of the audit trail are looked for."""

from datetime import date, datetime, time, timedelta

from wtforms import DateField, SearchField, SelectChoice, SelectField
from wtforms.validators import Optional as MayBeEmpty
from wtforms.validators import ValidationError

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone
from app.pages.audit.queries import AuditFilter
from app.pages.audit.wording import GROUPS

_YEARS = range(2000, 2200)


class AuditFilterForm(Form):
    """Looks for something and changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False

    q = SearchField(_l("Wer oder über wen"))
    group = SelectField(
        _l("Handlung"),
        choices=[
            SelectChoice("", _l("Alle")),
            *(SelectChoice(key, group.label) for key, group in GROUPS.items()),
        ],
        default="",
    )
    since = DateField(_l("Von"), validators=[MayBeEmpty()])
    until = DateField(_l("Bis"), validators=[MayBeEmpty()])

    def validate_since(self, field: DateField) -> None:
        if field.data is not None and field.data.year not in _YEARS:
            raise ValidationError(_l("Bitte wählen Sie ein Datum ab dem Jahr 2000."))

    validate_until = validate_since

    @property
    def wanted(self) -> AuditFilter:
        """What was typed, days as the programme's clock has them; the last day counts in full."""
        group = GROUPS.get(self.group.data or "")
        return AuditFilter(
            prefixes=group.prefixes if group else (),
            person=self.q.data or "",
            since=_midnight(self.since.data) if self.since.data else None,
            until=_midnight(self.until.data + timedelta(days=1)) if self.until.data else None,
        )

    @property
    def arguments(self) -> dict[str, str]:
        """What was typed, for the addresses of other pages of the same list."""
        given = {field.short_name: field._value() for field in (self.q, self.since, self.until)}
        given["group"] = self.group.data or ""
        return {name: value for name, value in given.items() if value}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), programme_zone())
