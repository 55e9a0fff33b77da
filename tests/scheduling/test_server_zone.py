"""The zone of the server plays no part, on the days on which the clock changes either."""

import time
from collections.abc import Iterator

import pytest

from tests.scheduling.slot_questions import question, rule, starts

NIGHT = [rule(6, "00:00", "06:00"), rule(0, "09:00", "10:00")]
HOURS = {
    # In autumn 02:00 to 03:00 comes twice: seven hours, of which the first starts in summer time.
    "2026-10-25": [
        *(f"2026-10-24T{hour}:00:00Z" for hour in (22, 23)),
        *(f"2026-10-25T0{hour}:00:00Z" for hour in range(5)),
        "2026-10-26T08:00:00Z",
    ],
    # In spring it is left out: five hours, of which the last ends in summer time.
    "2027-03-28": [
        "2027-03-27T23:00:00Z",
        *(f"2027-03-28T0{hour}:00:00Z" for hour in range(4)),
        "2027-03-29T07:00:00Z",
    ],
}


@pytest.fixture(params=["UTC", "Asia/Tokyo"])
def server_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The process lives in this zone for the time of a test."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


@pytest.mark.parametrize("sunday", HOURS)
def test_a_night_in_which_the_clock_changes(server_zone: str, sunday: str) -> None:
    day = sunday[:8]
    span = {
        "from": f"{day}{int(sunday[8:]) - 1:02}T12:00:00Z",
        "to": f"{day}{int(sunday[8:]) + 1:02}T12:00:00Z",
    }
    asked = question(rules=NIGHT, now=span["from"], **span)
    assert starts(**asked) == HOURS[sunday]
