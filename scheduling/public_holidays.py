"""The public holidays of the German states, in German and English. Pure."""

from functools import lru_cache

from app.kernel.bilingual import Bilingual
from scheduling.working_hours import Holiday

# What the library knows: since reunification, and as far ahead as the laws of today are certain.
YEARS = range(1991, 2101)


def public_holidays(state: str, first_year: int, last_year: int) -> tuple[Holiday, ...]:
    """The holidays of `state` (ISO 3166-2, such as DE-BY) in these years, by date.

    Those of the whole state: what holds in single places only, such as the Peace Festival of
    Augsburg, is not among them.
    """
    years = range(max(first_year, YEARS.start), min(last_year + 1, YEARS.stop))
    return tuple(holiday for year in years for holiday in _holidays_of_year(state, year))


@lru_cache(maxsize=256)
def _holidays_of_year(state: str, year: int) -> tuple[Holiday, ...]:
    # Not at the top: the library reads the laws of two hundred countries, which takes a second,
    # and few processes ever ask.
    from holidays.countries.germany import Germany

    subdivision = state.removeprefix("DE-")
    german = Germany(subdiv=subdivision, years=year, language="de")
    english = Germany(subdiv=subdivision, years=year, language="en_US")
    return tuple(Holiday(day, Bilingual(de=german[day], en=english[day])) for day in sorted(german))
