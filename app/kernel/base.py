"""The declarative base: constraint names, identifiers and column types of every table."""

import secrets
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from app.kernel.i18n import Bilingual

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
PUBLIC_ID_LENGTH = 16
BigId = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; stored as UTC. A naive value is a programming error, refused at once."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class BilingualText(TypeDecorator[Bilingual]):
    """A text in both languages, stored as `{"de": …, "en": …}`."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Bilingual | None, dialect: Dialect) -> Any:
        return None if value is None else {"de": value.de, "en": value.en}

    def process_result_value(self, value: Any, dialect: Dialect) -> Bilingual | None:
        return None if value is None else Bilingual(de=value["de"], en=value["en"])


class BilingualList(TypeDecorator[list[Bilingual]]):
    """An ordered list of texts in both languages. Replaced as a whole, never changed in place."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: list[Bilingual] | None, dialect: Dialect) -> Any:
        return None if value is None else [{"de": text.de, "en": text.en} for text in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> list[Bilingual] | None:
        if value is None:
            return None
        return [Bilingual(de=text["de"], en=text["en"]) for text in value]


class Base(DeclarativeBase):
    """Base of every model."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={
            datetime: UtcDateTime,
            Bilingual: BilingualText,
            list[Bilingual]: BilingualList,
        },
    )


def new_public_id() -> str:
    """96 random bits as 16 characters that are safe in an address."""
    return secrets.token_urlsafe(12)


class Identified:
    """A primary key that never leaves the database, and the identifier that addresses show."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(PUBLIC_ID_LENGTH), unique=True, default=new_public_id
    )


def check_in(column: str, words: type[StrEnum], *, nullable: bool = False) -> CheckConstraint:
    """A check that `column` holds one of `words`; text, so that adding a word is one line."""
    allowed = ", ".join(f"'{word.value}'" for word in words)
    condition = f"{column} IN ({allowed})"
    sql = f"{column} IS NULL OR {condition}" if nullable else condition
    return CheckConstraint(sql, name=column)
