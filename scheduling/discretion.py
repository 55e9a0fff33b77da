"""How much an entry in a person's calendar gives away: topic and place, or only the time."""

from dataclasses import dataclass

from app.kernel.i18n import gettext as _
from app.kernel.i18n import localised
from notifications.queries import get_wishes
from notifications.wishes import Area
from organisations.models import Person
from scheduling.models import Event

# Owners of events that are no trainings.
AREAS = {"coaching": Area.COACHING}


@dataclass(frozen=True)
class Discretion:
    """The words for one event, in the language of the moment. `word` is the discreet title."""

    discreet: bool
    word: str = ""

    def title_of(self, event: Event) -> str:
        if self.discreet:
            return self.word or _("KommA-Termin")
        return localised(event.title)

    def place_of(self, event: Event) -> str:
        return "" if self.discreet else event.location


def area_of(event: Event) -> Area:
    """What `event` is about, as far as discretion asks."""
    return AREAS.get(event.owner, Area.TRAININGS)


def discretion_about(event: Event, person: Person) -> Discretion:
    """How `event` is shown in calendars of `person`, by what they wish now."""
    wishes = get_wishes(person)
    return Discretion(wishes.is_discreet_about(area_of(event)), wishes.calendar_word)
