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


class NotInLine(DomainError):
    """The person does not wait for a seat."""

    MESSAGE = _l("Sie stehen nicht auf der Warteliste.")


class OfferGone(DomainError):
    """The seat was kept for a while, and that is over; or it never was."""

    MESSAGE = _l("Dieser Platz wird nicht mehr für Sie freigehalten.")


class NoSuchColleague(DomainError):
    """Nobody who could take over the seat has that address."""

    MESSAGE = _l(
        "Unter dieser Adresse finden wir niemanden aus derselben Kommune, der hier noch dazukommen "
        "kann."
    )


class CohortBegun(DomainError):
    """The first session has begun: seats are settled."""


class CohortCancelled(DomainError):
    """Every session has been called off."""

    MESSAGE = _l("Dieser Durchgang ist abgesagt. Sie wurden nicht angemeldet.")


class CohortOver(DomainError):
    """Nothing of the cohort is left to change."""


class NotItsTrainer(DomainError):
    """Somebody else has handed the cohort over just now."""

    MESSAGE = _l("Dieser Durchgang ist inzwischen schon übergeben.")


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


class NotYetOpen(DomainError):
    """Enrolment begins later."""


class EnrolmentClosed(DomainError):
    """Enrolment has ended, though the cohort has not begun."""


class PrerequisiteMissing(DomainError):
    """The person has yet to complete a course that this one builds on."""


class AlreadyRequested(DomainError):
    """The person's request waits for an answer."""

    MESSAGE = _l("Ihre Anfrage ist schon unterwegs. Sie bekommen eine Mail.")


class ApprovalDeclined(DomainError):
    """The municipality has said no."""

    MESSAGE = _l("Ihre Anfrage wurde abgelehnt. Bitte sprechen Sie mit Ihrer Koordination.")


class NotRequested(DomainError):
    """There is nothing to decide any more: decided, or withdrawn."""

    MESSAGE = _l("Über diese Anfrage ist schon entschieden, oder sie ist zurückgezogen.")


class OwnRequest(DomainError):
    """Nobody decides on their own request."""

    MESSAGE = _l("Über Ihre eigene Anfrage entscheidet jemand anderes.")


class SessionNotBegun(DomainError):
    """Attendance is recorded from the session's start on."""


class MoreThanTheSession(DomainError):
    """Nobody can be there for longer than the session lasts, nor for less than a minute."""


class SeatsTaken(DomainError):
    """There cannot be fewer seats than people who hold one."""


explain_constraint("uq_enrolments_one_per_seat", CohortFull.MESSAGE, error=CohortFull)
explain_constraint("uq_enrolments_one_per_person", AlreadyEnrolled.MESSAGE, error=AlreadyEnrolled)
