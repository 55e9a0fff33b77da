"""Public holidays differ by state, and have names in both languages."""

from datetime import date

import pytest

from app.kernel.bilingual import Bilingual
from organisations.wording import STATES
from scheduling.public_holidays import public_holidays


def days(state: str, year: int = 2026) -> set[date]:
    return {holiday.day for holiday in public_holidays(state, year, year)}


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_the_nine_holidays_of_all(state: str) -> None:
    nine = ("01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "10-03", "12-25", "12-26")
    assert {date.fromisoformat(f"2026-{day}") for day in nine} <= days(state)


def test_states_differ() -> None:
    assert date(2026, 6, 4) in days("DE-BY") - days("DE-BE")  # Corpus Christi
    assert date(2026, 3, 8) in days("DE-BE") - days("DE-BY")  # International Women's Day
    assert date(2026, 10, 31) in days("DE-SN") - days("DE-HE")  # Reformation Day
    assert date(2017, 10, 31) in days("DE-HE", 2017)  # once, in all states


def test_names_come_in_both_languages() -> None:
    [unity] = [one for one in public_holidays("DE-HH", 2026, 2026) if one.day.month == 10][:1]
    assert unity.name == Bilingual(de="Tag der Deutschen Einheit", en="German Unity Day")


def test_years_of_which_no_law_tells_have_none() -> None:
    assert public_holidays("DE-BY", 1, 1990) == ()
    assert public_holidays("DE-BY", 2101, 12000) == ()
    years = [holiday.day.year for holiday in public_holidays("DE-BY", 2026, 2027)]
    assert years == sorted(years)
    assert set(years) == {2026, 2027}
