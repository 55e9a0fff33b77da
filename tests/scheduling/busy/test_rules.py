"""Recurrence rules, beside another implementation that many calendars trust."""

from datetime import datetime, timedelta
from itertools import takewhile

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from scheduling.busy.recurrence import Budget, TooMuchWork, occurrences
from scheduling.busy.rules import WEEKDAYS, read_rule
from scheduling.busy.values import Unreadable

starts = st.datetimes(datetime(2019, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001
    lambda wall: wall.replace(microsecond=0)
)


def some(values: st.SearchStrategy[int], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=most, unique=True).map(
        lambda chosen: ",".join(map(str, chosen))
    )


def from_either_end(most: int) -> st.SearchStrategy[int]:
    return st.integers(1, most) | st.integers(-most, -1)


#: Parts that always find a day: the other implementation looks for one until the year 9999.
DAYS = {
    "BYMONTHDAY": some(from_either_end(28)),
    "BYYEARDAY": some(from_either_end(365)),
    "BYDAY": some(st.sampled_from(WEEKDAYS)),
    "BYDAY ": some(from_either_end(4).map(lambda nth: f"{nth}MO")),
    "": st.just(""),
}


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"]))
    yearly, long = frequency == "YEARLY", frequency in ("YEARLY", "MONTHLY")
    parts = {"FREQ": frequency, "INTERVAL": draw(st.integers(1, 5))}
    parts["WKST"] = draw(st.sampled_from(WEEKDAYS))
    fitting = [name for name in DAYS if long or name in ("", "BYDAY")]
    day = draw(st.sampled_from([name for name in fitting if yearly or name != "BYYEARDAY"]))
    if day:
        parts[day.strip()] = draw(DAYS[day])
    if yearly and day != "BYYEARDAY" and draw(st.booleans()):
        parts["BYMONTH"] = draw(some(st.integers(1, 12)))
    if frequency != "HOURLY" and draw(st.booleans()):
        parts["BYHOUR"] = draw(some(st.integers(0, 23), 2))
    if day and long and draw(st.booleans()):
        parts["BYSETPOS"] = draw(st.sampled_from(["1", "-1", "1,-1"]))
    if draw(st.booleans()):
        parts["COUNT"] = draw(st.integers(1, 30))
    return ";".join(f"{name}={value}" for name, value in parts.items())


@given(text=rules(), start=starts, ahead=st.integers(-30, 900), days=st.integers(1, 120))
def test_a_rule_says_what_others_read_in_it(text, start, ahead, days):
    low = start + timedelta(days=ahead)
    high = low + timedelta(days=days)
    theirs = rrule.rrulestr(text, dtstart=start).xafter(low, inc=True)
    wanted = list(takewhile(lambda wall: wall <= high, theirs))
    found = list(occurrences(read_rule(text), start, low, high, Budget(10**6)))
    assert found == wanted


@pytest.mark.parametrize(
    ("rule", "start", "wanted"),
    [
        # RFC 5545 §3.8.5.3: the last work day of the month, the 20th week, week starts that matter.
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-30", ["01-30", "02-27"]),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "2026-05-11", ["05-11"]),
        (
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
            "2026-08-04",
            ["08-04", "08-09", "08-18", "08-23"],
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
            "2026-08-04",
            ["08-04", "08-16", "08-18", "08-30"],
        ),
        # Both: every Monday, and the first Thursday.
        ("FREQ=MONTHLY;BYDAY=MO,1TH;COUNT=4", "2026-06-01", ["06-01", "06-04", "06-08", "06-15"]),
    ],
)
def test_rules_that_are_easily_misread(rule, start, wanted):
    begin = datetime.fromisoformat(start)
    low, high = begin, begin.replace(month=begin.month + 2, day=1)
    found = occurrences(read_rule(rule), begin, low, high, Budget(10**6))
    assert [f"{wall:%m-%d}" for wall in found if wall < high][: len(wanted)] == wanted


@pytest.mark.parametrize(
    ("rule", "same"),
    [
        # RFC 5545 §3.8.5.3 has these pairs.
        (
            "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
            "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
        ),
        ("FREQ=DAILY;BYMONTH=1", "FREQ=YEARLY;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA"),
        ("FREQ=SECONDLY;BYSECOND=0;BYMINUTE=30;BYHOUR=9", "FREQ=DAILY;BYHOUR=9;BYMINUTE=30"),
        ("FREQ=HOURLY;INTERVAL=24", "FREQ=DAILY"),
        ("FREQ=HOURLY;INTERVAL=36;BYMONTH=1,2,3", "FREQ=MINUTELY;INTERVAL=2160;BYMONTH=1,2,3"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYYEARDAY=60;BYMONTH=2"),
        ("FREQ=YEARLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH", "FREQ=YEARLY;BYDAY=53TH"),
    ],
)
@pytest.mark.parametrize("count", ["", ";COUNT=500"])
def test_rules_that_say_the_same(rule, same, count):
    start = datetime(2026, 1, 1, 9)  # noqa: DTZ001
    low, high = datetime(2026, 1, 10), datetime(2037, 3, 1)  # noqa: DTZ001
    if rule.startswith("FREQ=SECONDLY"):
        high = datetime(2026, 2, 1)  # noqa: DTZ001
    one, other = (
        list(occurrences(read_rule(text + count), start, low, high, Budget(10**7)))
        for text in (rule, same)
    )
    assert one == other
    assert one


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=OFTEN",
        "INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;BYHOUR=25",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;COUNT=2;COUNT=3",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=YEARLY;RSCALE=HEBREW",
        "FREQ=DAILY;BYEASTER=1",
        "FREQ=DAILY;BYMONTH=1,x",
    ],
)
def test_a_rule_that_cannot_be_read_is_said_to_be_so(text):
    with pytest.raises(Unreadable):
        read_rule(text)


def test_work_has_a_bound():
    start = datetime(2026, 1, 1)  # noqa: DTZ001
    rule = read_rule("FREQ=SECONDLY;BYMONTH=1")
    with pytest.raises(TooMuchWork):
        list(occurrences(rule, start, start, start + timedelta(days=20), Budget(1000)))
