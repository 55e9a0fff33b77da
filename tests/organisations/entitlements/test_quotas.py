"""The counter of coachings: it never exceeds what a municipality has, and counts no person."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from app.kernel.db import conflicts_explained, db
from organisations.entitlements import services
from organisations.entitlements.models import CoachingQuota
from organisations.entitlements.queries import find_limit_of, get_use, list_exhausted_years
from organisations.entitlements.quotas import (
    QuotaExhausted,
    give_back_to_quota,
    take_from_quota,
)
from tests.house.clock import START
from tests.organisations.entitlements.factories import limit_coachings, make_officer
from tests.organisations.factories import make_municipality

NEXT_YEAR = datetime(2027, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def home(app):
    return make_municipality(membership="platform")


@pytest.fixture
def office(app):
    return make_officer()


def take(municipality, starts_at=START):
    return take_from_quota(municipality=municipality, starts_at=starts_at)


def used(municipality, year=2026):
    return get_use(municipality, year).used


def test_without_a_word_of_the_office_there_is_no_limit_but_all_is_counted(home):
    for _ in range(4):
        take(home)
    assert find_limit_of(home) is None
    assert used(home) == 4
    assert list_exhausted_years(home, [2026]) == []


def test_a_membership_has_a_number_and_one_municipality_another(home, office):
    other, model = make_municipality(membership="platform"), make_municipality(membership="model")
    services.limit_coachings(membership="platform", per_year=6, actor=office, now=START)
    limit_coachings(other, 30)
    assert [find_limit_of(one) for one in (home, other, model)] == [6, 30, None]
    limit_coachings(other, None)
    assert find_limit_of(other) is None
    services.end_exception(municipality=other, actor=office, now=START)
    assert find_limit_of(other) == 6


def test_beyond_the_limit_nothing_is_taken(home):
    limit_coachings(home, 2)
    take(home)
    take(home)
    with pytest.raises(QuotaExhausted) as refusal:
        take(home)
    assert str(refusal.value.message) == (
        "Das Kontingent Ihrer Kommune für 2026 ist ausgeschöpft. "
        "Krisengespräche sind weiter möglich."
    )
    assert used(home) == 2
    assert list_exhausted_years(home, [2027, 2026]) == [2026]


def test_none_at_all_is_a_limit_too(home):
    limit_coachings(home, 0)
    assert list_exhausted_years(home, [2026]) == [2026]
    with pytest.raises(QuotaExhausted):
        take(home)


def test_the_database_itself_holds_the_limit(home):
    limit_coachings(home, 1)
    quota = take(home)
    with pytest.raises(QuotaExhausted, match="ausgeschöpft"), conflicts_explained():
        db.session.execute(update(CoachingQuota).where(CoachingQuota.id == quota.id).values(used=2))


def test_what_is_given_back_can_be_taken_again(home):
    limit_coachings(home, 1)
    give_back_to_quota(quota=take(home))
    assert used(home) == 0
    take(home)
    assert used(home) == 1


def test_each_year_has_its_own_and_one_moves_from_one_to_the_other(home):
    limit_coachings(home, 1)
    quota = take(home)
    with pytest.raises(QuotaExhausted):
        take(home)
    give_back_to_quota(quota=quota)
    moved = take(home, NEXT_YEAR)
    assert (moved.year, used(home, 2026), used(home, 2027)) == (2027, 0, 1)


@pytest.mark.parametrize(
    ("starts_at", "year"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), 2026),  # 23:59 in Berlin
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), 2027),  # midnight
    ],
)
def test_the_year_begins_at_midnight_in_berlin(home, starts_at, year):
    assert take(home, starts_at).year == year


def test_a_limit_lowered_under_what_is_used_lets_nothing_more_in(home):
    quotas = [take(home) for _ in range(3)]
    limit_coachings(home, 2)
    use = get_use(home, 2026)
    assert (use.used, use.limit) == (3, 2), "shown as it is"
    give_back_to_quota(quota=quotas[0])
    with pytest.raises(QuotaExhausted):
        take(home)
    give_back_to_quota(quota=quotas[1])
    take(home)
    assert used(home) == 2


def test_people_without_a_municipality_are_not_counted(app):
    assert take(None) is None
    give_back_to_quota(quota=None)
