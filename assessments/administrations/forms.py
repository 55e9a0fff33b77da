"""Forms of a self-assessment: its beginning, the questions, the end, and deleting."""

from collections.abc import Mapping, Sequence

from flask import request
from wtforms import RadioField, SelectMultipleField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import Message, local_date, localised
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from assessments.administrations.binder import Layout
from assessments.instruments.definition import Instrument
from assessments.waves.models import Wave
from assessments.waves.services import WaveClosed

LONGEST_NOTE = 2000
NO_ANSWER = ""
PREFIX = "item_"

LAYOUTS: dict[Layout, Message] = {
    Layout.SINGLE: _l("Eine Frage nach der anderen"),
    Layout.ALL: _l("Alle Fragen auf einer Seite"),
}


class BeginForm(Form):
    """How somebody likes to be asked, before the first question."""

    layout = RadioField(
        _l("Wie möchten Sie gefragt werden?"),
        choices=[SelectChoice(key.value, label) for key, label in LAYOUTS.items()],
        invalid_choice_message=_l("Bitte wählen Sie eine der beiden Möglichkeiten."),
    )


class AnswerField(RadioField):
    """One of the points of the scale, or none: no answer is always right."""

    def pre_validate(self, form: Form) -> None:
        if self.data != NO_ANSWER:
            super().pre_validate(form)


class ItemsForm(Form):
    """All questions of an instrument under their numbers, whether a page shows one or all.

    So what was sent from either page is kept. Only what was sent is changed.
    """

    later = SubmitField(_l("Später weitermachen"))
    back = SubmitField(_l("Zurück"))
    skip = SubmitField(_l("Überspringen"))
    switch = SubmitField()

    @classmethod
    def about(
        cls, instrument: Instrument, answers: Mapping[str, int], shown: int | None = None
    ) -> "ItemsForm":
        """The form with what was answered before; `shown` is the only question on its page."""
        scale = instrument.scale
        points = [
            SelectChoice(str(scale.lowest + place), localised(label))
            for place, label in enumerate(scale.labels)
        ]
        none = SelectChoice(NO_ANSWER, _l("Keine Antwort"))
        fields = {
            f"{PREFIX}{number}": AnswerField(
                localised(item.text),
                choices=points if number == shown else [*points, none],
                invalid_choice_message=_l("Bitte wählen Sie eine der Antworten."),
            )
            for number, item in enumerate(instrument.items, 1)
        }
        kept = {
            f"{PREFIX}{number}": str(answers.get(item.key, NO_ANSWER))
            for number, item in enumerate(instrument.items, 1)
        }
        form: ItemsForm = type("ItemsOfInstrument", (cls,), fields)(data=kept)
        form.keys = [item.key for item in instrument.items]
        form.shown = shown
        return form

    @property
    def questions(self) -> list[AnswerField]:
        """The fields of the questions, all of them or the one that is shown."""
        fields = [field for field in self if isinstance(field, AnswerField)]
        return fields if self.shown is None else [fields[self.shown - 1]]

    @property
    def answers(self) -> dict[str, int | None]:
        """What was sent, by item; None where there shall be no answer."""
        sent = {
            key: int(field.data) if field.data else None
            for number, key in enumerate(self.keys, 1)
            if (field := self[f"{PREFIX}{number}"]).raw_data
        }
        return {**sent, self.keys[self.shown - 1]: None} if self.shown and self.skip.data else sent

    def validate(self, extra_validators: object = None) -> bool:
        """An answer to a question that there is not is refused, too."""
        valid = super().validate(extra_validators)
        names = {name for name in request.form if name.startswith(PREFIX)}
        if names <= self._fields.keys():
            return valid
        self.form_errors.append(_l("Diese Frage gibt es in diesem Fragebogen nicht."))
        return False


class FinishForm(Form):
    """The end of a self-assessment: a note to oneself, and a copy for a result of a group."""

    note = TextAreaField(
        _l("Notiz für Sie selbst"),
        description=_l("Zum Beispiel, was gerade los ist. Auch die Notiz lesen nur Sie."),
        validators=[Length(max=LONGEST_NOTE, message=_l("Bitte höchstens %(max)d Zeichen."))],
    )

    @classmethod
    def about(cls, waves: Sequence[Wave]) -> "FinishForm":
        """The form with what is asked for `waves`: one to tick, or one of several to choose."""
        choices = [SelectChoice(wave.label, _consent_to(wave)) for wave in waves]
        closed = WaveClosed.MESSAGE
        if len(waves) > 1:
            none = SelectChoice(NO_ANSWER, _l("Nein, ich gebe nichts weiter"))
            field = RadioField(
                CONSENT, choices=[none, *choices], default=NO_ANSWER, invalid_choice_message=closed
            )
        else:
            field = SelectMultipleField(
                CONSENT,
                choices=choices,
                widget=ListWidget(prefix_label=False),
                option_widget=CheckboxInput(),
                invalid_choice_message=closed,
            )
        form: FinishForm = type("FinishAndGive", (cls,), {"wave": field})()
        form.waves = {wave.label: wave for wave in waves}
        return form

    def validate(self, extra_validators: object = None) -> bool:
        """Where no wave is open any more there is no field left to say so at."""
        valid = super().validate(extra_validators)
        wave = self["wave"]
        if wave.errors and not self.waves:
            self.form_errors.extend(wave.errors)
            wave.errors = []
        return valid

    @property
    def chosen(self) -> Wave | None:
        """The wave that is to have a copy."""
        data = self["wave"].data
        labels = data if isinstance(data, list) else [data]
        return next((self.waves[label] for label in labels if label in self.waves), None)


class DeleteForm(Form):
    """Only the button: what is deleted is in the address."""


CONSENT = _l("Möchten Sie zu einem Gruppenergebnis beitragen?")


def _consent_to(wave: Wave) -> str:
    if wave.title is None:
        return _("Ja, ich stelle eine Kopie ohne Namen zur Verfügung")
    return _(
        "Ja, ich stelle eine Kopie ohne Namen zur Verfügung. Erhebung: %(title)s",
        title=localised(wave.title),
    )


def hints_for(waves: Sequence[Wave]) -> dict[str, str]:
    """What is promised of each wave, by its label."""
    return {wave.label: _promise(wave) for wave in waves}


def _promise(wave: Wave) -> str:
    promise = _(
        "Werte gibt es erst, wenn mindestens %(k)s Menschen beitragen. Letzter Tag: %(day)s.",
        k=wave.k,
        day=local_date(wave.closes_on),
    )
    if wave.follows_id is None:
        return promise
    earlier = _(
        "In der Kopie steht auch Ihr Gesamtwert aus der Erhebung davor, wenn Sie damals "
        "beigetragen haben."
    )
    return f"{promise} {earlier}"
