"""Public holidays on which somebody plans a session: of the whole country, and of single states."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.kernel.bilingual import Bilingual
from organisations.wording import STATES
from scheduling.public_holidays import public_holidays


@dataclass(frozen=True)
class DayOff:
    """What a day is called, and the states (ISO 3166-2) in which it is a holiday."""

    name: Bilingual
    states: tuple[str, ...]

    @property
    def is_everywhere(self) -> bool:
        return len(self.states) == len(STATES)

    def concerns(self, state: str | None) -> bool:
        """Whether nobody works then in `state`; without one, anywhere in the country."""
        return self.is_everywhere if state is None else state in self.states


def list_days_off(days: Iterable[date]) -> dict[date, DayOff]:
    """Those of `days` that are a public holiday in at least one state."""
    wanted = set(days)
    if not wanted:
        return {}
    years = min(wanted).year, max(wanted).year
    found: dict[date, DayOff] = {}
    for state in STATES:
        for holiday in public_holidays(state, *years):
            if holiday.day in wanted:
                known = found.get(holiday.day, DayOff(holiday.name, ()))
                found[holiday.day] = DayOff(known.name, (*known.states, state))
    return found
