"""Why a design is not saved, in words for the office."""

from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l


class ChangedMeanwhile(DomainError):
    """Somebody else has saved the design since the page was opened."""

    MESSAGE = _l("Inzwischen hat jemand anderes gespeichert. Gespeichert wurde nichts.")


class StillNeeded(DomainError):
    """The design is the programme's, which cannot be without one."""

    MESSAGE = _l(
        "Das ist die Vorlage des Programms. Wählen Sie zuerst eine andere für das Programm."
    )


class UnusableLogo(DomainError):
    """The file is no picture that can be printed."""


explain_constraint(
    "uq_certificate_designs_name", _l("So heißt bereits eine andere Vorlage."), field="name"
)
explain_constraint("uq_design_versions_number", ChangedMeanwhile.MESSAGE, error=ChangedMeanwhile)
explain_constraint(
    "ck_certificate_designs_programme_uses_it", StillNeeded.MESSAGE, error=StillNeeded
)
