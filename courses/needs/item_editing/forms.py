"""Forms of those who write the items of the needs analysis."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised
from courses.needs.item_editing.wording import IN_LANGUAGE, PARTS
from courses.needs.items.document import LANGUAGES, document_from, texts_of
from courses.wording import AUDIENCES
from courses.wording import LANGUAGES as LANGUAGE_NAMES
from organisations.topics.models import Competency

MISSING = _l("Fehlt noch.")
_REVISION = Regexp(r"\d{1,9}\Z", message=_l("Bitte laden Sie die Seite neu."))

#: In characters: about as much as stands on a phone's screen without scrolling.
_MOST = {"scenario": 600, "question": 160}
_MOST_PER_OPTION = 300


class RevisionForm(Form):
    """A form that remembers which state of the draft it was opened with."""

    revision = HiddenField(validators=[_REVISION])

    @property
    def seen(self) -> int:
        return int(self.revision.data or 0)


class ItemTextForm(RevisionForm):
    """All texts of an item, by the names that its document has for them."""

    preview_language = RadioField(
        _l("Sprache der Vorschau"),
        choices=[SelectChoice(key, label) for key, label in LANGUAGE_NAMES.items()],
        default="de",
        validate_choice=False,
    )

    @property
    def shown_language(self) -> str:
        return "en" if self.preview_language.data == "en" else "de"

    @property
    def document(self) -> dict[str, Any]:
        """What the form says, as a document."""
        return document_from({name: self[name].data or "" for name in _NAMES})

    def text_fields(self, part: str) -> list[Field]:
        """The fields of one part, in both languages."""
        return [self[f"{part}_{language}"] for language in LANGUAGES]

    def tell(self, lacks: Collection[str]) -> None:
        """Say at each field that is empty that it must not be."""
        for name in lacks:
            self[name].errors = [*self[name].errors, MISSING]


def _text_field(part: str, language: str) -> TextAreaField:
    most = _MOST.get(part, _MOST_PER_OPTION)
    length = Length(max=most, message=_l("Bitte höchstens %(most)s Zeichen.", most=most))
    label = _l("%(part)s, %(language)s", part=PARTS[part], language=IN_LANGUAGE[language])
    return TextAreaField(label, validators=[length])


_NAMES = tuple(f"{part}_{language}" for part in PARTS for language in LANGUAGES)
for _part in PARTS:
    for _language in LANGUAGES:
        setattr(ItemTextForm, f"{_part}_{_language}", _text_field(_part, _language))


def item_text_form(document: Mapping[str, Any], revision: int) -> ItemTextForm:
    """The form filled with what `document` says; what was sent goes before it."""
    return ItemTextForm(data=texts_of(document) | {"revision": str(revision)})


class StepForm(RevisionForm):
    """What is done with a draft as a whole."""


class NewItemForm(Form):
    """For which functions a competency gets an item of its own."""

    competency = SelectField(_l("Kompetenz"))
    functions = SelectMultipleField(
        _l("Für wen"),
        description=_l("Alle anderen bekommen weiter die allgemeine Frage."),
        choices=[SelectChoice(key, label) for key, label in AUDIENCES.items()],
        validators=[InputRequired(_l("Bitte wählen Sie, für wen die Frage ist."))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    @classmethod
    def about(cls, competencies: Sequence[Competency]) -> "NewItemForm":
        """The form with the competencies to choose from."""
        form = cls()
        form.competency.choices = [
            SelectChoice(one.public_id, localised(one.name)) for one in competencies
        ]
        return form
