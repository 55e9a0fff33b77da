"""Forms of those who read: what they look for, say and report."""

from collections.abc import Iterable

from wtforms import BooleanField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l

LONGEST_SAID, LONGEST_REASON = 2000, 1000


def _select(label: object) -> SelectField:
    # What an old link asks for may have gone: that is no fault of whoever follows it.
    return SelectField(label, validate_choice=False)


class SearchForm(Form):
    """What somebody looks for, from the address."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(_l("Suchwörter"))
    situation = _select(_l("Situation"))
    competency = _select(_l("Kompetenz"))
    tag = _select(_l("Schlagwort"))
    kind = _select(_l("Art"))
    size = _select(_l("Größe der Kommune"))
    sort = _select(_l("Reihenfolge"))

    @property
    def filters(self) -> list[SelectField]:
        """All that is chosen from a list and narrows what is found."""
        return [self.situation, self.competency, self.tag, self.kind, self.size]


class CommentForm(Form):
    """What somebody says about an article."""

    body = TextAreaField(
        _l("Ihr Kommentar"),
        description=_l("Bitte nichts, woran man Betroffene erkennt."),
        validators=[
            DataRequired(_l("Bitte schreiben Sie etwas.")),
            Length(max=LONGEST_SAID, message=_l("Bitte höchstens 2000 Zeichen.")),
        ],
    )
    signs = BooleanField(
        _l("Meinen Namen nennen"),
        description=_l("Sonst stehen dort nur Ihre Funktion und Ihre Kommune."),
    )


class ReportForm(Form):
    """Why the office is to look at a comment."""

    reason = TextAreaField(
        _l("Was stimmt daran nicht?"),
        description=_l("Das Programmbüro liest, was Sie schreiben, aber nicht, wer es war."),
        validators=[
            DataRequired(_l("Bitte schreiben Sie kurz, was nicht stimmt.")),
            Length(max=LONGEST_REASON, message=_l("Bitte höchstens 1000 Zeichen.")),
        ],
    )


class HideForm(Form):
    """Why a comment is hidden, as whoever wrote it reads it."""

    reason = TextAreaField(
        _l("Warum"),
        description=_l("Wer den Kommentar geschrieben hat, bekommt diesen Grund per Mail."),
        validators=[
            DataRequired(_l("Bitte schreiben Sie kurz, warum.")),
            Length(max=LONGEST_REASON, message=_l("Bitte höchstens 1000 Zeichen.")),
        ],
    )


def choices(words: Iterable[tuple[str, object]]) -> list[SelectChoice]:
    """All of `words` to choose from, and that it does not matter."""
    return [SelectChoice("", _l("Alle")), *(SelectChoice(key, label) for key, label in words)]
