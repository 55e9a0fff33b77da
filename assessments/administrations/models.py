"""Self-assessments as they are kept: records without a name, and everybody's list of their own.

Nothing readable leads from a record to a person: the binder that does is sealed under the
person's key, as is what the record holds.
"""

from datetime import date

from sqlalchemy import Boolean, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model

PSEUDONYM_LENGTH = 22


class Administration(Model):
    """One passage through an instrument, a draft until it is `finished`.

    No person, no instrument, no instant, no running number: `week` is the Monday of the week in
    which it was finished, or begun, and SQLite keeps the rows by their key and not as they came.
    """

    __tablename__ = "administrations"
    __table_args__ = {"sqlite_with_rowid": False}

    pseudonym: Mapped[str] = mapped_column(String(PSEUDONYM_LENGTH), primary_key=True)
    week: Mapped[date]
    finished: Mapped[bool] = mapped_column(Boolean, default=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def vault_subject(self) -> str:
        """The subject of this one alone, so that it can be made unreadable in every backup."""
        return f"record:{self.pseudonym}"


class AssessmentBinder(Model):
    """Which records are a person's, sealed under their key and always of the same length.

    Everybody gets an empty one, so that having one tells nothing.
    """

    __tablename__ = "assessment_binders"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
