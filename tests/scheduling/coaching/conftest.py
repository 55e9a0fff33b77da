"""A coach who works on Tuesdays from 9 to 17, and what they offer."""

from datetime import UTC, datetime

import pytest

from tests.scheduling.coaching.factories import make_coach, make_offer, make_working_time

#: 10:00 in Berlin on the day after START, a Tuesday.
TUESDAY_AT_TEN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def coach(app):
    account = make_coach(given_name="Cem")
    make_working_time(account.person)
    return account


@pytest.fixture
def offer(coach):
    return make_offer(coach.person)
