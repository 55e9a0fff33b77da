"""Forms of the programme office about designs and what courses ask of their certificates."""

from typing import Any

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Regexp,
    ValidationError,
)

from app.kernel.forms import Form, WholeNumberField, read_upload
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.pictures import Drawn
from certificates.designs.errors import UnusableLogo
from certificates.designs.logos import read_logo
from certificates.designs.models import (
    LONGEST_NAME,
    DesignVersion,
)
from certificates.designs.wording import (
    ALIGNMENTS,
    BLOCKS,
    COLOURS,
    LANGUAGES,
    STYLES,
    TEXTS,
    fault_in_words,
)
from certificates.printing.design import (
    FLOWING_BLOCKS,
    LONGEST_SIGNATORY,
    MOST_SIGNATORIES,
    REQUIRED_BLOCKS,
    TEXT_LENGTHS,
    Design,
    Fault,
    InvalidDesign,
    Signatory,
    require_text,
)
from certificates.printing.fonts import UncoveredCharacters, printable, require_coverage

_OF_PARAGRAPHS = {"text", "notice"}
TRAINER, PERSON, NOBODY = "trainer", "person", "nobody"
_NUMBER = _l("Bitte geben Sie eine Zahl von 1 bis 99 ein.")
_BASED_ON = Regexp(r"\d{1,9}\Z", message=_l("Bitte laden Sie die Seite neu."))
NAME_GIVEN = (
    DataRequired(_l("Bitte geben Sie einen Namen ein.")),
    Length(max=LONGEST_NAME, message=_l("Bitte höchstens %(most)s Zeichen.", most=LONGEST_NAME)),
)


def _choices(words: dict[str, Message]) -> list[SelectChoice]:
    return [SelectChoice(key, label) for key, label in words.items()]


class _Part(Form):
    """A form inside a form, which has the token already."""

    class Meta(Form.Meta):
        csrf = False


class BlockPart(_Part):
    """Where a block stands among the others."""

    position = WholeNumberField(
        _l("Platz"), validators=[InputRequired(_NUMBER), NumberRange(1, 99, _NUMBER)]
    )
    shown = BooleanField(_l("zeigen"))


class TextsPart(_Part):
    """The texts of one language."""

    title = StringField(TEXTS["title"], validators=[DataRequired(_l("Fehlt noch."))])
    before_name = TextAreaField(TEXTS["before_name"])
    after_name = TextAreaField(TEXTS["after_name"])
    text = TextAreaField(TEXTS["text"])
    notice = TextAreaField(TEXTS["notice"])

    def validate(self, extra_validators: Any = None) -> bool:
        """Say at each text what is wrong in it."""
        holds = super().validate(extra_validators)
        for name, longest in TEXT_LENGTHS.items():
            self[name].data = _as_stored(name, self[name].data or "")
            holds = _says_no_nonsense(self[name], longest) and holds
        return holds


class SignatoryPart(_Part):
    """One signature at the foot of the page."""

    kind = SelectField(
        _l("Wer"),
        choices=[
            SelectChoice(NOBODY, _l("Niemand")),
            SelectChoice(TRAINER, _l("Wer die Bescheinigung ausstellt")),
            SelectChoice(PERSON, _l("Eine feste Person")),
        ],
    )
    name = StringField(_l("Name"))
    function_de = StringField(_l("Funktion, auf Deutsch"))
    function_en = StringField(_l("Funktion, auf Englisch"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Only a fixed person has a name and functions of their own."""
        holds = super().validate(extra_validators)
        if not holds or self.kind.data != PERSON:
            return holds
        if not self.name.data:
            self.name.errors = [_l("Bitte geben Sie den Namen ein.")]
            return False
        for field in (self.name, self.function_de, self.function_en):
            holds = _says_no_nonsense(field, LONGEST_SIGNATORY) and holds
        return holds

    @property
    def signatory(self) -> Signatory | None:
        """Who signs here, or None."""
        if self.kind.data == NOBODY:
            return None
        if self.kind.data == TRAINER:
            return Signatory()
        return Signatory(
            name=self.name.data or "",
            function_de=self.function_de.data or "",
            function_en=self.function_en.data or "",
        )


class BasedOnForm(Form):
    """A form that remembers which version it was opened with."""

    based_on = HiddenField(validators=[_BASED_ON])

    @property
    def seen(self) -> int:
        """The number of that version."""
        return int(self.based_on.data or 0)


class DesignForm(BasedOnForm):
    """A whole design. When it is valid, `design` and `uploaded` are what it says."""

    design: Design
    uploaded: Drawn | None = None

    name = StringField(_l("Name der Vorlage"), validators=NAME_GIVEN)
    style = RadioField(_l("Stil"), choices=_choices(STYLES))
    colour = RadioField(_l("Farbe"), choices=_choices(COLOURS))
    alignment = RadioField(_l("Ausrichtung"), choices=_choices(ALIGNMENTS))
    de = FormField(TextsPart, LANGUAGES["de"])
    en = FormField(TextsPart, LANGUAGES["en"])
    notice_shown = BooleanField(_l("Hinweis am Fuß der Seite zeigen"))
    signatories = FieldList(
        FormField(SignatoryPart), min_entries=MOST_SIGNATORIES, max_entries=MOST_SIGNATORIES
    )
    logo = FileField(
        _l("Logo"),
        description=_l(
            "PNG, JPEG oder WebP, höchstens 2 MB. SVG geht aus Sicherheitsgründen nicht."
        ),
    )
    remove_logo = BooleanField(_l("Logo entfernen"))
    kept_logo = HiddenField()
    language = RadioField(
        _l("Sprache der Vorschau"), choices=_choices(LANGUAGES), default="de", validate_choice=False
    )

    @property
    def shown_language(self) -> str:
        """The language of the preview."""
        return "en" if self.language.data == "en" else "de"

    @property
    def blocks(self) -> list[tuple[str, Field]]:
        """The names of the flowing blocks and their fields, in the order that the form gives."""
        named = [(name, self[f"block_{name}"]) for name in FLOWING_BLOCKS]
        return sorted(named, key=lambda pair: pair[1].form.position.data or 0)

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides every field: the whole is a design, and the file a logo."""
        holds = super().validate(extra_validators)
        if not self._reads_logo() or not holds:
            return False
        try:
            self.design = self._design()
        except InvalidDesign as fault:
            self.point_out(fault)
            return False
        return True

    def point_out(self, fault: InvalidDesign) -> None:
        """Say what is wrong at the field where it is, else above the form."""
        field = self._field_at(fault.place, fault.detail)
        if field is None:
            self.form_errors.append(fault_in_words(fault))
        else:
            field.errors = [*field.errors, fault_in_words(fault)]

    def logo_file(self, kept: bytes | None) -> bytes | None:
        """The PNG file of the logo that the form asks for; `kept` is the one it had before."""
        if self.uploaded:
            return self.uploaded.content
        return None if self.remove_logo.data else kept

    def ask_for_logo_again(self) -> None:
        """Browsers forget a chosen file when a page comes back."""
        if self.uploaded and not self.logo.errors:
            self.logo.errors = [_l("Bitte wählen Sie die Datei noch einmal aus.")]

    def all_errors(self) -> dict[str, str]:
        """What is wrong by the id of the field; under an empty id what is wrong with the whole."""
        found = {"": " ".join(map(str, self.form_errors))} if self.form_errors else {}
        return found | dict(_errors_in(self))

    def validate_kept_logo(self, field: HiddenField) -> None:
        """A public id is short."""
        if len(field.data or "") > 16:
            raise ValidationError(_l("Bitte laden Sie die Seite neu."))

    def _reads_logo(self) -> bool:
        content = read_upload(self.logo)
        try:
            self.uploaded = read_logo(content) if content and not self.remove_logo.data else None
        except UnusableLogo as refusal:
            self.show(refusal)
            return False
        return True

    def _design(self) -> Design:
        return Design(
            style=self.style.data,
            colour=self.colour.data,
            alignment=self.alignment.data,
            blocks=tuple(
                name
                for name, field in self.blocks
                if field.form.shown.data or name in REQUIRED_BLOCKS
            ),
            foot=("signatories", "check", *(("notice",) if self.notice_shown.data else ())),
            texts={
                language: {name: self[language].form[name].data for name in TEXT_LENGTHS}
                for language in LANGUAGES
            },
            signatories=tuple(
                entry.form.signatory for entry in self.signatories if entry.form.signatory
            ),
        )

    def _field_at(self, place: str, detail: str) -> Field | None:
        match place.split("."):
            case ["texts", language, name] if language in LANGUAGES and name in TEXTS:
                return self[language].form[name]
            case ["texts", language] if language in LANGUAGES:
                return self[language].form.text
            case ["signatories"]:
                return self.signatories[0].form.kind
            case ["signatories", number, name] if name in SignatoryPart()._fields:
                signing = [entry for entry in self.signatories if entry.form.signatory]
                return signing[int(number) - 1].form[name]
            case ["blocks"] if f"block_{detail}" in self:
                return self[f"block_{detail}"].form.position
            case [name] if name in ("style", "colour", "alignment", "logo"):
                return self[name]
        return None


for _name in FLOWING_BLOCKS:
    setattr(DesignForm, f"block_{_name}", FormField(BlockPart, BLOCKS[_name]))


def design_form(version: DesignVersion) -> DesignForm:
    """The form filled with what the version is; what was sent goes before it."""
    design = version.appearance
    order = (*design.blocks, *(name for name in FLOWING_BLOCKS if name not in design.blocks))
    signing: list[dict[str, str]] = [
        {
            "kind": TRAINER if each.is_trainer else PERSON,
            "name": each.name,
            "function_de": each.function_de,
            "function_en": each.function_en,
        }
        for each in design.signatories
    ]
    return DesignForm(
        data={
            "based_on": str(version.number),
            "name": version.design.name,
            "style": design.style,
            "colour": design.colour,
            "alignment": design.alignment,
            **design.texts,
            **{
                f"block_{name}": {"position": place, "shown": name in design.blocks}
                for place, name in enumerate(order, start=1)
            },
            "notice_shown": "notice" in design.foot,
            "signatories": signing + [{"kind": NOBODY}] * (MOST_SIGNATORIES - len(signing)),
            "kept_logo": version.logo.public_id if version.logo else "",
        }
    )


def _as_stored(name: str, typed: str) -> str:
    """Browsers send lines as MIME has them; stored are the ones of our files, or none."""
    return typed.replace("\r\n", "\n") if name in _OF_PARAGRAPHS else " ".join(typed.split())


def _says_no_nonsense(field: Field, longest: int) -> bool:
    try:
        require_text(field.data or "", field.name, longest=longest)
        require_coverage([printable(field.data or "")])
    except UncoveredCharacters as missing:
        characters = " ".join(missing.characters)
        fault = InvalidDesign(field.name, Fault.UNPRINTABLE, characters)
        field.errors = [*field.errors, fault_in_words(fault)]
        return False
    except InvalidDesign as fault:
        field.errors = [*field.errors, fault_in_words(fault)]
        return False
    return True


def _errors_in(form: Form) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for field in form:
        parts = [field] if isinstance(field, FormField) else getattr(field, "entries", ())
        if parts:
            for part in parts:
                found += _errors_in(part.form)
        elif field.errors:
            found.append((field.id, " ".join(map(str, field.errors))))
    return found
