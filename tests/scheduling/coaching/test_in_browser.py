"""Booking and cancelling in a real browser: by keyboard, without script, accessible."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from scheduling.coaching.offering import add_override
from tests.house.axe import assert_accessible
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)

PHONE = {"width": 375, "height": 700}
WIDE = {"width": 1280, "height": 800}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@dataclass(frozen=True)
class Site:
    """A served app with one coach, one offer and one client who has a booking."""

    address: str
    client: str
    coach: str
    offer: str
    booking: str


@pytest.fixture
def site(committing_app: Flask) -> Iterator[Site]:
    with committing_app.app_context():
        coach, client = make_coach(given_name="Cem"), make_account(given_name="Ada")
        make_working_time(coach.person)
        add_override(coach=coach.person, day=TUESDAY_AT_TEN.date().replace(day=30), windows=[])
        offer = make_offer(coach.person)
        booking = make_booking(offer, client.person, TUESDAY_AT_TEN)
        names = {
            "client": client.email,
            "coach": coach.email,
            "offer": offer.public_id,
            "booking": f"/bookings/{booking.public_id}",
        }
        db.session.commit()
    with served(committing_app) as address:
        yield Site(address, **names)


def sign_in(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.address}/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{site.address}/")


def is_accessible_and_fits(page: Page) -> None:
    """Fits at both widths; what is accessible does not depend on them."""
    for viewport in (WIDE, PHONE):
        page.set_viewport_size(viewport)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
    assert_accessible(page)


def test_the_coachs_pages_are_accessible_and_fit(site, open_page):
    page = open_page(viewport=WIDE)
    sign_in(page, site, site.coach)
    for path in (
        "/bookings",
        site.booking,
        "/manage/availability",
        "/manage/availability/rules/new",
        "/manage/availability/overrides/new",
        "/manage/offers",
        "/manage/offers/new",
        f"/manage/offers/{site.offer}",
    ):
        page.goto(site.address + path)
        is_accessible_and_fits(page)


def test_booking_and_cancelling_without_script(site, open_page):
    page = open_page(viewport=PHONE, java_script_enabled=False)
    sign_in(page, site, site.client)
    page.goto(f"{site.address}/coaching")
    page.get_by_role("link", name="Termin finden").click()
    page.get_by_role("link", name="Spätere Termine").first.click()
    page.get_by_role("radio", name="Dienstag, 1. Dezember 2026, 09:00–10:00 Uhr").check()
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("main")).to_contain_text("Noch ist nichts gebucht.")
    page.get_by_role("button", name="Verbindlich buchen").click()
    expect(page.get_by_role("status")).to_contain_text("Ihr Termin ist gebucht")
    page.get_by_role("link", name="Termin absagen").click()
    page.get_by_role("button", name="Termin absagen").click()
    expect(page.get_by_role("status")).to_contain_text("Der Termin ist abgesagt")


def test_booking_by_keyboard_alone(site, open_page):
    page = open_page()
    sign_in(page, site, site.client)
    page.goto(f"{site.address}/coaching/{site.offer}")
    page.get_by_role("button", name="Weiter").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Passt das so?")).to_be_visible()
    page.get_by_role("button", name="Verbindlich buchen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ihr Termin", exact=True)).to_be_visible()


def test_any_coach_a_series_and_a_move(site, open_page):
    """One walk through all that a client can do, every page looked at on the way."""
    page = open_page(viewport=WIDE, color_scheme="dark")
    sign_in(page, site, site.client)
    page.goto(f"{site.address}/coaching")
    page.get_by_role("link", name="Freie Zeiten bei allen suchen").click()
    is_accessible_and_fits(page)
    page.get_by_role("link", name="Spätere Termine").first.click()
    assert page.url.endswith("#times")
    page.get_by_role("button", name="Diesen nehmen").click()
    is_accessible_and_fits(page)
    page.goto(f"{site.address}/coaching")
    expect(page.get_by_text("Noch nicht gebucht")).to_be_visible()
    is_accessible_and_fits(page)
    page.get_by_role("button", name="Zeit freigeben").click()
    page.get_by_role("radio", name="Dienstag, 24. November 2026, 12:00–13:00 Uhr").check()
    page.get_by_label("Wie viele Termine").select_option("2")
    is_accessible_and_fits(page)
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", name="Mehrere Termine")).to_be_visible()
    is_accessible_and_fits(page)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("button", name="Verbindlich buchen").click()
    is_accessible_and_fits(page)
    page.get_by_role("link", name="Termin verschieben").click()
    page.get_by_label("Alle folgenden Termine dieser Reihe mit verschieben").check()
    page.get_by_role("radio", name="Dienstag, 24. November 2026, 13:00–14:00 Uhr").check()
    is_accessible_and_fits(page)
    page.get_by_role("button", name="Auf diesen Termin verschieben").click()
    expect(page.get_by_text("Dienstag, 1. Dezember 2026, 13:00–14:00 Uhr")).to_be_visible()
    page.get_by_role("link", name="Termin absagen").click()
    is_accessible_and_fits(page)
    page.goto(f"{site.address}/bookings")
    is_accessible_and_fits(page)
