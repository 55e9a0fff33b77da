"""What a coach does after an appointment, in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.kernel.db import db
from scheduling.coaching.services import mark_attendance
from tests.house.databases import on_sqlite_only
from tests.house.serving import served
from tests.organisations.factories import make_person
from tests.scheduling.browsing import WIDE, look_at, sign_in
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)

pytestmark = on_sqlite_only

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Site:
    """A served app: its coach's mail address, and an appointment that is just over."""

    address: str
    coach: str
    booking: str


@pytest.fixture
def site(committing_app: Flask) -> Iterator[Site]:
    with committing_app.app_context():
        account = make_coach(given_name="Cem")
        make_working_time(account.person)
        offer = make_offer(account.person)
        booked = [
            make_booking(offer, make_person(), TUESDAY_AT_TEN + hour * HOUR) for hour in range(2)
        ]
        mark_attendance(booking=booked[0], attended=True, now=TUESDAY_AT_TEN + HOUR)
        coach, booking = account.email, booked[1].public_id
        db.session.commit()
    committing_app.extensions["komma"].clock.instant = TUESDAY_AT_TEN + 3 * HOUR
    with served(committing_app) as address:
        yield Site(address, coach, booking)


def test_the_statement_of_hours_and_a_note(site, open_page):
    page = open_page(viewport=WIDE)
    sign_in(page, site.address, site.coach, "/bookings")
    look_at(page)
    page.goto(f"{site.address}/manage/hours")
    expect(page.get_by_role("heading", name="November 2026")).to_be_visible()
    look_at(page)
    page.get_by_role("link", name=site.booking).click()
    page.get_by_role("button", name="Hat stattgefunden").click()
    page.goto(f"{site.address}/manage/hours?period=2026-Q4")
    expect(page.get_by_text("2 Stunden")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Herunterladen (PDF)").click()
    assert download.value.suggested_filename == "komma-hours-2026-Q4.pdf"
    page.goto(f"{site.address}/bookings/{site.booking}")
    look_at(page)
    page.get_by_role("link", name="Notiz öffnen").click()
    look_at(page)
    page.get_by_label("Notiz").fill("Nächstes Mal: Hofhund")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status").first).to_contain_text("Notiz gespeichert.")
