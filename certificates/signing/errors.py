"""Why nothing can be signed."""

from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l


class NoSigningKey(DomainError):
    """There is no key yet, or its private half cannot be opened."""

    MESSAGE = _l(
        "Bescheinigungen können noch nicht ausgestellt werden: Es fehlt der Schlüssel, mit dem sie "
        "unterschrieben werden. Bitte wenden Sie sich an das Programmbüro."
    )


class KeyInUse(DomainError):
    """There is a key already; another one takes its place only on purpose."""

    MESSAGE = _l("Es ist bereits ein Schlüssel in Gebrauch.")


class TimeStampMissing(DomainError):
    """The time stamp server gave none. Nothing was issued, and it can be tried again."""

    MESSAGE = _l(
        "Gerade lassen sich keine Bescheinigungen ausstellen: Der Zeitstempeldienst antwortet "
        "nicht. Ausgestellt wurde nichts. Bitte versuchen Sie es später noch einmal."
    )
