"""Forms of learning units: the questions of a quiz, a reflection, what to do in a scenario."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import Bilingual, localised
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.operator_texts import in_chosen_form
from courses.learning.reflections import LONGEST_REFLECTION
from courses.learning.scenarios import CHOOSE
from courses.units.quiz import Answer, Question, QuestionKind, Quiz
from courses.units.scenario import Node

ANSWER = _l("Bitte beantworten Sie diese Frage.")
ASSIGN = _l("Bitte wählen Sie etwas aus.")
PLACE_TAKEN = _l("Diese Stelle haben Sie schon vergeben.")
TOO_LONG = _l("Bitte kürzen Sie auf %(max)d Zeichen.")

RELOAD = _l("Bitte laden Sie die Seite neu.")

#: What `sealed.version_token` gives; empty where nothing is kept yet.
TOKEN = re.compile(r"([\w-]{16}\.[0-9]{1,9})?\Z", re.ASCII)


def words(text: Bilingual) -> str:
    """A content text in the person's language and the operator's form of inclusive German."""
    return in_chosen_form(localised(text))


@dataclass(frozen=True)
class Asked:
    """A question as it is asked: its parts mixed, and the names of its fields in that order.

    `partners` is the order of the right sides of pairs. Values count from 0 as things are shown,
    so neither what a page holds nor what it sends says what is right.
    """

    question: Question
    order: tuple[int, ...]
    partners: tuple[int, ...]
    names: tuple[str, ...]

    def answer_from(self, form: "QuizForm") -> Answer:
        """What was answered, in the order of the content. The form must be valid."""
        if self.question.is_choice:
            data = form[self.names[0]].data
            chosen = data if isinstance(data, list) else [data]
            return tuple(sorted(self.order[int(shown)] for shown in chosen))
        given = {}
        for part, name in zip(self.order, self.names, strict=True):
            shown = int(form[name].data)
            is_ordering = self.question.kind is QuestionKind.ORDERING
            given[part] = shown if is_ordering else self.partners[shown]
        return tuple(given[part] for part in sorted(given))


class QuizForm(Form):
    """All questions of a quiz. `about` makes the form for one attempt."""

    asked: tuple[Asked, ...] = ()

    number = HiddenField(validators=[Regexp(r"[1-9][0-9]{0,3}\Z", message=RELOAD)])
    fingerprint = HiddenField()

    @classmethod
    def about(cls, quiz: Quiz, *, owner: str, next_number: int, fingerprint: str) -> "QuizForm":
        """The form for the attempt that was sent, else the next one; `owner` mixes its parts."""
        number = request.form.get("number", str(next_number))[:80]
        asked = tuple(
            _asked(question, place, f"{owner}/{number}")
            for place, question in enumerate(quiz.questions)
        )
        fields = {name: field for each in asked for name, field in _fields_of(each)}
        kind = type("QuizFormOfAttempt", (cls,), fields | {"asked": asked})
        return kind(data={"number": number, "fingerprint": fingerprint})

    def validate(self, extra_validators: Any = None) -> bool:
        """Every question is answered, and no two items of an ordering have the same place."""
        valid = super().validate(extra_validators)
        for each in self.asked:
            if each.question.kind is QuestionKind.ORDERING:
                valid = self._places_differ(each) and valid
        return valid

    def _places_differ(self, asked: Asked) -> bool:
        taken: set[str] = set()
        repeated = []
        for field in (self[name] for name in asked.names):
            if field.data in taken:
                repeated.append(field)
            elif not field.errors:
                taken.add(field.data)
        for field in repeated:
            field.errors = [PLACE_TAKEN]
        return not repeated

    @property
    def answers(self) -> Sequence[Answer]:
        """One answer for each question. The form must be valid."""
        return [each.answer_from(self) for each in self.asked]


class ReflectionForm(Form):
    """What one writes for oneself. `based_on` names the version that is being changed."""

    text = TextAreaField(
        _l("Ihr Text"), validators=[Length(max=LONGEST_REFLECTION, message=TOO_LONG)]
    )
    based_on = HiddenField()
    stay = SubmitField(_l("Nur speichern"))


class ChoiceForm(Form):
    """What to do in a situation. `based_on` names where in the scenario the person stood."""

    choice = RadioField(
        _l("Was tun Sie?"),
        coerce=int,
        validators=[InputRequired(CHOOSE)],
        invalid_value_message=CHOOSE,
        invalid_choice_message=CHOOSE,
    )
    based_on = HiddenField(validators=[Regexp(TOKEN, message=RELOAD)])

    def is_outdated(self, token: str) -> bool:
        """Whether it was sent from a page that shows an earlier state than `token` names."""
        sent = self.based_on.data or ""
        return sent != token and TOKEN.match(sent) is not None

    @classmethod
    def at(cls, node: Node, token: str) -> "ChoiceForm":
        """The form for the choices of `node`."""
        form = cls(data={"based_on": token})
        form.choice.choices = [
            SelectChoice(number, words(choice.text)) for number, choice in enumerate(node.choices)
        ]
        return form


class BackForm(Form):
    """How many steps from the start one wants to stand again."""

    steps = HiddenField(validators=[Regexp(r"[0-9]{1,4}\Z")])
    based_on = HiddenField()


def _asked(question: Question, place: int, seed: str) -> Asked:
    order = question.mixed(seed)
    fields = 1 if question.is_choice else len(order)
    return Asked(
        question=question,
        order=order,
        partners=question.mixed(f"{seed}/partners"),
        names=tuple(f"question_{place + 1}_{number + 1}" for number in range(fields)),
    )


def _fields_of(asked: Asked) -> Iterator[tuple[str, Field]]:
    question, parts = asked.question, asked.question.parts
    if question.is_choice:
        kind = _multiple if question.kind is QuestionKind.MULTIPLE else _single
        choices = [
            SelectChoice(str(shown), words(parts[part].text))
            for shown, part in enumerate(asked.order)
        ]
        yield asked.names[0], kind(words(question.text), choices)
        return
    for name, part in zip(asked.names, asked.order, strict=True):
        yield name, _select(words(parts[part].text), _targets(asked))


def _targets(asked: Asked) -> list[SelectChoice]:
    """The places of an ordering, the right sides of pairs."""
    parts = asked.question.parts
    if asked.question.kind is QuestionKind.ORDERING:
        return [SelectChoice(str(place), f"{place + 1}.") for place in range(len(parts))]
    return [
        SelectChoice(str(shown), words(parts[part].partner))
        for shown, part in enumerate(asked.partners)
        if parts[part].partner is not None
    ]


def _single(label: str, choices: list[SelectChoice]) -> Field:
    return RadioField(
        label,
        choices=choices,
        validators=[InputRequired(ANSWER)],
        invalid_choice_message=ANSWER,
    )


def _multiple(label: str, choices: list[SelectChoice]) -> Field:
    return SelectMultipleField(
        label,
        description=_l("Mehrere Antworten können richtig sein."),
        choices=choices,
        validators=[InputRequired(ANSWER)],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        invalid_choice_message=ANSWER,
    )


def _select(label: str, choices: list[SelectChoice]) -> Field:
    return SelectField(
        label,
        choices=choices,
        validators=[InputRequired(ASSIGN)],
        invalid_choice_message=ASSIGN,
    )
