"""What can go wrong with what is sealed."""

from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l


class CannotBeOpened(DomainError):
    """There is a binder, but not the key to it, or it was changed: nothing is written over it."""

    status = 503
    TITLE = _l("Ihre Selbsteinschätzungen lassen sich gerade nicht öffnen")
    MESSAGE = _l(
        "Es wurde nichts verändert und nichts gelöscht. Bitte sagen Sie dem Programmbüro Bescheid: "
        "Es muss den Schlüsselspeicher prüfen. Ihre Antworten kann es dabei nicht sehen."
    )

    def __init__(self) -> None:
        super().__init__(self.MESSAGE, title=self.TITLE)


class ChangedMeanwhile(DomainError):
    """Somebody with the same account, or a job, has written the binder since it was read."""

    MESSAGE = _l(
        "Das hat sich gerade an anderer Stelle geändert. Bitte versuchen Sie es noch einmal."
    )

    def __init__(self) -> None:
        super().__init__(self.MESSAGE)
