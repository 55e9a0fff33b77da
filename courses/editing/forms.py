"""Forms of those who write the catalogue."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
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
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form, WholeNumberField
from app.kernel.i18n import Bilingual, Message, localised
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.document import Lack
from courses.catalogue.models import Course
from courses.catalogue.services import BOTH_AT_ONCE
from courses.catalogue.version_models import AttachmentKind
from courses.wording import AUDIENCES, FORMATS, LANGUAGES
from organisations.topics.models import HIGHEST_LEVEL, Competency

MOST_PARTS = 40
MISSING = _l("Fehlt noch.")
_LINE = Length(max=200, message=_l("Bitte höchstens 200 Zeichen."))
_TEXT = Length(max=20_000, message=_l("Bitte höchstens 20000 Zeichen."))
_TITLE_NEEDED = DataRequired(_l("Ein Kurs braucht einen Titel in beiden Sprachen."))
_REVISION = Regexp(r"\d{1,9}\Z", message=_l("Bitte laden Sie die Seite neu."))


class AgendaRow(Form):
    """One part of the agenda. An empty row does not count."""

    class Meta(Form.Meta):
        csrf = False

    title_de = StringField(_l("Teil, auf Deutsch"), validators=[_LINE])
    title_en = StringField(_l("Teil, auf Englisch"), validators=[_LINE])
    text_de = TextAreaField(_l("Inhalt, auf Deutsch"), validators=[_TEXT])
    text_en = TextAreaField(_l("Inhalt, auf Englisch"), validators=[_TEXT])
    minutes = WholeNumberField(
        _l("Minuten"),
        validators=[
            MayBeEmpty(),
            NumberRange(1, 3000, _l("Bitte geben Sie eine Zahl von 1 bis 3000 ein.")),
        ],
    )


class LevelRow(Form):
    """To which level the course raises a competency, and on which it builds."""

    class Meta(Form.Meta):
        csrf = False

    raises = SelectField(_l("Stufe nach dem Kurs"))
    requires = SelectField(_l("Stufe vor dem Kurs"))


class RevisionForm(Form):
    """A form that remembers which state of the draft it was opened with."""

    revision = HiddenField(validators=[_REVISION])

    @property
    def seen(self) -> int:
        return int(self.revision.data or 0)


class CourseForm(RevisionForm):
    """All that a course says and asks for."""

    title_de = StringField(_l("Titel, auf Deutsch"), validators=[_TITLE_NEEDED, _LINE])
    title_en = StringField(_l("Titel, auf Englisch"), validators=[_TITLE_NEEDED, _LINE])
    summary_de = TextAreaField(_l("In einem Satz, auf Deutsch"), validators=[_TEXT])
    summary_en = TextAreaField(_l("In einem Satz, auf Englisch"), validators=[_TEXT])
    description_de = TextAreaField(_l("Worum es geht, auf Deutsch"), validators=[_TEXT])
    description_en = TextAreaField(_l("Worum es geht, auf Englisch"), validators=[_TEXT])
    aims_de = TextAreaField(_l("Das nehmen Sie mit, auf Deutsch"), validators=[_TEXT])
    aims_en = TextAreaField(_l("Das nehmen Sie mit, auf Englisch"), validators=[_TEXT])
    expectations_de = TextAreaField(_l("Was es braucht, auf Deutsch"), validators=[_TEXT])
    expectations_en = TextAreaField(_l("Was es braucht, auf Englisch"), validators=[_TEXT])
    agenda = FieldList(FormField(AgendaRow), max_entries=MOST_PARTS)
    levels = FieldList(FormField(LevelRow))
    after = SelectMultipleField(_l("Diese Kurse kommen vorher"))
    audience = SelectMultipleField(
        _l("Für wen"),
        description=_l("Ohne Haken: für alle."),
        choices=[SelectChoice(key, label) for key, label in AUDIENCES.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    languages = SelectMultipleField(
        _l("Sprachen"),
        choices=[SelectChoice(key, label) for key, label in LANGUAGES.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    attendance_percent = IntegerField(
        _l("Anwesenheit für die Bescheinigung, in Prozent"),
        validators=[
            InputRequired(_l("Bitte geben Sie eine Zahl von 1 bis 100 ein.")),
            NumberRange(1, 100, _l("Bitte geben Sie eine Zahl von 1 bis 100 ein.")),
        ],
    )
    needs_quizzes = BooleanField(
        _l("Alle Quizze gehören zur Bescheinigung"),
        description=_l("Ohne bestandene Quizze ist der Kurs nicht abgeschlossen."),
    )
    by_own_choice = BooleanField(
        _l("Nur aus eigener Wahl"),
        description=_l("Kein Lernpfad plant diesen Kurs. Er wird daneben angeboten."),
    )
    needs_approval = BooleanField(
        _l("Die Koordination der Kommune genehmigt jede Anmeldung"),
        description=_l("Wo eine Kommune keine Koordination hat, entscheidet das Programmbüro."),
    )
    confidential = BooleanField(
        _l("Vertraulich gegenüber der Kommune"),
        description=_l(
            "Koordination und Teamleitung erfahren nicht, wer teilnimmt. Niemand kann dafür "
            "vorgeschlagen werden."
        ),
    )
    prerequisites = SelectMultipleField(
        _l("Diese Kurse müssen abgeschlossen sein"),
        description=_l("Die Kursleitung kann im Einzelfall eine Ausnahme machen."),
    )
    preview_language = RadioField(
        _l("Sprache der Vorschau"),
        choices=[SelectChoice(key, label) for key, label in LANGUAGES.items()],
        default="de",
        validate_choice=False,
    )

    def validate_confidential(self, field: BooleanField) -> None:
        if field.data and self.needs_approval.data:
            raise ValidationError(BOTH_AT_ONCE)

    @property
    def shown_language(self) -> str:
        return "en" if self.preview_language.data == "en" else "de"

    def document(self, course: Course, competencies: Sequence[Competency]) -> dict[str, Any]:
        """What the form says, as a document. Rows without any text do not count."""
        rows = [entry.form for entry in self.agenda]
        agenda = [
            {
                "title": _pair(row.title_de, row.title_en),
                "text": _pair(row.text_de, row.text_en),
                "minutes": row.minutes.data or 0,
            }
            for row in rows
            if any(field.data for field in row)
        ]
        levels = {one.key: row.form for one, row in zip(competencies, self.levels, strict=False)}
        percent = self.attendance_percent.data if "attendance_percent" in self else None
        return {
            **{
                key: _pair(self[f"{key}_de"], self[f"{key}_en"])
                for key in ("title", "summary", "description", "expectations")
            },
            "aims": _lines_of(self.aims_de.data or "", self.aims_en.data or ""),
            "agenda": agenda,
            "minutes": course.minutes
            if course.is_self_paced
            else max(1, sum(item["minutes"] for item in agenda)),
            "attendance_percent": percent,
            "needs_quizzes": "needs_quizzes" in self and bool(self.needs_quizzes.data),
            "languages": [key for key in LANGUAGES if key in (self.languages.data or ())],
            "audience": sorted(self.audience.data or ()),
            "by_own_choice": bool(self.by_own_choice.data),
            "needs_approval": bool(self.needs_approval.data),
            "confidential": bool(self.confidential.data),
            "prerequisites": sorted(self.prerequisites.data or ()),
            "raises": _levels(levels, "raises"),
            "requires": _levels(levels, "requires"),
            "after": sorted(self.after.data or ()),
        }

    def tell(self, lacks: Collection[Lack]) -> None:
        """Say at each field that is empty that it must not be."""
        for lack in lacks:
            field = self._field_of(lack)
            if field is None:
                self.form_errors.append(_LACKING[lack.key])
            elif MISSING not in field.errors:
                field.errors = [*field.errors, MISSING]
        self.agenda.errors = [entry.errors for entry in self.agenda if entry.errors]

    def _field_of(self, lack: Lack) -> Any:
        if lack.key == "agenda" and lack.row is not None:
            row = self.agenda[lack.row].form
            return row[lack.part if lack.part == "minutes" else f"{lack.part}_{lack.language}"]
        if lack.key in {"raises", "agenda"}:
            return None
        name = f"{lack.key}_{lack.language or 'de'}" if lack.key != "languages" else "languages"
        return self[name]


#: What is said above the form, since no single field is to blame.
_LACKING: Mapping[str, Message] = {
    "agenda": _l("Der Ablauf fehlt noch."),
    "raises": _l("Es fehlt noch, welche Kompetenz der Kurs stärkt."),
}


def course_form(
    course: Course,
    document: Mapping[str, Any],
    revision: int,
    *,
    competencies: Sequence[Competency],
    courses: Sequence[Course],
) -> CourseForm:
    """The form filled with what `document` says; what was sent goes before it."""
    form = CourseForm(data=_data(document, revision, competencies))
    others = [
        SelectChoice(one.slug, localised(one.title)) for one in courses if one.id != course.id
    ]
    form.after.choices = form.prerequisites.choices = others
    if course.is_self_paced:
        del form.attendance_percent
        del form.needs_quizzes
    while len(form.levels) < len(competencies):
        form.levels.append_entry()
    levels = [("", "–")] + [(str(n), str(n)) for n in range(1, HIGHEST_LEVEL + 1)]
    for entry in form.levels:
        for field in (entry.form.raises, entry.form.requires):
            field.choices = [SelectChoice(key, label) for key, label in levels]
    return form


def _data(
    document: Mapping[str, Any], revision: int, competencies: Sequence[Competency]
) -> dict[str, Any]:
    texts = ("title", "summary", "description", "expectations")
    return {
        "revision": str(revision),
        **{
            f"{key}_{language}": document[key][language]
            for key in texts
            for language in ("de", "en")
        },
        "aims_de": "\n".join(aim["de"] for aim in document["aims"]),
        "aims_en": "\n".join(aim["en"] for aim in document["aims"]),
        "agenda": [
            {
                **{
                    f"{part}_{language}": item[part][language]
                    for part in ("title", "text")
                    for language in ("de", "en")
                },
                "minutes": item["minutes"] or None,
            }
            for item in document["agenda"]
        ],
        "levels": [
            {key: str(document[key].get(one.key, "")) for key in ("raises", "requires")}
            for one in competencies
        ],
        **{
            key: document[key]
            for key in (
                *("after", "audience", "languages"),
                *("attendance_percent", "needs_quizzes", "by_own_choice"),
            )
        },
        **{key: document[key] for key in ("needs_approval", "confidential", "prerequisites")},
    }


def _pair(german: Any, english: Any) -> dict[str, str]:
    return {"de": _text(german.data), "en": _text(english.data)}


def _text(value: str | None) -> str:
    """Browsers send lines as MIME has them; stored are the ones of our files."""
    return (value or "").replace("\r\n", "\n").strip()


def _lines_of(german: str, english: str) -> list[dict[str, str]]:
    """One aim a line; where one language has fewer lines, the rest are empty there."""
    texts = [[line.strip() for line in _text(text).split("\n")] for text in (german, english)]
    lines = [[line for line in one if line] for one in texts]
    longest = max(map(len, lines))
    padded = [[*one, *[""] * (longest - len(one))] for one in lines]
    return [{"de": de, "en": en} for de, en in zip(*padded, strict=True)]


def _levels(rows: Mapping[str, Any], name: str) -> dict[str, int]:
    return {key: int(row[name].data) for key, row in rows.items() if row[name].data in _LEVELS}


_LEVELS = {str(level) for level in range(1, HIGHEST_LEVEL + 1)}


class NewCourseForm(Form):
    title_de = StringField(_l("Titel, auf Deutsch"), validators=[_TITLE_NEEDED, _LINE])
    title_en = StringField(
        _l("Titel, auf Englisch"),
        description=_l("Daraus entsteht auch die Adresse des Kurses."),
        validators=[_TITLE_NEEDED, _LINE],
    )
    format = RadioField(
        _l("Format"),
        description=_l("Das Format lässt sich später nicht mehr ändern."),
        choices=[SelectChoice(key, label) for key, label in FORMATS.items()],
        validators=[InputRequired(_l("Bitte wählen Sie ein Format."))],
    )

    @property
    def title(self) -> Bilingual:
        return Bilingual(de=self.title_de.data, en=self.title_en.data)


class StepForm(RevisionForm):
    """What is done with a draft as a whole."""


class DecisionForm(RevisionForm):
    """What a reviewer says and decides."""

    comment = TextAreaField(
        _l("Anmerkungen"),
        description=_l("Nötig, wenn Sie zurückgeben. Alle aus dem Programmbüro lesen sie."),
        validators=[_TEXT],
    )


class AttachmentForm(Form):
    kind = RadioField(
        _l("Was ist es?"),
        choices=[
            SelectChoice(AttachmentKind.PICTURE.value, _l("Ein Bild (PNG, JPEG, WebP)")),
            SelectChoice(
                AttachmentKind.FILE.value, _l("Eine Datei (PDF, Word, PowerPoint, Excel)")
            ),
        ],
        validators=[InputRequired(_l("Bitte wählen Sie aus."))],
    )
    upload = FileField(
        _l("Datei"),
        description=_l("Höchstens 8 MB."),
        validators=[InputRequired(_l("Bitte wählen Sie eine Datei."))],
    )
    label_de = StringField(
        _l("Was das Bild zeigt oder die Datei enthält, auf Deutsch"),
        description=_l("Für Menschen, die das Bild nicht sehen."),
        validators=[DataRequired(_l("Bitte beschreiben Sie das Bild oder die Datei.")), _LINE],
    )
    label_en = StringField(
        _l("Was das Bild zeigt oder die Datei enthält, auf Englisch"),
        validators=[DataRequired(_l("Bitte beschreiben Sie das Bild oder die Datei.")), _LINE],
    )

    @property
    def label(self) -> Bilingual:
        return Bilingual(de=self.label_de.data, en=self.label_en.data)
