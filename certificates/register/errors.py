"""Why a certificate is not issued, in words for the person who asked."""

from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l


class AlreadyIssued(DomainError):
    """There is one for this person and cohort; there is never a second."""

    MESSAGE = _l("Diese Bescheinigung ist bereits ausgestellt.")


class NotEntitled(DomainError):
    """The person does not keep the course's rule, or not every session is recorded yet."""


class UnprintableText(DomainError):
    """A name or title holds characters that the fonts of the document cannot draw."""


class ChangedMeanwhile(DomainError):
    """While the document was drawn, what it says has changed."""

    MESSAGE = _l("Die Angaben haben sich gerade geändert. Bitte versuchen Sie es noch einmal.")


class AlreadyReplaced(DomainError):
    """Another certificate supersedes this one; there is never a second one that does."""

    MESSAGE = _l("Diese Bescheinigung ist bereits durch eine neue ersetzt.")


class AlreadyRevoked(DomainError):
    """It is revoked, which nobody can undo or repeat."""

    MESSAGE = _l("Diese Bescheinigung ist bereits widerrufen.")


class AlreadyAsked(DomainError):
    """A wish for its correction waits for an answer."""

    MESSAGE = _l("Sie haben bereits um eine Korrektur gebeten. Die Kursleitung antwortet Ihnen.")


explain_constraint("uq_certificates_one_per_cohort", AlreadyIssued.MESSAGE, error=AlreadyIssued)
for _name in ("uq_certificates_supersedes_id", "certificates_stay_superseded"):
    explain_constraint(_name, AlreadyReplaced.MESSAGE, error=AlreadyReplaced)
explain_constraint("certificates_stay_revoked", AlreadyRevoked.MESSAGE, error=AlreadyRevoked)
explain_constraint("uq_correction_requests_asked", AlreadyAsked.MESSAGE, error=AlreadyAsked)
