"""How answers, texts and choices are kept: as JSON that only its owner's key opens."""

import json
from typing import Any

from app.kernel.vault import current_vault
from courses.learning.models import QuizAttempt, Reflection, ScenarioPlay

Row = QuizAttempt | Reflection | ScenarioPlay


def seal(row: Row, value: Any) -> None:
    """Keep `value` in `row`, which has its person and its public id by now. Raises KeyErased."""
    text = json.dumps(value, ensure_ascii=False)
    row.sealed = current_vault().seal(row.person.vault_subject, _purpose(row), text.encode())


def open_sealed(row: Row) -> Any:
    """What `row` holds. Raises KeyErased once the person's key was erased."""
    text = current_vault().open(row.person.vault_subject, _purpose(row), row.sealed)
    return json.loads(text)


def version_token(row: Reflection | ScenarioPlay | None) -> str:
    """Names what is kept at this moment; a form carries it, and an older one is recognised."""
    return "" if row is None else f"{row.public_id}.{row.version}"


def _purpose(row: Row) -> str:
    return f"{row.__tablename__} {row.public_id}"
