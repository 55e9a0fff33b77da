"""A new coach sets everything up in a real browser, and looks at what comes of it."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from tests.house.axe import assert_accessible
from tests.house.serving import served
from tests.scheduling.coaching.factories import make_coach
from tests.scheduling.coaching.test_in_browser import PHONE, WIDE, Site, sign_in

LOOKS = [(PHONE, "dark"), (WIDE, "light")]


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def site(committing_app: Flask) -> Iterator[Site]:
    with committing_app.app_context():
        coach = make_coach(given_name="Cem").email
        db.session.commit()
    with served(committing_app) as address:
        yield Site(address, client="", coach=coach, offer="", booking="")


def look_at(page: Page) -> None:
    """The page fits and is accessible on a phone in the dark and on a wide screen in the light."""
    for viewport, scheme in LOOKS:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url


def save(page: Page, **fields: str) -> None:
    """Fill in the form that the page is about and send it."""
    look_at(page)
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status").first).to_contain_text(re.compile("angelegt|Gespeichert"))


def test_from_the_first_offer_to_the_reason_why_not(site, open_page):
    page = open_page(viewport=WIDE)
    sign_in(page, site, site.coach)
    page.goto(f"{site.address}/manage/offers/new")
    look_at(page)
    page.get_by_role("link", name="Team", exact=True).click()
    expect(page.get_by_label("Dauer in Minuten")).to_have_value("120")
    words = {"title_de": "Team", "title_en": "Team", "place": "Online"}
    save(page, **words, description_de="Zusammen.", description_en="Together.")
    page.get_by_role("link", name="Zeit hinzufügen").click()
    page.get_by_label("Wochentag").select_option(label="Dienstag")
    save(page, start="09:00", end="17:00")
    page.get_by_role("link", name="Urlaub eintragen").click()
    save(page, first_date="2026-12-22", last_date="2026-12-29")
    page.get_by_role("link", name="Ändern").click()
    page.get_by_label("Feiertage").select_option(label="Hessen")
    save(page, town="Gießen")
    page.get_by_role("link", name="Fahrzeit eintragen").click()
    save(page, town="Gießen", other_town="Marburg", minutes="25")
    look_at(page)
    page.get_by_role("link", name="Monat ansehen").click()
    page.get_by_role("link", name="Dezember 2026").click()
    look_at(page)
    expect(page.get_by_role("listitem").filter(has_text="Dienstag, 22. Dezember")).to_contain_text(
        "Urlaub"
    )
    page.get_by_label("Tag").fill("2026-12-22")
    page.get_by_label("Uhrzeit").fill("10:00")
    page.get_by_role("button", name="Nachsehen").click()
    expect(page.get_by_role("status")).to_contain_text("Sie haben Urlaub eingetragen")
    look_at(page)
