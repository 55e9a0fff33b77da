"""Municipalities, their teams, and the people of the programme."""

import unicodedata
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.kernel.base import Identified, check_in
from app.kernel.db import Model
from app.kernel.i18n import Bilingual


class MunicipalityKind(StrEnum):
    """What a municipality is under German municipal law."""

    LANDKREIS = "landkreis"
    KREISFREIE_STADT = "kreisfreie_stadt"
    STADT = "stadt"
    GEMEINDE = "gemeinde"


class Membership(StrEnum):
    """How a municipality takes part: in full, or on the extended platform."""

    MODEL = "model"
    PLATFORM = "platform"


class Function(StrEnum):
    """What a target profile hangs on."""

    POLITICAL_LEADERSHIP = "political_leadership"
    EXECUTIVE = "executive"
    STAFF = "staff"


class Municipality(Identified, Model):
    """A member of the programme. `state` is an ISO 3166-2 code such as DE-BY."""

    __tablename__ = "municipalities"
    __table_args__ = (check_in("kind", MunicipalityKind), check_in("membership", Membership))

    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(5))
    membership: Mapped[str] = mapped_column(String(10))


class Team(Identified, Model):
    """A unit inside a municipality."""

    __tablename__ = "teams"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    name: Mapped[Bilingual]

    municipality: Mapped[Municipality] = relationship()


#: What a sort name holds; of two people who differ only beyond it, either may come first.
LONGEST_SORT_NAME = 200

#: Letters that Unicode does not take for a letter with a mark, beside which people look for them.
_LOOKED_FOR_AS = str.maketrans("łđðøħıæœþ", "lddohiaot")


def sort_name_of(family_name: str, given_name: str) -> str:
    """What orders people as a directory does: Ö beside O, Ł beside L, whatever the database.

    After DIN 5007-1: letters with marks sort as those without, capitals as small ones.
    """
    names = (
        unicodedata.normalize("NFKD", name).casefold().translate(_LOOKED_FOR_AS)
        for name in (family_name, given_name)
    )
    plain = (
        "".join(letter for letter in name if not unicodedata.combining(letter)) for name in names
    )
    return "\t".join(plain)[:LONGEST_SORT_NAME]  # a tab sorts before every letter


class Person(Identified, Model):
    """A human. Programme office, trainers and coaches belong to no municipality.

    With `contact_hidden` only the programme office sees address, job title and team: people who
    are threatened must not be found by way of KommA (see `organisations.protection`). `sort_name`
    follows from the name whenever it is written. `time_zone` is an IANA name, None for the
    programme's zone.
    """

    __tablename__ = "people"
    __table_args__ = (
        check_in("function", Function, nullable=True),
        CheckConstraint("language IN ('de', 'en')", name="language"),
        Index("ix_people_sort_name", "sort_name"),
    )

    given_name: Mapped[str] = mapped_column(String(80))
    family_name: Mapped[str] = mapped_column(String(80))
    sort_name: Mapped[str] = mapped_column(
        String(LONGEST_SORT_NAME).with_variant(
            String(LONGEST_SORT_NAME, collation="C"),
            "postgresql",  # letter by letter, as SQLite
        )
    )
    job_title: Mapped[Bilingual | None]
    function: Mapped[str | None] = mapped_column(String(24))
    language: Mapped[str] = mapped_column(String(2), default="de")
    time_zone: Mapped[str | None] = mapped_column(String(64))
    contact_hidden: Mapped[bool] = mapped_column(default=False)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)

    municipality: Mapped[Municipality | None] = relationship()
    team: Mapped[Team | None] = relationship()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def municipality_name(self) -> str:
        """Where they belong; empty for those of no municipality."""
        return self.municipality.name if self.municipality else ""

    @property
    def vault_subject(self) -> str:
        """The subject under which the vault keeps what belongs to this person."""
        return f"person:{self.public_id}"


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _keep_sort_name(_mapper: Mapper[Person], _connection: object, person: Person) -> None:
    person.sort_name = sort_name_of(person.family_name, person.given_name)
