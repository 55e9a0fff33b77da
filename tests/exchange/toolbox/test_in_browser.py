"""One walk in a real browser: something happened, an aid is filled in, a second person releases it.

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
from tests.house.personas import make_personas
from tests.house.serving import served
from tests.organisations.factories import PASSWORD

PHONE = {"width": 375, "height": 700}
WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def site(committing_app: Flask) -> Iterator[tuple[str, str, str]]:
    """The address, and with whose addresses the author and the second person sign in."""
    with committing_app.app_context():
        load_topics()
        people = make_personas(committing_app)
        names = people.owner.email, people.coordinator.email
        db.session.commit()
    with served(committing_app) as address:
        yield address, *names


def test_from_what_happened_to_words_that_a_second_person_has_released(site, open_page):
    address, author, second = site
    page = open_page(viewport=PHONE)
    sign_in(page, address, author)
    page.get_by_role("link", name="Was jetzt hilft").click()
    look(page)
    page.get_by_role("link", name="Informationsabend, der abgebrochen werden musste").click()
    expect(page.get_by_role("heading", name="Zuerst")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Stellungnahme nach einem abgebrochenen").click()
    look(page)
    page.get_by_role("link", name="Jetzt ausfüllen").click()
    fill_in(page)
    look(page)
    page.get_by_role("button", name="Als Entwurf speichern").click()
    expect(page.get_by_text("Als Entwurf gespeichert.")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Weiterschreiben").click()
    body = page.get_by_label("Text", exact=True)
    body.fill(body.input_value().replace("{Wie es weitergeht}", "Neuer Termin im Mai."))
    expect(page.locator("#preview")).to_contain_text("Neuer Termin im Mai.")
    look(page)
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_role("button", name="Zur Freigabe geben").click()
    expect(page.get_by_text("Sie haben mitgeschrieben")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, address, second)
    page.get_by_role("link", name="Lesen und entscheiden").click()
    look(page)
    page.get_by_role("link", name="Stellungnahme nach einem abgebrochenen").click()
    look(page)
    page.get_by_role("button", name="Text freigeben").click()
    expect(page.get_by_text("Der Text bleibt jetzt, wie er ist")).to_be_visible()
    page.get_by_text("Ohne Gestaltung, zum Kopieren").click()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Text kopieren").click()
    expect(page.get_by_text("Der Text ist kopiert.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Wir wollten informieren. Das holen wir nach.\n\nAm 3. Mai haben wir")
    assert copied.endswith("So geht es weiter: Neuer Termin im Mai.")
    look(page)


def fill_in(page: Page) -> None:
    """All but one; what is typed stands in the text at once."""
    expect(page.get_by_label("Kommune")).to_have_value("Heimstadt")
    page.get_by_label("Datum").fill("3. Mai")
    page.get_by_label("Thema des Abends").fill("Unterkunft")
    page.get_by_label("Grund des Abbruchs").fill("Zwischenrufe.")
    expect(page.locator("#preview")).to_contain_text("Der Grund: Zwischenrufe.")
    expect(page.locator("#preview")).to_contain_text("{Wie es weitergeht}")


def look(page: Page) -> None:
    """The page as it is: it fits wide and light and on a phone in the dark, and is accessible."""
    for viewport, scheme in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        assert_fits(page)
    assert_accessible(page)


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")
