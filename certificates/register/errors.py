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


explain_constraint("uq_certificates_one_per_cohort", AlreadyIssued.MESSAGE, error=AlreadyIssued)
