"""One walk in a real browser: a statement is proposed, opened, signed and put before everybody.

On a phone and on a desk, by day and by night, every page fits and is accessible.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.permissions import Role
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.personas import make_personas
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account

PHONE = {"width": 375, "height": 700}
WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def site(committing_app: Flask) -> Iterator[tuple[str, str, str, str]]:
    """The address, and with whose addresses author, neighbour and office sign in."""
    with committing_app.app_context():
        people = make_personas(committing_app)
        elsewhere = people.foreigner.person.municipality
        neighbour = make_account(Role.COORDINATOR, municipality=elsewhere)
        names = people.coordinator.email, neighbour.email, people.office.email
        db.session.commit()
    with served(committing_app) as address:
        yield address, *names


def test_from_a_proposal_to_one_voice_that_everybody_hears(site, open_page):
    address, author, neighbour, office = site
    page = open_page(viewport=PHONE)
    sign_in(page, address, author)
    page.goto(f"{address}/statements")
    look(page)
    page.get_by_role("link", name="Erklärung vorschlagen").click()
    page.get_by_label("Titel").fill("Niemand steht allein")
    page.get_by_label("Worum es geht").fill("Was wir zusammen sagen.")
    page.get_by_label("Text der Erklärung").fill("Wir **stehen** zusammen.")
    expect(page.locator("#preview strong")).to_have_text("stehen")
    look(page)
    page.get_by_role("button", name="Speichern", exact=True).click()
    look(page)
    page.get_by_role("button", name="Zum Unterzeichnen vorschlagen").click()
    expect(page.get_by_text("Das Programmbüro prüft den Vorschlag")).to_be_visible()

    sign_in(page, address, office)
    page.get_by_role("link", name="Lesen und entscheiden").click()
    page.get_by_role("link", name="Niemand steht allein").click()
    page.get_by_label("Unterzeichnen bis").fill("2026-12-20")
    page.get_by_label("Veröffentlichen ab").fill("2")
    look(page)
    page.get_by_role("button", name="Zum Unterzeichnen öffnen").click()
    expect(page.get_by_text("Noch keine Kommune.")).to_be_visible()

    for signer in (author, neighbour):
        sign_in(page, address, signer)
        page.get_by_role("link", name="Lesen und entscheiden").click()
        page.get_by_role("link", name="Niemand steht allein").click()
        page.get_by_role("link", name="Für Ihre Kommune unterzeichnen").click()
        page.get_by_label("Beschlossen von").fill("Rat")
        page.get_by_label("Beschlossen am").fill("2026-10-01")
        page.get_by_label("öffentlich unter dieser Erklärung").check()
        look(page)
        page.get_by_role("button", name="Unterzeichnen").click()
        expect(page.get_by_text("hat unterzeichnet.")).to_be_visible()
        look(page)

    sign_in(page, address, office)
    page.goto(f"{address}/statements")
    page.get_by_role("link", name="Niemand steht allein").click()
    page.get_by_role("button", name="Jetzt veröffentlichen").click()
    page.get_by_role("link", name="Seite für alle ansehen").click()
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_role("heading", name="Niemand steht allein")).to_be_visible()
    expect(page.get_by_text("Fernstadt")).to_be_visible()
    look(page)


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
