"""How long something is kept, in days or months of the calendar. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MONTHS_OF_A_YEAR = 12


class Unit(StrEnum):
    """What a period is counted in."""

    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True)
class Period:
    """So many days or months."""

    amount: int
    unit: Unit

    def before(self, day: date) -> date:
        """The day this long before `day`; the last of a month that is too short for it."""
        if self.unit is Unit.DAYS:
            return day - timedelta(days=self.amount)
        year, month = divmod(day.year * MONTHS_OF_A_YEAR + day.month - 1 - self.amount, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last))

    @property
    def whole_years(self) -> int | None:
        """As years where they come out even."""
        if self.unit is Unit.MONTHS and self.amount % MONTHS_OF_A_YEAR == 0:
            return self.amount // MONTHS_OF_A_YEAR
        return None
