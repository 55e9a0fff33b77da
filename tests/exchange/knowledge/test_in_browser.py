"""One walk in a real browser: written, agreed to, published, found, commented and useful.

On a phone and on a desk, by day and by night, every page fits and is accessible.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from organisations.topics.content_loading import load_topics
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.personas import Personas, make_personas
from tests.house.serving import served
from tests.organisations.factories import PASSWORD

PHONE = {"width": 375, "height": 700}
WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def site(committing_app: Flask) -> Iterator[tuple[str, dict[str, str]]]:
    """The address, and with whose addresses people sign in."""
    with committing_app.app_context():
        load_topics()
        people: Personas = make_personas(committing_app)
        names = {
            who: getattr(people, who).email
            for who in ("owner", "coordinator", "office", "foreigner")
        }
        db.session.commit()
    with served(committing_app) as address:
        yield address, names


def test_what_one_municipality_has_learnt_helps_another(site, open_page):
    address, names = site
    page = open_page(viewport=PHONE)
    sign_in(page, address, names["owner"])
    page.goto(f"{address}/knowledge")
    look(page)
    page.get_by_role("link", name="Beitrag schreiben").first.click()
    write(page)
    look(page)
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("Nur Ihre Kommune sieht ihn.")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Dateien").click()
    look(page)
    page.get_by_role("link", name="Zurück zum Beitrag").click()
    page.get_by_role("button", name="Zur Zustimmung geben").click()
    expect(page.get_by_text("wartet auf die Koordination Ihrer Kommune")).to_be_visible()

    sign_in(page, address, names["coordinator"])
    page.get_by_role("link", name="Beiträge lesen und entscheiden").click()
    look(page)
    page.get_by_role("link", name="Nach den Drohungen").click()
    look(page)
    page.get_by_role("button", name="Zustimmen").click()
    expect(page.get_by_text("Ihre Kommune hat zugestimmt.")).to_be_visible()

    sign_in(page, address, names["office"])
    page.get_by_role("link", name="Beiträge prüfen").click()
    look(page)
    page.get_by_role("link", name="Nach den Drohungen").click()
    look(page)
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_text("Alle Kommunen können den Beitrag jetzt lesen.")).to_be_visible()

    sign_in(page, address, names["foreigner"])
    page.goto(f"{address}/knowledge")
    page.get_by_label("Suchwörter").fill("bedrohten Mitarbeiterin")
    page.get_by_role("button", name="Suchen").click()
    expect(page.get_by_role("heading", name="1 Beitrag")).to_be_visible()
    expect(page.locator("mark").first).to_have_text("Mitarbeiterinnen")
    look(page)
    page.get_by_role("link", name="Nach den Drohungen").click()
    expect(page.get_by_text("Führungskraft, Heimstadt")).to_be_visible()
    page.get_by_role("button", name="Nützlich").click()
    expect(page.get_by_text("1 Person fand das nützlich.")).to_be_visible()
    page.get_by_label("Ihr Kommentar").fill("Das probieren wir auch.")
    page.get_by_role("button", name="Kommentieren").click()
    expect(page.get_by_text("Das probieren wir auch.")).to_be_visible()
    expect(page.get_by_text("Führungskraft, Fernstadt")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Darauf antworten").click()
    expect(page.get_by_label("Antwort auf diesen Kommentar")).to_be_visible()
    look(page)


def write(page: Page) -> None:
    page.get_by_label("Titel").fill("Nach den Drohungen")
    page.get_by_label("Das Wichtigste in Kürze").fill("Was geholfen hat.")
    page.get_by_label("Beitrag", exact=True).fill(
        "## Der Anlass\n\nZwei Mitarbeiterinnen wurden am Telefon bedroht."
    )
    expect(page.locator("#preview")).to_contain_text("wurden am Telefon bedroht")
    page.get_by_label("Erfahrungsbericht").check()
    page.get_by_label("5.000 bis unter 20.000 Menschen").check()
    page.get_by_label("Drohung per Brief").check()
    page.get_by_label("Schlagwörter").fill("Telefon, Zentrale")


def look(page: Page) -> None:
    """The page as it is: it fits wide and light and on a phone in the dark, and is accessible."""
    for viewport, scheme in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        assert_fits(page)
    assert_accessible(page)


def sign_in(page: Page, address: str, email: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")
