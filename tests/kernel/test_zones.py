"""Whose clock a time is told by, and how its zone is named."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.kernel.i18n import (
    Stranger,
    as_read_by,
    by_programme_clock,
    clock_elsewhere,
    local_date,
    local_datetime,
    local_span,
    local_time,
    viewer_zone,
    zone_label,
    zone_note,
    zone_of,
)
from app.kernel.zones import find_zone, zones_to_choose
from tests.house.databases import on_sqlite_only

LISBON, TOKYO = Stranger("de", "Europe/Lisbon"), Stranger("en", "Asia/Tokyo")
#: Within an hour of the change on each of the days on which clocks change.
CHANGES = [datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)]

pytestmark = on_sqlite_only


@pytest.mark.parametrize("instant", CHANGES)
@pytest.mark.parametrize("reader", [LISBON, TOKYO])
def test_what_is_written_for_somebody_goes_by_their_clock(app, reader, instant):
    shown = instant.astimezone(ZoneInfo(reader.time_zone))
    with as_read_by(reader):
        assert viewer_zone().key == reader.time_zone
        assert local_time(instant) == f"{shown:%H:%M}"
        assert local_date(instant) == local_date(shown.date())
        assert f"{shown:%H:%M}" in local_datetime(instant)
    assert viewer_zone().key == "Europe/Berlin"


def test_the_zone_stands_beside_the_time_where_it_is_not_the_programmes(app):
    instant = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    with as_read_by(LISBON):
        assert local_datetime(instant) == "Dienstag, 24. November 2026, 09:00 Uhr (Europe/Lisbon)"
        with as_read_by(Stranger("de")):
            assert local_datetime(instant) == "Dienstag, 24. November 2026, 10:00 Uhr"
        with by_programme_clock():
            assert local_time(instant) == "10:00"
    with as_read_by(TOKYO):
        span = local_span(instant, datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
        assert span == "Tuesday, 24 November 2026, 18:00–19:00 (Asia/Tokyo)"
    assert zone_note() == ""


def test_another_clock_is_told_only_where_it_shows_another_time(app):
    instant = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert clock_elsewhere(instant, LISBON) == "09:00 Uhr"
    assert clock_elsewhere(instant, Stranger("de", "Europe/Vienna")) == ""
    with as_read_by(TOKYO):
        assert clock_elsewhere(instant, Stranger("de")) == "10:00"
        at_night = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
        there = "Tuesday, 24 November 2026, 16:30"
        assert clock_elsewhere(at_night, Stranger("de")) == there


def test_zones_to_choose_are_those_of_today(app):
    names = zones_to_choose()
    assert {"Europe/Berlin", "Europe/Lisbon", "Asia/Tokyo", "Europe/Kyiv"} <= set(names)
    assert not {"Europe/Kiev", "US/Eastern", "Etc/GMT+5", "CET"} & set(names)
    assert all(find_zone(name) for name in names)
    assert zone_of(LISBON).key == "Europe/Lisbon"
    assert zone_label("Europe/Lisbon") == "Lissabon (Europe/Lisbon)"
    assert zone_label("America/Argentina/Ushuaia") == "Ushuaia (America/Argentina/Ushuaia)"
