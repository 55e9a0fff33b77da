"""Free times of many coaches: as many queries as for two, and the same times as one by one."""

from datetime import timedelta

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.permissions import Benefit
from organisations.models import Membership
from scheduling.coaching.being_away import add_vacation, change_settings, set_travel_time
from scheduling.coaching.finding import Search, find_times
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.jobs import WAITING_JOB
from scheduling.coaching.offering import add_override
from scheduling.coaching.queries import list_offers_for
from scheduling.coaching.waiting import ask_to_be_told, list_freed_ids
from scheduling.coaching.waiting_models import FreeTimeWish
from tests.house.clock import START
from tests.house.databases import on_sqlite_only
from tests.house.queries import recorded_queries
from tests.organisations.entitlements.factories import limit_coachings, withhold
from tests.organisations.factories import make_account, make_municipality, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import make_event

FEW, MANY = 2, 12
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOWNS = ("Mainz", "Trier", "Worms")
STATES = (None, "DE-RP", "DE-BY")


def make_offers(count, **given):
    """Offers of as many coaches, who work on Tuesdays."""
    offers = []
    for _ in range(count):
        coach = make_coach().person
        make_working_time(coach)
        offers.append(make_offer(coach, **given))
    return offers


def make_different_offers():
    """Offers of MANY coaches, each of whom works otherwise, from another town."""
    offers = make_offers(MANY, max_per_week=3)
    for number, offer in enumerate(offers):
        coach, town = offer.coach, TOWNS[number % 3]
        make_working_time(coach, start=8 + number % 3, weekday=4)
        change_settings(coach=coach, state=STATES[number % 3], town=town, usual_travel_minutes=30)
        set_travel_time(coach=coach, town="Mainz", other_town="Trier", minutes=10 * (1 + number))
        add_override(coach=coach, day=(START + number * DAY).date(), windows=[(600, 660 + number)])
        away = (TUESDAY_AT_TEN + 7 * DAY * (number % 4)).date()
        add_vacation(coach=coach, first_date=away, last_date=away)
        training = TUESDAY_AT_TEN + 7 * DAY + number * HOUR / 4
        make_event(coach, starts_at=training, town="Mainz")
        offer.horizon_days, offer.buffer_after_minutes = 30 + number, 5 * number
    for offer in offers[:FEW]:
        offer.max_per_day, offer.max_per_week = 1, None
        make_booking(offer, make_person(), TUESDAY_AT_TEN + 10 * DAY + HOUR)
    db.session.flush()
    return offers


def count_queries(work):
    with recorded_queries() as recorded:
        work()
    return len(recorded)


def test_times_of_many_coaches_are_those_of_each_alone(app):
    client = make_person()
    make_event(client, starts_at=TUESDAY_AT_TEN + 3 * DAY, exclusive=True)
    offers = make_different_offers()
    expected = {offer: list_free_slots(offer, client, START) for offer in offers}
    found = find_times(offers, client, Search(), START)
    together = {offer: [slot for slot, able in found.items() if offer in able] for offer in offers}
    assert together == expected
    assert len({tuple(slots) for slots in expected.values()}) == MANY, "each has times of their own"


@on_sqlite_only
def test_looking_for_a_time_asks_no_more_of_many_coaches(personas):
    ada = personas.client(personas.owner)
    make_offers(FEW, max_per_day=4)
    db.session.commit()
    ada.get("/coaching/find")
    few = count_queries(lambda: ada.get("/coaching/find"))
    make_offers(MANY - FEW, max_per_week=4)
    db.session.commit()
    assert len(list_offers_for(make_person())) == MANY
    assert count_queries(lambda: ada.get("/coaching/find")) == few


def wait_for(offers, earlier_than, municipality=None):
    """Somebody new for each of `offers`."""
    for offer in offers:
        person = make_account(municipality=municipality or make_municipality()).person
        ask_to_be_told(person=person, offers=[offer], earlier_than=earlier_than, now=START)
    db.session.commit()


def test_those_who_wait_are_looked_at_together(app):
    """What is asked depends on nothing but on how many are told, each of whom costs the same."""

    def sweep():
        run_job(WAITING_JOB)

    wait_for(make_offers(FEW), START)
    few = count_queries(sweep)
    wait_for(make_offers(MANY - FEW), START)
    assert count_queries(sweep) == few
    counts = []
    for told in (1, 2, 4):
        wait_for(make_offers(told), None)
        assert len(list_freed_ids(START)) == told
        db.session.rollback()
        counts.append(count_queries(sweep))
    assert counts[2] - counts[1] == 2 * (counts[1] - counts[0])
    assert counts[0] > few


def test_the_quota_of_each_who_waits_is_that_of_their_own_municipality(app):
    limited, included = make_municipality(), make_municipality()
    without = make_municipality(membership=Membership.PLATFORM)
    limit_coachings(limited, 0)
    withhold(Benefit.COACHING, without)
    [offer], [crisis] = make_offers(1), make_offers(1, crisis=True)
    for home in (limited, included, without):
        wait_for([offer], None, home)
        wait_for([crisis], None, home)
    by_id = {wish.id: wish for wish in db.session.scalars(select(FreeTimeWish))}
    freed = [by_id[wish_id] for wish_id in list_freed_ids(START)]
    assert {(one.person.municipality, one.offer) for one in freed} == {
        (included, offer),
        *((home, crisis) for home in (limited, included, without)),
    }
