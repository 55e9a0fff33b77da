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


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide", "phone"]
)
def test_every_page_is_accessible_and_fits(site, open_page, viewport, scheme):
    pages = {
        site.client: ["/coaching", f"/coaching/{site.offer}", "/bookings", site.booking],
        site.coach: [
            "/bookings",
            site.booking,
            "/manage/availability",
            "/manage/availability/rules/new",
            "/manage/availability/overrides/new",
            "/manage/offers",
            "/manage/offers/new",
            f"/manage/offers/{site.offer}",
        ],
    }
    for email, paths in pages.items():
        page = open_page(viewport=viewport, color_scheme=scheme)
        sign_in(page, site, email)
        for path in paths:
            page.goto(site.address + path)
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_booking_and_cancelling_without_script(site, open_page):
    page = open_page(viewport=PHONE, java_script_enabled=False)
    sign_in(page, site, site.client)
    page.goto(f"{site.address}/coaching")
    page.get_by_role("link", name="Termin finden").click()
    page.get_by_role("link", name="Spätere Termine").first.click()
    page.get_by_role("radio", name="Dienstag, 1. Dezember 2026, 09:00–10:00 Uhr").check()
    page.get_by_role("button", name="Diesen Termin buchen").click()
    expect(page.get_by_role("status")).to_contain_text("Ihr Termin ist gebucht")
    page.get_by_role("link", name="Termin absagen").click()
    page.get_by_role("button", name="Termin absagen").click()
    expect(page.get_by_role("status")).to_contain_text("Der Termin ist abgesagt")


def test_booking_by_keyboard_alone(site, open_page):
    page = open_page()
    sign_in(page, site, site.client)
    page.goto(f"{site.address}/coaching/{site.offer}")
    page.get_by_role("button", name="Diesen Termin buchen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ihr Termin", exact=True)).to_be_visible()
