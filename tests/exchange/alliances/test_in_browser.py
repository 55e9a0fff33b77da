"""One road through an alliance in a real browser, and the sheet that is hung up.

At both widths and in both schemes, every page fits, and it is accessible.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from app.kernel.db import db
from app.kernel.permissions import Role
from exchange.alliances.duties.loading import load_duties
from organisations.topics.content_loading import load_topics
from organisations.topics.queries import list_situations
from tests.exchange.alliances.factories import make_contact, make_meeting, make_partner
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account, make_municipality

PHONE = {"width": 375, "height": 700}
WIDE = {"width": 1280, "height": 800}

#: More partners than most alliances have; all of them stand on one sheet.
MANY = 16


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def address(committing_app: Flask) -> Iterator[str]:
    with committing_app.app_context():
        load_topics()
        load_duties()
        home = make_municipality(name="Heimstadt")
        coordinator = make_account(
            Role.COORDINATOR, Role.TRAINEE, email="coordinator@example.org", municipality=home
        ).person
        reader = make_account(email="reader@example.org", municipality=home).person
        situations = list_situations()
        for number in range(MANY):
            partner = make_partner(
                home,
                name=f"Beratungsstelle der Region Nummer {number + 1}",
                email=f"beratung{number + 1}@example.org",
                reachability="Mo–Fr 9–16 Uhr",
                round_the_clock=number == 0,
                situations=situations[number % 4 :: 4],
            )
            make_contact(partner, function="Beraterin", email="benali@example.org")
        make_meeting(home, reader, actor=coordinator)
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


def sign_in(page: Page, address: str, email: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")


def test_a_coordinator_closes_gaps_and_somebody_affected_finds_whom_to_call(address, open_page):
    page = open_page(viewport=WIDE)
    sign_in(page, address, "coordinator@example.org")
    page.locator("summary:visible", has_text="Schutz und Hilfe").click()
    page.get_by_role("link", name="Allianz", exact=True).click()
    look(page)
    page.get_by_role("link", name="Partner dieser Art aufnehmen").last.click()
    page.get_by_label("Name der Organisation").fill("Polizeiwache Heimstadt")
    page.get_by_label("Wofür ist der Partner da?").fill("Nimmt Anzeigen auf.")
    page.get_by_label("Kundgebung vor der eigenen Wohnung").check()
    look(page)
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Ansprechperson eintragen").click()
    page.get_by_label("Name").fill("Heike Albrecht")
    page.get_by_label("Telefon").fill("030 23125 301")
    page.get_by_label("Im Notfall auch").check()
    page.get_by_label("Für Betroffene sichtbar").check()
    look(page)
    page.get_by_role("button", name="Speichern").click()
    look(page)
    page.goto(page.url.partition("/partners")[0] + "/duties")
    look(page)
    page.get_by_role("link", name="Erste Anlaufstelle sein").click()
    page.get_by_label("Verantwortlich").select_option("Polizeiwache Heimstadt")
    look(page)
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Sitzungen").click()
    look(page)
    page.locator("tbody a").first.click()
    look(page)

    sign_in(page, address, "reader@example.org")
    page.get_by_role("link", name="Anlaufstellen und Notrufe").click()
    call = page.get_by_role("link", name="Heike Albrecht").first
    expect(call).to_have_attribute("href", "tel:03023125301")
    page.set_viewport_size(PHONE)
    assert call.bounding_box()["height"] >= 44  # WCAG 2.2, success criterion 2.5.5
    look(page)
    page.get_by_role("link", name="Alle Anlaufstellen Ihrer Kommune").click()
    page.get_by_text("Kundgebung vor der eigenen Wohnung").first.click()
    expect(page.get_by_role("link", name="Heike Albrecht").nth(2)).to_be_visible()
    look(page)
    sheet = PdfDocument(page.pdf(format="A4"))
    assert len(sheet) == 1
    printed = sheet[0].get_textpage().get_text_range()
    assert f"Beratungsstelle der Region Nummer {MANY}" in printed
    assert "030 23125 301" in printed
