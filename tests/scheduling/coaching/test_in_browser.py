"""Booking, moving and cancelling in a real browser: by keyboard, without script, accessible."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from tests.house.databases import on_sqlite_only
from tests.house.serving import served
from tests.organisations.factories import make_account
from tests.scheduling.browsing import PHONE, WIDE, look_at, sign_in
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)

pytestmark = on_sqlite_only

WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
NEXT_NOON = TUESDAY_AT_TEN + WEEK + 2 * HOUR


@dataclass(frozen=True)
class Site:
    """A served app: two coaches with an offer each, the first taken on the 1st of December at noon.

    `client` is the address of somebody with an appointment of the day after START at ten.
    """

    address: str
    client: str
    offer: str


@pytest.fixture
def site(committing_app: Flask) -> Iterator[Site]:
    with committing_app.app_context():
        cem, dora = (make_coach(given_name=name).person for name in ("Cem", "Dora"))
        for coach in (cem, dora):
            make_working_time(coach)
        offer, _other = make_offer(cem), make_offer(dora)
        client = make_account(given_name="Ada")
        make_booking(offer, client.person, TUESDAY_AT_TEN)
        make_booking(offer, make_account().person, NEXT_NOON)
        names = {"client": client.email, "offer": offer.public_id}
        db.session.commit()
    with served(committing_app) as address:
        yield Site(address, **names)


def choose(page: Page, time: str, button: str = "Weiter") -> None:
    """Choose a free time of the list by its full name."""
    page.get_by_role("radio", name=time).check()
    page.get_by_role("button", name=button).click()


def test_booking_and_cancelling_by_keyboard_without_script(site, open_page):
    page = open_page(viewport=PHONE, java_script_enabled=False)
    sign_in(page, site.address, site.client)
    page.goto(f"{site.address}/coaching/{site.offer}")
    page.get_by_role("button", name="Weiter").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").press("Enter")
    for key in ("Space", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("main")).to_contain_text("Noch ist nichts gebucht.")
    page.get_by_role("button", name="Verbindlich buchen").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Ihr Termin ist gebucht")
    page.get_by_role("link", name="Termin absagen").press("Enter")
    page.get_by_role("button", name="Termin absagen").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Der Termin ist abgesagt")


def test_a_client_finds_books_repeats_and_moves(site, open_page):
    """One walk through all that a client can do, every page looked at on the way."""
    page = open_page(viewport=WIDE)
    sign_in(page, site.address, site.client, "/coaching")
    page.get_by_role("link", name="Freie Zeiten bei allen suchen").click()
    finds_a_day_in_the_calendar(page)
    books_with_whoever_has_time(page, site)
    page.goto(f"{site.address}/coaching/{site.offer}")
    books_a_series_around_a_clash(page)
    moves_the_series(page)
    page.goto(f"{site.address}/bookings")
    look_at(page)


def finds_a_day_in_the_calendar(page: Page) -> None:
    """It stands beside the list on a wide screen and is folded above it on a phone."""
    november = page.get_by_role("table", name="Freie Zeiten im November 2026")
    expect(november.get_by_role("link", name="Dienstag, 24. November 2026: ")).to_be_visible()
    page.get_by_role("link", name="Dezember 2026", exact=True).press("Enter")
    day = page.get_by_role("table").get_by_role("link", name="Dienstag, 8. Dezember 2026: ")
    day.press("Enter")
    expect(page.get_by_role("group", name="Dienstag, 8. Dezember 2026")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio").first).to_be_focused()
    page.set_viewport_size(PHONE)
    expect(page.get_by_role("table")).to_be_hidden()
    page.get_by_text("Kalender: Dezember 2026").click()
    expect(day).to_have_attribute("aria-current", "date")
    look_at(page)
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="November 2026", exact=True).click()
    expect(november).to_be_visible()


def books_with_whoever_has_time(page: Page, site: Site) -> None:
    page.get_by_role("link", name="Spätere Termine").first.click()
    assert page.url.endswith("#times")
    expect(page.get_by_label("12:00–13:00 Uhr, bei Dora")).to_be_visible()
    choose(page, "Dienstag, 1. Dezember 2026, 09:00–10:00 Uhr")
    expect(page.get_by_role("main")).to_contain_text("am seltensten gebucht")
    look_at(page)
    page.goto(f"{site.address}/coaching")
    expect(page.get_by_text("Noch nicht gebucht")).to_be_visible()
    look_at(page)
    page.get_by_role("link", name="Weiter zum Buchen").click()
    page.get_by_role("button", name="Verbindlich buchen").click()
    expect(page.get_by_role("status")).to_contain_text("Ihr Termin ist gebucht")
    look_at(page)


def books_a_series_around_a_clash(page: Page) -> None:
    """All or nothing: where one time is taken, nothing goes on before another one is chosen."""
    page.get_by_label("Wie viele Termine").select_option("2")
    choose(page, "Dienstag, 24. November 2026, 12:00–13:00 Uhr")
    expect(page.get_by_role("heading", name="Mehrere Termine")).to_be_visible()
    look_at(page)
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("alert")).to_be_focused()
    choose(page, "Dienstag, 1. Dezember 2026, 13:00–14:00 Uhr")
    page.get_by_role("button", name="Verbindlich buchen").click()
    expect(page.get_by_role("status")).to_contain_text("gebucht")


def moves_the_series(page: Page) -> None:
    page.get_by_role("link", name="Termin verschieben").click()
    page.get_by_label("Alle folgenden Termine dieser Reihe mit verschieben").check()
    look_at(page)
    choose(page, "Dienstag, 24. November 2026, 14:00–15:00 Uhr", "Auf diesen Termin verschieben")
    expect(page.get_by_role("status")).to_contain_text("verschoben")
    page.get_by_role("link", name="Termin absagen").click()
    look_at(page)
