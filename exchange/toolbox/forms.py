"""Forms of the toolbox: what somebody looks for, fills in, writes and decides."""

from collections.abc import Mapping, Sequence

from wtforms import (
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from exchange.toolbox.document import Variable
from exchange.toolbox.models import LONGEST_TITLE
from exchange.toolbox.wording import LANGUAGES

LONGEST_BODY, LONGEST_VALUE, LONGEST_COMMENT = 20_000, 1000, 2000
#: In front of the key of a variable: no key is the name of another field then.
VALUE_PREFIX = "value_"
_REVISION = Regexp(r"\d{1,9}\Z", message=_l("Bitte laden Sie die Seite neu."))


def _select(label: object) -> SelectField:
    # What an old link asks for may have gone: that is no fault of whoever follows it.
    return SelectField(label, validate_choice=False)


class SearchForm(Form):
    """What somebody looks for, from the address."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(_l("Suchwörter"))
    situation = _select(_l("Situation"))
    kind = _select(_l("Art"))
    tone = _select(_l("Ton"))
    audience = _select(_l("Für wen"))

    @property
    def filters(self) -> list[SelectField]:
        """All that is chosen from a list."""
        return [field for field in self if isinstance(field, SelectField)]


class FillForm(Form):
    """What is the same for every aid. `fill_form` adds a field for each variable."""

    title = StringField(
        _l("Name Ihres Textes"),
        description=_l("Nur für Ihre Ablage, zum Beispiel „Stellungnahme 12. März“."),
        validators=[
            DataRequired(_l("Bitte geben Sie dem Text einen Namen.")),
            Length(max=LONGEST_TITLE, message=_l("Bitte höchstens 160 Zeichen.")),
        ],
    )

    language = RadioField(
        _l("Sprache des Textes"),
        choices=[SelectChoice(key, label) for key, label in LANGUAGES.items()],
        validators=[InputRequired(_l("Bitte wählen Sie eine Sprache."))],
    )

    @property
    def values(self) -> dict[str, str]:
        """What was filled in, by key of the variable."""
        return {
            field.short_name.removeprefix(VALUE_PREFIX): field.data or ""
            for field in self
            if field.short_name.startswith(VALUE_PREFIX)
        }


def fill_form(
    variables: Sequence[Variable], known: Mapping[str, str], *, title: str, language: str
) -> FillForm:
    """A form with a field for each of `variables`, filled with what is `known` by key."""

    class AidForm(FillForm):
        pass

    for variable in variables:
        kind = TextAreaField if variable.long else StringField
        field = kind(
            variable.label.in_language(language),
            description=variable.help.in_language(language),
            default=known.get(variable.key, ""),
            validators=[Length(max=LONGEST_VALUE, message=_l("Bitte höchstens 1000 Zeichen."))],
        )
        setattr(AidForm, f"{VALUE_PREFIX}{variable.key}", field)
    return AidForm(data={"title": title, "language": language})


class StepForm(Form):
    """A step that remembers which state of the text it was decided on."""

    revision = HiddenField(validators=[_REVISION])

    @property
    def seen(self) -> int:
        return int(self.revision.data or 0)


class TextForm(StepForm):
    """What a draft says."""

    title = StringField(
        _l("Name"),
        validators=[
            DataRequired(_l("Bitte geben Sie dem Text einen Namen.")),
            Length(max=LONGEST_TITLE, message=_l("Bitte höchstens 160 Zeichen.")),
        ],
    )
    body = TextAreaField(
        _l("Text"),
        description=_l(
            "Eine leere Zeile trennt Absätze. ## macht eine Überschrift, - eine Liste, **Wort** "
            "wird fett. Was noch fehlt, steht in {geschweiften Klammern}."
        ),
        validators=[
            DataRequired(_l("Bitte schreiben Sie etwas.")),
            Length(max=LONGEST_BODY, message=_l("Bitte höchstens 20000 Zeichen.")),
        ],
    )


class DecisionForm(StepForm):
    """A decision and what is to be said about it."""

    comment = TextAreaField(
        _l("Anmerkung"),
        validators=[Length(max=LONGEST_COMMENT, message=_l("Bitte höchstens 2000 Zeichen."))],
    )


def choices(words: Mapping[str, object]) -> list[SelectChoice]:
    """All of `words` to choose from, and that it does not matter."""
    return [
        SelectChoice("", _l("Alle")),
        *(SelectChoice(key, label) for key, label in words.items()),
    ]
