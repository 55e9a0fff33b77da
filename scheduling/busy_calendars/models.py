"""Calendars that people keep elsewhere: when they are busy there, and nothing more."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified, check_in
from app.kernel.db import Model
from organisations.models import Person
from scheduling.busy_calendars.problems import Problem

LONGEST_LABEL = 80
LONGEST_VALIDATOR = 255

#: A copy older than this is no ground to promise a time on.
TRUSTED_FOR = timedelta(days=1)

#: An attempt shows what became of it so long after it began, and not before: more than any takes.
#: How long a server took, or whether there was one, is then not to be seen.
SHOWN_AFTER = timedelta(seconds=20)


class Source(StrEnum):
    """An address is fetched again and again; a file is what it was when it was uploaded."""

    ADDRESS = "address"
    FILE = "file"


class BusyCalendar(Identified, Model):
    """A person's calendar from outside, as the last good copy of it tells when they are busy.

    The address is a secret that only its owner's pages and the refresh open: it is sealed by the
    vault under `vault_subject`, a key of this calendar's own. `good_at` is when what we know was
    read, or was last found unchanged, `known_until` how far it reaches, `read_in` the zone of its
    whole days. `next_at` is when it is due to be fetched, None for a file; `not_before` until when
    its server asked to be left alone. `problem` says why the newest attempt, at `tried_at`, brought
    nothing, `failing_since` since when that is so, `failures` how often in a row, `empty_since`
    since when the answers have been a calendar without times where we know some.

    `taken_until` is how long a refresh has it for itself. `attempt` is the number of the newest
    attempt, one more with each and with another address: by it, whoever comes back with what was
    read knows whether that is still asked for.
    """

    __tablename__ = "busy_calendars"
    __table_args__ = (
        check_in("source", Source),
        check_in("problem", Problem, nullable=True),
        CheckConstraint("(source = 'address') = (sealed_address IS NOT NULL)", name="address"),
        CheckConstraint("(source = 'address') = (next_at IS NOT NULL)", name="next_at"),
        CheckConstraint("(good_at IS NULL) = (known_until IS NULL)", name="known_until"),
        CheckConstraint("(good_at IS NULL) = (read_in IS NULL)", name="read_in"),
        CheckConstraint("(problem IS NULL) = (failing_since IS NULL)", name="failing_since"),
        CheckConstraint("failures >= 0", name="failures"),
        CheckConstraint("unreadable_events >= 0", name="unreadable_events"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    label: Mapped[str] = mapped_column(String(LONGEST_LABEL))
    source: Mapped[str] = mapped_column(String(7))
    sealed_address: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    etag: Mapped[str | None] = mapped_column(String(LONGEST_VALIDATOR))
    last_modified: Mapped[str | None] = mapped_column(String(LONGEST_VALIDATOR))
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    not_before: Mapped[datetime | None]
    taken_until: Mapped[datetime | None]
    attempt: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    good_at: Mapped[datetime | None]
    known_until: Mapped[datetime | None]
    read_in: Mapped[str | None] = mapped_column(String(64))
    problem: Mapped[str | None] = mapped_column(String(30))
    failing_since: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    empty_since: Mapped[datetime | None]
    unreadable_events: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship()

    @property
    def vault_subject(self) -> str:
        """Under whose key the address is sealed: this calendar's alone."""
        return f"busy calendar {self.public_id}"

    def is_stale(self, now: datetime) -> bool:
        """What we know of it is too old, so that times rest on a guess. A file is what it is.

        One that was connected less than a day ago and never read is still awaited.
        """
        if self.source == Source.FILE:
            return False
        return now - (self.good_at or self.created_at) > TRUSTED_FOR

    def is_being_fetched(self, now: datetime) -> bool:
        """It is due, or an attempt began so shortly ago that nothing is shown of it yet.

        One that brought the calendar hides nothing.
        """
        if self.next_at is None:
            return False
        return self.next_at <= now or self._is_fresh_attempt(now)

    def shown_problem(self, now: datetime) -> Problem | None:
        """Why the newest attempt brought nothing, as far as its owner may be told by now.

        Whatever it was, it is told equally late, see `SHOWN_AFTER`.
        """
        if self.problem is None or self._is_fresh_attempt(now):
            return None
        return Problem(self.problem)

    def _is_fresh_attempt(self, now: datetime) -> bool:
        if self.tried_at is None or now >= self.tried_at + SHOWN_AFTER:
            return False
        is_good = self.problem is None and self.good_at is not None
        return not (is_good and self.good_at >= self.tried_at)


class BusyInterval(Model):
    """[starts_at, ends_at) in which its owner is busy, by an outside calendar. No title, no place.

    `certain` is false for an event that could not be read but whose time is known.
    """

    __tablename__ = "busy_intervals"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        Index("ix_busy_intervals_calendar_id_starts_at", "calendar_id", "starts_at"),
        Index("ix_busy_intervals_ends_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("busy_calendars.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    certain: Mapped[bool] = mapped_column(default=True)
