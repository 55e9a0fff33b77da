"""Which two analyses are compared. Sent by GET: it changes nothing."""

from collections.abc import Mapping, Sequence

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l


class ComparingForm(Form):
    """Two analyses by their numbers; what nobody has chosen is the last two."""

    class Meta(Form.Meta):
        csrf = False

    earlier = SelectField(_l("Von der Analyse"), coerce=int, validate_choice=False)
    later = SelectField(_l("zur Analyse"), coerce=int, validate_choice=False)

    @classmethod
    def among(cls, labels: Sequence[str], given: Mapping[str, str]) -> "ComparingForm":
        """The form for analyses with these labels, the first one first; there are at least two."""
        form, count = cls(), len(labels)
        later = _number(given.get("later"), count) or count
        earlier = _number(given.get("earlier"), count) or max(1, later - 1)
        if earlier == later:
            earlier, later = (earlier, count) if earlier < count else (earlier - 1, later)
        form.earlier.data, form.later.data = min(earlier, later), max(earlier, later)
        for field in (form.earlier, form.later):
            field.choices = [
                SelectChoice(number, label) for number, label in enumerate(labels, start=1)
            ]
        return form

    @property
    def pair(self) -> tuple[int, int]:
        """The numbers of both, the earlier one first."""
        return self.earlier.data, self.later.data


def _number(given: str | None, count: int) -> int | None:
    """A number from 1 to `count`, None for anything else."""
    is_one = given is not None and given.isascii() and given.isdecimal() and len(given) < 10
    number = int(given) if is_one else 0
    return number if 1 <= number <= count else None
