"""Draws an item as those see it who are asked it: the question's own page, as narrow as a phone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import render_template
from markupsafe import Markup

from app.kernel.i18n import in_language
from courses.needs.forms import AnswerForm
from courses.needs.items.document import LANGUAGES, item_of
from courses.needs.items.models import NeedsItem
from courses.needs.passage import Passage
from courses.needs.queries import list_questions


def draw_item(item: NeedsItem, document: Mapping[str, Any]) -> dict[str, Markup]:
    """What `document` will look like as the text of `item`, by language.

    It stands among the questions that those are asked whom the item is for.
    """
    function = next(iter(item.functions), None)
    questions = [
        replace(question, item=item_of(document))
        if question.competency.id == item.competency_id
        else question
        for question in list_questions(function)
    ]
    passage = Passage(questions, {}, situations_told=False)
    number = next(
        question.number for question in questions if question.competency.id == item.competency_id
    )
    return {language: _draw(passage, number, language) for language in LANGUAGES}


def _draw(passage: Passage, number: int, language: str) -> Markup:
    question = passage.questions[number - 1]
    with in_language(language):
        form = AnswerForm(formdata=None, prefix=language)
        form.ask(question)
        page = render_template(
            "needs_items/phone.html",
            question=question,
            passage=passage,
            form=form,
            minutes=passage.minutes_from(number, language),
        )
    return Markup(page)  # noqa: S704 - our own template, which escapes
