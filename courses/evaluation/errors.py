"""Why an answer is not taken, in words for the person who gave it."""

from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l


class NothingAnswered(DomainError):
    """Every question was left out."""

    MESSAGE = _l("Bitte beantworten Sie mindestens eine Frage.")

    def __init__(self) -> None:
        super().__init__(self.MESSAGE)


class AlreadyAnswered(DomainError):
    """Each person answers once."""

    MESSAGE = _l("Ihre Rückmeldung ist schon da. Jede Person kann einmal antworten.")

    def __init__(self) -> None:
        super().__init__(self.MESSAGE)


class FeedbackClosed(DomainError):
    """It is too early or too late."""

    MESSAGE = _l("Zurzeit nehmen wir für diesen Durchgang keine Rückmeldungen an.")

    def __init__(self) -> None:
        super().__init__(self.MESSAGE)
