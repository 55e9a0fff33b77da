"""Half-years, by keys such as 2026-1: figures are of one that is over, never of less. Pure."""

from datetime import date

_MONTHS = 6


def half_year_of(day: date) -> str:
    """The half-year of `day`."""
    return f"{day.year:04}-{1 if day.month <= _MONTHS else 2}"


def half_year_before(half_year: str) -> str:
    """The one before."""
    year, number = map(int, half_year.split("-"))
    return f"{year:04}-1" if number == 2 else f"{year - 1:04}-2"


def half_year_after(half_year: str) -> str:
    """The next one."""
    year, number = map(int, half_year.split("-"))
    return f"{year:04}-2" if number == 1 else f"{year + 1:04}-1"
