"""Why something around a cohort is refused, in words for the person who asked."""

from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l


class CohortFull(DomainError):
    """There is no free seat."""

    MESSAGE = _l("In diesem Durchgang ist kein Platz mehr frei. Sie wurden nicht angemeldet.")


class AlreadyEnrolled(DomainError):
    """The person holds a seat in this cohort already."""

    MESSAGE = _l("Sie sind bereits angemeldet.")


class NotEnrolled(DomainError):
    """The person holds no seat that could be given back."""

    MESSAGE = _l("Sie sind in diesem Durchgang nicht angemeldet.")


class CohortBegun(DomainError):
    """The first session has begun: seats are settled."""


class CohortCancelled(DomainError):
    """Every session has been called off."""

    MESSAGE = _l("Dieser Durchgang ist abgesagt. Sie wurden nicht angemeldet.")


class AttendanceRecorded(DomainError):
    """Who was there is on record, so the session has taken place as it was."""

    def __init__(self) -> None:
        super().__init__(
            _l("Für diesen Termin ist Anwesenheit erfasst. Er lässt sich nicht mehr ändern.")
        )


class NotForThisFunction(DomainError):
    """The course is for other functions."""


class NotOffered(DomainError):
    """The course is archived: no new cohorts, nobody new in those that there are."""

    MESSAGE = _l("Dieser Kurs wird nicht mehr angeboten.")


class SessionNotBegun(DomainError):
    """Attendance is recorded from the session's start on."""


class MoreThanTheSession(DomainError):
    """Nobody can be there for longer than the session lasts, nor for less than a minute."""


class SeatsTaken(DomainError):
    """There cannot be fewer seats than people who hold one."""


explain_constraint("uq_enrolments_one_per_seat", CohortFull.MESSAGE, error=CohortFull)
explain_constraint("uq_enrolments_one_per_person", AlreadyEnrolled.MESSAGE, error=AlreadyEnrolled)
