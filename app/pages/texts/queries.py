"""Reads of the operator's texts, with what KommA ships as version 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.i18n import LANGUAGES
from app.kernel.inclusive import GenderForm
from app.kernel.operator_texts import (
    FUNDER_NOTICE,
    GENDER_FORM,
    ONE_FOR_ALL,
    OperatorLogo,
    OperatorText,
)
from app.pages.texts.wording import EDITABLE

CONTENT = Path(__file__).parent.parent / "content"


@dataclass(frozen=True)
class TextVersion:
    """One version of a text. Version 0 has neither author nor date: it came with KommA."""

    key: str
    language: str
    version: int
    body: str
    author_public_id: str = ""
    created_at: datetime | None = None


def get_current_text(key: str, language: str) -> TextVersion:
    """The version that counts. Raises NotFound for a text or a language that there is not."""
    _require_editable(key, language)
    newest = db.session.scalar(
        select(OperatorText)
        .where(OperatorText.key == key, OperatorText.language == language)
        .order_by(OperatorText.version.desc())
        .limit(1)
    )
    return _version(newest) if newest else _shipped(key, language)


def get_version(key: str, language: str, version: int) -> TextVersion:
    """An old version, or the newest. Raises NotFound."""
    _require_editable(key, language)
    if version == 0:
        return _shipped(key, language)
    row = db.session.scalar(
        select(OperatorText).where(
            OperatorText.key == key,
            OperatorText.language == language,
            OperatorText.version == version,
        )
    )
    if row is None:
        raise NotFound
    return _version(row)


def list_versions(key: str, language: str) -> list[TextVersion]:
    """All versions, the newest first, what came with KommA at the end. Raises NotFound."""
    _require_editable(key, language)
    rows = db.session.scalars(
        select(OperatorText)
        .where(OperatorText.key == key, OperatorText.language == language)
        .order_by(OperatorText.version.desc())
    )
    return [*map(_version, rows), _shipped(key, language)]


def list_current_texts() -> dict[tuple[str, str], TextVersion]:
    """The version that counts of every text, by key and language; one statement."""
    newest = select(func.max(OperatorText.id)).group_by(OperatorText.key, OperatorText.language)
    rows: Sequence[OperatorText] = db.session.scalars(
        select(OperatorText).where(OperatorText.id.in_(newest))
    ).all()
    shipped = {(k, language): _shipped(k, language) for k in EDITABLE for language in LANGUAGES}
    edited = {(row.key, row.language): _version(row) for row in rows if row.key in EDITABLE}
    return shipped | edited


def get_gender_form() -> tuple[GenderForm, int]:
    """The form that was chosen, and its version."""
    newest = db.session.scalar(
        select(OperatorText)
        .where(OperatorText.key == GENDER_FORM, OperatorText.language == ONE_FOR_ALL)
        .order_by(OperatorText.version.desc())
        .limit(1)
    )
    return (GenderForm(newest.body), newest.version) if newest else (GenderForm.COLON, 0)


def find_newest_logo() -> OperatorLogo | None:
    """The newest version, also one that says that there is no logo; None before the first."""
    return db.session.scalar(select(OperatorLogo).order_by(OperatorLogo.version.desc()).limit(1))


def get_logo(public_id: str) -> OperatorLogo:
    """A logo with its content, also one that has been replaced. Raises NotFound."""
    logo = db.session.scalar(
        select(OperatorLogo)
        .where(OperatorLogo.public_id == public_id)
        .options(undefer(OperatorLogo.content))
    )
    if logo is None or logo.content is None:
        raise NotFound
    return logo


def _require_editable(key: str, language: str) -> None:
    if key not in EDITABLE or language not in LANGUAGES:
        raise NotFound


def _shipped(key: str, language: str) -> TextVersion:
    if key == FUNDER_NOTICE:
        body = current_app.extensions["komma"].settings.funder_notice
    else:
        body = (CONTENT / f"{key}.{language}.md").read_text(encoding="utf-8")
    return TextVersion(key, language, 0, body)


def _version(row: OperatorText) -> TextVersion:
    return TextVersion(
        row.key, row.language, row.version, row.body, row.author_public_id, row.created_at
    )
