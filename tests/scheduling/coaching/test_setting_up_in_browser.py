"""A new coach sets everything up in a real browser, and looks at what comes of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from tests.house.databases import on_sqlite_only
from tests.house.serving import served
from tests.scheduling.browsing import WIDE, look_at, sign_in
from tests.scheduling.coaching.factories import make_coach

pytestmark = on_sqlite_only


@dataclass(frozen=True)
class Site:
    """A served app and the mail address of a coach who has nothing yet."""

    address: str
    coach: str


@pytest.fixture
def site(committing_app: Flask) -> Iterator[Site]:
    with committing_app.app_context():
        coach = make_coach(given_name="Cem").email
        db.session.commit()
    with served(committing_app) as address:
        yield Site(address, coach)


def save(page: Page, **fields: str) -> None:
    """Fill in the form that the page is about and send it."""
    look_at(page)
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status").first).to_contain_text(re.compile("angelegt|Gespeichert"))


def test_from_the_first_offer_to_the_reason_why_not(site, open_page):
    page = open_page(viewport=WIDE)
    sign_in(page, site.address, site.coach, "/manage/offers/new")
    look_at(page)
    page.get_by_role("link", name="Team", exact=True).click()
    expect(page.get_by_label("Dauer in Minuten")).to_have_value("120")
    words = {"title_de": "Team", "title_en": "Team", "place": "Online"}
    save(page, **words, description_de="Zusammen.", description_en="Together.")
    page.get_by_role("link", name="Zeit hinzufügen").click()
    page.get_by_label("Wochentag").select_option(label="Dienstag")
    save(page, start="09:00", end="17:00")
    page.goto(f"{site.address}/manage/availability/overrides/new")
    save(page, day="2026-12-15")
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
