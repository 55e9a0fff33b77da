"""Reads of what is answered to the questions of a case's steps, for those who handle it."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.vault import KeyErased, current_vault
from exchange.procedures.cases.models import Case, CaseAnswers
from exchange.procedures.writing.questions import Answers


@dataclass(frozen=True)
class StepAnswers:
    """The answers to one step; `revision` 0 where nobody has saved any, else who did and when."""

    given: Answers = field(default_factory=dict)
    revision: int = 0
    saved_by: str = ""
    saved_at: datetime | None = None


NOTHING = StepAnswers()


def list_answers(case: Case) -> dict[int, StepAnswers]:
    """By the number of the step, read anew, with one look into the key store.

    What cannot be read (any more) reads as if nothing was answered.
    """
    rows = db.session.scalars(
        select(CaseAnswers)
        .where(CaseAnswers.case_id == case.id)
        .execution_options(populate_existing=True)
    ).all()
    sealed = {row.purpose: row.sealed for row in rows}
    try:
        opened = current_vault().open_readable(case.vault_subject, sealed)
    except KeyErased:
        opened = {}
    return {
        row.step: StepAnswers(
            _given(opened.get(row.purpose)), row.revision, row.person_public_id, row.saved_at
        )
        for row in rows
    }


def as_text(answers: Answers) -> bytes:
    """What is sealed: JSON, by the number of the question."""
    return json.dumps({str(number): text for number, text in answers.items()}).encode()


def _given(text: bytes | None) -> Answers:
    return {int(number): answer for number, answer in json.loads(text or b"{}").items()}
