"""Forms of those who write articles and decide on them."""

from collections.abc import Sequence

from wtforms import (
    BooleanField,
    Field,
    FileField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised
from exchange.adoption.forms import RevisionForm
from exchange.knowledge.articles.models import LONGEST_SUMMARY, LONGEST_TITLE, ArticleVersion
from exchange.knowledge.articles.services import ArticleText
from exchange.knowledge.articles.tags import LONGEST_TAG, MOST_TAGS, read_tags
from exchange.knowledge.articles.wording import KINDS, SIZES
from exchange.knowledge.attachments.models import LONGEST_LABEL
from organisations.topics.models import Competency, Situation

LONGEST_BODY, LONGEST_COMMENT = 30_000, 2000


def _boxes(label: object, description: object) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=description,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class ArticleForm(RevisionForm):
    """All that an article says."""

    title = StringField(
        _l("Titel"),
        description=_l("Woran andere sofort sehen, ob der Beitrag ihnen hilft."),
        validators=[
            DataRequired(_l("Ein Beitrag braucht einen Titel.")),
            Length(max=LONGEST_TITLE, message=_l("Bitte höchstens 160 Zeichen.")),
        ],
    )
    summary = TextAreaField(
        _l("Das Wichtigste in Kürze"),
        description=_l("Zwei bis drei Sätze. Sie stehen auch in der Liste der Beiträge."),
        validators=[
            DataRequired(_l("Bitte fassen Sie den Beitrag kurz zusammen.")),
            Length(max=LONGEST_SUMMARY, message=_l("Bitte höchstens 500 Zeichen.")),
        ],
    )
    body = TextAreaField(
        _l("Beitrag"),
        description=_l(
            "Was war der Anlass, was haben Sie getan, was hat geholfen, was nicht, was raten Sie? "
            "Eine leere Zeile trennt Absätze. ## macht eine Überschrift, - eine Liste, **Wort** "
            "wird fett. Bitte keine Namen von Betroffenen und nichts, woran man sie erkennt."
        ),
        validators=[
            DataRequired(_l("Bitte schreiben Sie etwas.")),
            Length(max=LONGEST_BODY, message=_l("Bitte höchstens 30000 Zeichen.")),
        ],
    )
    kind = RadioField(
        _l("Art des Beitrags"),
        choices=[SelectChoice(key, label) for key, label in KINDS.items()],
        validators=[InputRequired(_l("Bitte wählen Sie aus."))],
    )
    size_class = RadioField(
        _l("So viele Menschen leben bei Ihnen"),
        description=_l("Andere suchen nach Beiträgen aus Kommunen, die so groß sind wie ihre."),
        choices=[SelectChoice(key, label) for key, label in SIZES.items()],
        validators=[InputRequired(_l("Bitte wählen Sie aus."))],
    )
    situations = _boxes(_l("Hilft in diesen Situationen"), _l("Alles, was passt."))
    competencies = _boxes(_l("Stärkt diese Kompetenzen"), _l("Alles, was passt."))
    tags = StringField(
        _l("Schlagwörter"),
        description=_l("Durch Kommas getrennt, zum Beispiel: Außendienst, Personalrat"),
        validators=[Length(max=500, message=_l("Bitte höchstens 500 Zeichen."))],
    )
    signs = BooleanField(
        _l("Meinen Namen nennen"),
        description=_l(
            "Sonst stehen unter dem Beitrag nur Ihre Kommune und Ihre Funktion. In kleinen "
            "Kommunen kann man Sie auch daran erkennen. Ihren Namen können Sie jederzeit wieder "
            "entfernen, auch nach der Veröffentlichung."
        ),
    )

    def validate_tags(self, field: Field) -> None:
        found = read_tags(field.data or "")
        if len(found) > MOST_TAGS:
            raise ValidationError(_l("Bitte höchstens acht Schlagwörter."))
        if any(len(tag) > LONGEST_TAG for tag in found):
            raise ValidationError(_l("Bitte höchstens 40 Zeichen je Schlagwort."))

    def text(self) -> ArticleText:
        """What was written."""
        return ArticleText(
            title=self.title.data or "",
            summary=self.summary.data or "",
            body=self.body.data or "",
            kind=self.kind.data,
            size_class=self.size_class.data,
            situations=tuple(self.situations.data or ()),
            competencies=tuple(self.competencies.data or ()),
            tags=tuple(read_tags(self.tags.data or "")),
        )


def article_form(
    situations: Sequence[Situation],
    competencies: Sequence[Competency],
    *,
    version: ArticleVersion | None = None,
    tags: Sequence[str] = (),
    signs: bool = False,
    size_class: str = "",
) -> ArticleForm:
    """A form with the topics to choose from, filled with what `version` says."""
    known: dict[str, object] = {"size_class": size_class, "revision": "1"}
    if version is not None:
        names = ("title", "summary", "body", "kind", "size_class", "situations", "competencies")
        known = {name: getattr(version, name) for name in names}
        known |= {"revision": str(version.revision), "tags": ", ".join(tags), "signs": signs}
    form = ArticleForm(data=known)
    form.situations.choices = [SelectChoice(one.key, localised(one.text)) for one in situations]
    form.competencies.choices = [SelectChoice(one.key, localised(one.name)) for one in competencies]
    return form


class DecisionForm(RevisionForm):
    """A decision on a version that was seen, and what is to be said about it."""

    comment = TextAreaField(
        _l("Anmerkung"),
        validators=[Length(max=LONGEST_COMMENT, message=_l("Bitte höchstens 2000 Zeichen."))],
    )


class FileForm(RevisionForm):
    """A file for a draft."""

    label = StringField(
        _l("Was ist es?"),
        description=_l("So heißt die Datei für alle, zum Beispiel: Aushang für den Eingang"),
        validators=[
            DataRequired(_l("Bitte geben Sie der Datei einen Namen.")),
            Length(max=LONGEST_LABEL, message=_l("Bitte höchstens 120 Zeichen.")),
        ],
    )
    upload = FileField(
        _l("Datei"),
        description=_l(
            "PDF, Word (docx), Excel (xlsx), PNG oder JPEG, höchstens 8 MB, ohne Makros. Bilder "
            "werden neu gezeichnet: Aufnahmeort und andere versteckte Angaben sind danach weg."
        ),
    )


class WithdrawForm(Form):
    """Why an article is archived."""

    comment = TextAreaField(
        _l("Warum"),
        validators=[
            DataRequired(_l("Bitte schreiben Sie kurz, warum.")),
            Length(max=LONGEST_COMMENT, message=_l("Bitte höchstens 2000 Zeichen.")),
        ],
    )
