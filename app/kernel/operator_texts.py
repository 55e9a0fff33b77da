"""What the operator says on the pages: texts and the funder's logo, in versions.

A version is a row that never changes; the newest counts. Where there is none, what KommA ships or
the settings say is version 0.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import Flask, current_app, g
from sqlalchemy import CheckConstraint, LargeBinary, String, Text, UniqueConstraint, case, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.expression import ScalarSelect

from app.kernel.base import PUBLIC_ID_LENGTH, Identified
from app.kernel.db import Model, db
from app.kernel.ddl import append_only
from app.kernel.i18n import LANGUAGES, current_language
from app.kernel.inclusive import GenderForm, inclusive

FUNDER_NOTICE = "funder_notice"
GENDER_FORM = "gender_form"
# What is the same in both languages is kept under one of them.
ONE_FOR_ALL = LANGUAGES[0]


class OperatorText(Identified, Model):
    """One version of a text in one language. `author_public_id` is that of the person."""

    __tablename__ = "operator_texts"
    __table_args__ = (
        UniqueConstraint("key", "language", "version"),
        CheckConstraint("language IN ('de', 'en')", name="language"),
        CheckConstraint("version >= 1", name="version"),
    )

    key: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    created_at: Mapped[datetime]


class OperatorLogo(Identified, Model):
    """One version of the funder's logo; one without content says that there is none any more."""

    __tablename__ = "operator_logos"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("(content IS NULL) = (media_type = '')", name="media_type"),
    )

    version: Mapped[int] = mapped_column(unique=True)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    media_type: Mapped[str] = mapped_column(String(20))
    alt_de: Mapped[str] = mapped_column(String(200))
    alt_en: Mapped[str] = mapped_column(String(200))
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    created_at: Mapped[datetime]


append_only("operator_texts")
append_only("operator_logos")


@dataclass(frozen=True)
class ShellTexts:
    """What the frame of every page needs to know.

    `logo` is the public id of an uploaded logo; `logo_address` that of one from the settings.
    """

    funder_notice: str
    logo: str = ""
    logo_address: str = ""
    logo_alt: str = ""
    gender_form: GenderForm = GenderForm.COLON


def init_operator_texts(app: Flask) -> None:
    """Give templates what the frame needs, and the filter for inclusive German."""
    app.jinja_env.globals["shell_texts"] = shell_texts
    app.jinja_env.filters["inclusive"] = in_chosen_form


def shell_texts(language: str | None = None) -> ShellTexts:
    """The texts of the frame in `language` (default: the page's), asked for once per request."""
    language = language or current_language()
    kept: dict[str, ShellTexts] = g.setdefault("shell_texts", {})
    if language not in kept:
        try:
            kept[language] = _read_shell_texts(language)
        except SQLAlchemyError:
            # A page that tells of a failure is drawn all the same.
            kept[language] = default_shell_texts()
    return kept[language]


def use_default_shell_texts() -> None:
    """Draw this request's page without asking the database."""
    g.shell_texts = dict.fromkeys(LANGUAGES, default_shell_texts())


def default_shell_texts() -> ShellTexts:
    """What the settings say."""
    settings = current_app.extensions["komma"].settings
    return ShellTexts(settings.funder_notice, logo_address=settings.funder_logo)


def in_chosen_form(text: str) -> str:
    """`text` in inclusive German of the form that the operator chose."""
    return inclusive(text, shell_texts().gender_form)


def _read_shell_texts(language: str) -> ShellTexts:
    newest = OperatorLogo.version == select(db.func.max(OperatorLogo.version)).scalar_subquery()
    alt = OperatorLogo.alt_en if language == "en" else OperatorLogo.alt_de
    logo = case((OperatorLogo.content.is_(None), ""), else_=OperatorLogo.public_id)
    notice, form, logo_id, logo_alt = db.session.execute(
        select(
            _newest_body(FUNDER_NOTICE, language),
            _newest_body(GENDER_FORM, ONE_FOR_ALL),
            select(logo).where(newest).scalar_subquery(),
            select(alt).where(newest).scalar_subquery(),
        )
    ).one()
    texts = default_shell_texts()
    if notice is not None:
        texts = replace(texts, funder_notice=notice)
    if form is not None:
        texts = replace(texts, gender_form=GenderForm(form))
    if logo_id is not None:
        texts = replace(texts, logo=logo_id, logo_address="", logo_alt=logo_alt)
    return texts


def _newest_body(key: str, language: str) -> ScalarSelect[str]:
    return (
        select(OperatorText.body)
        .where(OperatorText.key == key, OperatorText.language == language)
        .order_by(OperatorText.version.desc())
        .limit(1)
        .scalar_subquery()
    )
