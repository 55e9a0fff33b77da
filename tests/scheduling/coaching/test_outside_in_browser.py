"""What people see of calendars outside, in a real browser: coaches a lot, clients a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.kernel.db import db
from tests.house.clock import START
from tests.house.serving import served
from tests.organisations.factories import make_account
from tests.scheduling.browsing import WIDE, look_at, sign_in
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import make_busy_calendar

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@dataclass(frozen=True)
class Site:
    """A served app: a coach whose calendar is stale and clashes, and a client who is busy, too."""

    address: str
    coach: str
    client: str
    offer: str


@pytest.fixture
def site(committing_app: Flask) -> Iterator[Site]:
    with committing_app.app_context():
        coach, client = make_coach(given_name="Cem", family_name="Coach"), make_account()
        make_working_time(coach.person)
        offer = make_offer(coach.person, buffer_after_minutes=15)
        make_booking(offer, make_account().person, TUESDAY_AT_TEN)
        make_busy_calendar(
            coach.person,
            (TUESDAY_AT_TEN + HOUR / 2, TUESDAY_AT_TEN + 2 * HOUR),
            label="Rathaus",
            good_at=START - 2 * DAY,
        )
        make_busy_calendar(
            coach.person, (TUESDAY_AT_TEN + 3 * HOUR, TUESDAY_AT_TEN + DAY), certain=False
        )
        make_busy_calendar(client.person, (TUESDAY_AT_TEN, TUESDAY_AT_TEN + 12 * HOUR))
        db.session.commit()
        names = {"coach": coach.email, "client": client.email, "offer": offer.public_id}
    with served(committing_app) as address:
        yield Site(address, **names)


def test_the_coach_reads_what_clashes_and_why_a_time_is_not_offered(site, open_page):
    page = open_page(viewport=WIDE)
    sign_in(page, site.address, site.coach)
    page.goto(f"{site.address}/bookings")
    expect(page.get_by_text("Trifft auf Ihren Kalender")).to_be_visible()
    look_at(page)
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    expect(page.get_by_text("Ihr Kalender „Rathaus“ sagt, dass Sie")).to_be_visible()
    look_at(page)
    page.goto(f"{site.address}/manage/availability/why")
    page.get_by_label("Tag").fill("2026-11-24")
    page.get_by_label("Uhrzeit").fill("12:15")
    page.get_by_role("button", name="Nachsehen").click()
    answer = page.get_by_role("status")
    expect(answer).to_contain_text("einen Eintrag, den wir nicht lesen konnten")
    look_at(page)


def test_clients_read_one_line_and_that_the_coach_answers(site, open_page):
    page = open_page(viewport=WIDE)
    sign_in(page, site.address, site.client)
    page.goto(f"{site.address}/coaching/{site.offer}")
    line = "Zeiten, zu denen Sie nach Ihren belegten Kalendern nicht können, stehen hier nicht."
    expect(page.get_by_text(line)).to_be_visible()
    look_at(page)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_text("Cem Coach sagt Ihnen zu oder ab.")).to_be_visible()
    look_at(page)
    page.get_by_role("button", name="Anfrage abschicken").click()
    expect(page.get_by_role("status").first).to_contain_text("Ihre Anfrage ist abgeschickt.")
