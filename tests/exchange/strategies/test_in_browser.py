"""One road in a real browser: a concept is drafted from the template, adopted, followed, written
anew, compared with what held before, and fetched as a PDF.

At both widths and in both schemes, every page fits, and it is accessible.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.kernel.db import db
from app.kernel.permissions import Role
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account, make_municipality

PHONE = {"width": 375, "height": 700}
WIDE = {"width": 1280, "height": 800}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def address(committing_app: Flask) -> Iterator[str]:
    with committing_app.app_context():
        home = make_municipality()
        make_account(Role.COORDINATOR, email="coordinator@example.org", municipality=home)
        db.session.commit()
    with served(committing_app) as address:
        yield address


def look(page: Page) -> None:
    """The page as it is: it fits wide and light and on a phone in the dark, and is accessible."""
    for viewport, scheme in ((PHONE, "dark"), (WIDE, "light")):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        assert_fits(page)
    assert_accessible(page)


def adopt(page: Page) -> None:
    page.get_by_label("Beschlossen von").fill("Stadtrat")
    page.get_by_label("Beschlossen am").fill("2026-11-20")
    page.get_by_role("button", name="Beschluss eintragen").click()
    expect(page.get_by_role("status")).to_contain_text("Beschlossen.")


def write_and_adopt(page: Page, address: str) -> None:
    """From the template by way of what it lacks to a concept that is adopted."""
    page.goto(f"{address}/strategies")
    page.get_by_role("link", name="Konzept anlegen").click()
    look(page)
    page.get_by_label("Beteiligungsstrategie").check()
    page.get_by_role("button", name="Entwurf anlegen").click()
    page.get_by_role("button", name="Nach unten Maßnahme 1", exact=True).click()
    first = page.get_by_role("group", name="Maßnahme 1", exact=True).get_by_label("Was wir tun")
    assert first.input_value().startswith("Sprachmittlung")
    look(page)
    page.get_by_role("button", name="Speichern und ansehen").click()
    page.get_by_role("link", name="Zeigen, was fehlt").click()
    expect(page.get_by_role("alert")).to_contain_text("Wo wir stehen – Fehlt noch.")
    look(page)
    page.get_by_label("Wo wir stehen").fill("Zu uns kommen immer dieselben.")
    for day in page.get_by_label("Bis wann").all():
        day.fill("2027-03-31")
    page.get_by_label("Nächste Überprüfung").fill("2027-11-30")
    page.get_by_role("button", name="Speichern und ansehen").click()
    look(page)
    adopt(page)


def test_from_the_template_to_the_second_version(address, open_page):
    page = open_page(viewport=WIDE)
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill("coordinator@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")
    write_and_adopt(page, address)
    page.get_by_role("link", name="Stand ändern Sprachmittlung").click()
    look(page)
    page.get_by_label("erledigt").check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("1 von 10")).to_be_visible()
    look(page)

    page.get_by_role("link", name="Fortschreiben").click()
    page.get_by_label("Wo wir stehen").fill("Zu uns kommen jetzt auch andere.")
    page.get_by_role("button", name="Speichern und ansehen").click()
    adopt(page)
    expect(page.get_by_text("1 von 10")).to_be_visible()
    page.get_by_role("link", name="Zwei Fassungen vergleichen").click()
    expect(page.locator("ins", has_text="jetzt auch andere.")).to_be_visible()
    expect(page.locator("del", has_text="immer dieselben.")).to_be_visible()
    look(page)
    page.go_back()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Als PDF").click()
    assert downloading.value.suggested_filename == "beteiligungsstrategie.pdf"
    first = PdfReader(downloading.value.path()).pages[0]
    assert "jetzt auch andere." in first.extract_text()
