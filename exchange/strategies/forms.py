"""Forms of those who write strategy concepts and say how far measures have come."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import (
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.kernel.base import PUBLIC_ID_LENGTH, new_public_id
from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from exchange.adoption.forms import RevisionForm
from exchange.adoption.lengths import LONGEST_TITLE
from exchange.strategies.document import Lack, measures_of, review_day_of
from exchange.strategies.models import LONGEST_NOTE, MeasureState, Progress, StrategyKind
from exchange.strategies.wording import FIELDS, KINDS, MEASURE_STATES
from organisations.models import Municipality

MOST_MEASURES = 30
_KEY = re.compile(rf"[A-Za-z0-9_-]{{{PUBLIC_ID_LENGTH}}}")
_MISSING = _l("Fehlt noch.")
_LINE = Length(max=LONGEST_TITLE, message=_l("Bitte höchstens 160 Zeichen."))
_TEXT = Length(max=10_000, message=_l("Bitte höchstens 10000 Zeichen."))


def _sensible_year(_form: Form, field: Field) -> None:
    if field.data and not 2000 <= field.data.year < 2100:
        raise ValidationError(_l("Bitte prüfen Sie das Jahr."))


class MeasureRow(Form):
    """One measure. An empty row does not count."""

    class Meta(Form.Meta):
        csrf = False

    key = HiddenField()
    title = StringField(_l("Was wir tun"), validators=[_LINE])
    responsible = StringField(
        FIELDS["responsible"],
        description=_l("Eine Funktion oder ein Team, kein Name: Menschen wechseln."),
        validators=[_LINE],
    )
    due_on = DateField(FIELDS["due_on"], validators=[Optional(), _sensible_year])
    indicator = StringField(
        FIELDS["indicator"],
        description=_l("Eine Zahl oder etwas, das man sehen kann."),
        validators=[_LINE],
    )

    @property
    def is_empty(self) -> bool:
        written = (self.title, self.responsible, self.due_on, self.indicator)
        return not any(field.data for field in written)

    def row(self, key: str) -> dict[str, Any]:
        """The measure as it stands in a document."""
        return {
            "key": key,
            "title": self.title.data or "",
            "responsible": self.responsible.data or "",
            "due_on": _written(self.due_on.data),
            "indicator": self.indicator.data or "",
        }


class StrategyForm(RevisionForm):
    """All that a concept says."""

    title = StringField(
        FIELDS["title"], validators=[DataRequired(_l("Ein Konzept braucht einen Titel.")), _LINE]
    )
    situation = TextAreaField(
        FIELDS["situation"],
        description=_l("Was Sie wissen und was nicht, auch aus Sicht der Betroffenen."),
        validators=[_TEXT],
    )
    goals = TextAreaField(
        FIELDS["goals"],
        description=_l("Wenige Ziele, die man überprüfen kann."),
        validators=[_TEXT],
    )
    measures = FieldList(FormField(MeasureRow), max_entries=MOST_MEASURES)
    review_on = DateField(
        FIELDS["review_on"],
        description=_l("Vier Wochen vorher erinnert KommA die Koordination."),
        validators=[Optional(), _sensible_year],
    )

    def document(self) -> dict[str, Any]:
        """What the form says, as a document. Empty measures do not count."""
        return self._head() | {"measures": list(self._rows(with_empty=False))}

    def draft(self) -> dict[str, Any]:
        """The same with its empty measures, to go on with."""
        return self._head() | {"measures": list(self._rows(with_empty=True))}

    def tell(self, lacks: Collection[Lack]) -> None:
        """Say at each field that is empty that it must not be."""
        for lack in lacks:
            if lack.key == "measures":
                self.form_errors.append(_l("Es fehlen noch Maßnahmen."))
                continue
            field = self[lack.key] if lack.row is None else self.measures[lack.row].form[lack.key]
            field.errors = [*field.errors, _MISSING]
        self.measures.errors = [entry.errors for entry in self.measures if entry.errors]

    def _rows(self, *, with_empty: bool) -> Iterator[dict[str, Any]]:
        """A measure keeps its key; one that has none yet, or that of another, is given one."""
        seen = set()
        for entry in self.measures:
            key = entry.form.key.data or ""
            if not _KEY.fullmatch(key) or key in seen:
                key = entry.form.key.data = new_public_id()
            seen.add(key)
            if with_empty or not entry.form.is_empty:
                yield entry.form.row(key)

    def _head(self) -> dict[str, Any]:
        return {
            "title": self.title.data or "",
            "situation": self.situation.data or "",
            "goals": self.goals.data or "",
            "review_on": _written(self.review_on.data),
        }


def strategy_form(
    document: Mapping[str, Any], revision: int, *, fresh: bool = False
) -> StrategyForm:
    """A form that says `document`; unless `fresh`, what was sent takes its place."""
    known = dict(document) | {
        "review_on": review_day_of(document),
        "measures": [vars(measure) for measure in measures_of(document)],
        "revision": str(revision),
    }
    return StrategyForm(formdata=None, data=known) if fresh else StrategyForm(data=known)


class NewStrategyForm(Form):
    """Which kind of concept to begin, and for which municipality where there are several."""

    kind = RadioField(
        _l("Welches Konzept möchten Sie schreiben?"),
        choices=[SelectChoice(key, label) for key, label in KINDS.items()],
        coerce=StrategyKind,
        validators=[InputRequired(_l("Bitte wählen Sie ein Konzept."))],
    )
    municipality = SelectField(_l("Kommune"))


def new_strategy_form(municipalities: Sequence[Municipality]) -> NewStrategyForm:
    """A form that offers the kinds."""
    form = NewStrategyForm()
    if len(municipalities) > 1:
        form.municipality.choices = [
            SelectChoice(one.public_id, one.name) for one in municipalities
        ]
    else:
        del form.municipality
    return form


class ProgressForm(RevisionForm):
    """How far a measure has come."""

    state = RadioField(
        _l("Wie weit ist die Maßnahme?"),
        choices=[SelectChoice(key, label) for key, label in MEASURE_STATES.items()],
        validators=[InputRequired(_l("Bitte wählen Sie."))],
    )
    note = TextAreaField(
        _l("Notiz"),
        description=_l("Ein oder zwei Sätze, keine Namen. Alle in Ihrer Kommune lesen sie."),
        validators=[Length(max=LONGEST_NOTE, message=_l("Bitte höchstens 500 Zeichen."))],
    )

    @property
    def said(self) -> MeasureState:
        return MeasureState(self.state.data)


def progress_form(progress: Progress) -> ProgressForm:
    """A form that says how far the measure is; what was sent takes its place."""
    known = {"state": progress.state, "note": progress.note, "revision": str(progress.revision)}
    return ProgressForm(data=known)


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
