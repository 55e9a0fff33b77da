"""Why something around calendars from outside is refused, in words for the person who asked."""

from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l

MOST_CALENDARS = 10


class TooManyCalendars(DomainError):
    """Each is fetched again and again, so there are not any number of them."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Sie haben schon zehn belegte Kalender. Entfernen Sie zuerst einen, den Sie nicht "
                "mehr brauchen."
            )
        )


class AlreadySubscribed(DomainError):
    """The person has a calendar of this address."""

    def __init__(self) -> None:
        super().__init__(_l("Diesen Kalender haben Sie schon verbunden."), field="address")


class NoCalendar(DomainError):
    """The file is none, or takes too much to read."""

    NOT_ONE = _l(
        "Diese Datei ist kein Kalender. Exportieren Sie Ihren Kalender als Datei mit der Endung "
        ".ics und laden Sie diese hoch."
    )
    TOO_LARGE = _l(
        "Diese Datei ist zu groß. Exportieren Sie einen kürzeren Zeitraum, etwa nur das nächste "
        "Jahr."
    )
    TOO_MUCH = _l(
        "Dieser Kalender ist zu umfangreich, um ihn zu lesen. Exportieren Sie einen kürzeren "
        "Zeitraum, etwa nur das nächste Jahr."
    )
