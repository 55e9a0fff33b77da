"""Why there is no credential to be had."""

from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l


class CredentialUnavailable(DomainError):
    """There is no key to sign it with. That is our fault and may be over soon."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Es fehlt gerade der Schlüssel, mit dem wir ihn unterschreiben. Die Bescheinigung "
                "gilt trotzdem und lässt sich mit ihrem Prüfcode prüfen."
            ),
            title=_l("Den digitalen Nachweis gibt es im Moment nicht"),
        )
