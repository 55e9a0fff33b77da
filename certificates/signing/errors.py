"""Why nothing can be signed."""

from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l


class NoSigningKey(DomainError):
    """There is no key yet, or its private half cannot be opened."""

    MESSAGE = _l(
        "Bescheinigungen können noch nicht ausgestellt werden: Es fehlt der Schlüssel, mit dem sie "
        "unterschrieben werden. Bitte wenden Sie sich an das Programmbüro."
    )
