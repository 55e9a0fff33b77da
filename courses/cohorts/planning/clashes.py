"""What is in the way of dates that somebody plans, said before they are saved.

Nobody learns what anybody else has in their calendar, and of participants not even who: only how
many. Of fewer than three there is no number, since it would be a name.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.kernel.i18n import gettext as _
from app.kernel.i18n import local_date, localised, ngettext, programme_zone
from courses.cohorts.planning.holidays import list_days_off
from courses.cohorts.services import SessionDates
from organisations.models import Person
from scheduling.clashes import Room, Span, list_busy_people, list_taken_rooms
from scheduling.models import Event

FEWEST_TO_COUNT = 3


@dataclass(frozen=True)
class Plan:
    """Dates that are planned, where, who leads them, and who comes (so far)."""

    dates: Sequence[SessionDates]
    place: str
    room: str
    leaders: Collection[Person]
    participants: Collection[Person] = ()
    state: str | None = None  # ISO 3166-2; whose holidays count, besides those of everyone


@dataclass(frozen=True)
class Warnings:
    """Sentences to read before saving. `token` stands for having read exactly these."""

    sentences: tuple[str, ...]

    @property
    def token(self) -> str:
        return hashlib.sha256("\n".join(self.sentences).encode()).hexdigest()[:32]


def find_warnings(plan: Plan, *, besides: Collection[Event] = ()) -> Warnings:
    """What is in the way of `plan`, date by date, with the events `besides` not counting.

    Three statements, however many dates and people there are.
    """
    spans = [Span(one.starts_at, one.ends_at) for one in plan.dates]
    where = Room(plan.place, plan.room)
    leaders = list_busy_people(plan.leaders, spans, besides=besides)
    rooms = list_taken_rooms([(span, where) for span in spans], besides=besides)
    people = list_busy_people(plan.participants, spans, besides=besides)
    found = []
    for number, span in enumerate(spans):
        day = local_date(span.starts_at)
        if leaders[number]:
            found.append(_of_leaders(day, plan, leaders[number]))
        if rooms[number]:
            found.append(
                _("%(day)s: Der Raum „%(room)s“ ist dann schon belegt.", day=day, room=plan.room)
            )
        if people[number] and len(plan.participants) >= FEWEST_TO_COUNT:
            found.append(_of_people(day, plan, len(people[number])))
    return Warnings((*found, *_of_each_other(spans), *_of_holidays(plan)))


def _of_leaders(day: str, plan: Plan, busy: set[int]) -> str:
    names = ", ".join(person.name for person in plan.leaders if person.id in busy)
    return _("%(day)s: Im Kalender steht dann schon etwas: %(names)s.", day=day, names=names)


def _of_people(day: str, plan: Plan, busy: int) -> str:
    return ngettext(
        "%(day)s: %(num)s von %(all)s Angemeldeten hat dann schon etwas.",
        "%(day)s: %(num)s von %(all)s Angemeldeten haben dann schon etwas.",
        busy,
        day=day,
        all=len(plan.participants),
    )


def _of_each_other(spans: Sequence[Span]) -> list[str]:
    return [
        _("%(day)s: Zwei Termine liegen zur gleichen Zeit.", day=local_date(later.starts_at))
        for earlier, later in pairwise(sorted(spans))
        if earlier.overlaps(later)
    ]


def _of_holidays(plan: Plan) -> list[str]:
    zone = programme_zone()
    days = [one.starts_at.astimezone(zone).date() for one in plan.dates]
    return [
        _(
            "%(day)s: Das ist ein Feiertag (%(name)s).",
            day=local_date(day),
            name=localised(off.name),
        )
        for day, off in sorted(list_days_off(days).items())
        if off.concerns(plan.state)
    ]
