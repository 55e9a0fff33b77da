"""One walk in a real browser: the office looks for notes, opens a municipality, takes the report.

On a phone and on a desk, by day and by night, every page fits and is accessible.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.feature import Feature
from app.pages.overview.queries import list_parts
from tests.app.overview.world import make_world
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
def site(committing_app: Flask) -> Iterator[tuple[str, str]]:
    """The address, and the office's; with more parts than there is room for beside each other."""
    with committing_app.app_context():
        people = make_personas(committing_app)
        make_world(58, actor=people.office.person)
        more = tuple(
            replace(
                part, name=f"{part.name}_again", module="3a", label=f"{part.label} im Austausch"
            )
            for part in list_parts()[1:5]
        )
        committing_app.extensions["komma"].features.append(Feature(name="more", progress=more))
        email = people.office.email
        db.session.commit()
    with served(committing_app) as address:
        yield address, email


def test_from_a_note_to_the_municipality_and_to_the_report(site, open_page):
    address, email = site
    page = open_page(viewport=WIDE)
    sign_in(page, address, email)
    page.goto(f"{address}/manage/overview")
    expect(page.get_by_role("link", name="Kommunen (60)")).to_be_visible()
    look(page)
    page.get_by_label("Nur mit Hinweisen").check()
    page.get_by_label("Teil", exact=True).select_option(label="Allianz")
    page.get_by_role("button", name="Zeigen").click()
    expect(page.get_by_text("10 von 60 Kommunen passen")).to_be_visible()
    look(page)
    page.locator("#municipalities").get_by_role("link", name="Ort 06").click()
    expect(page.get_by_text("1 Zusage ist überfällig.").first).to_be_visible()
    look(page)
    page.get_by_role("link", name="Überblick").last.click()
    page.get_by_role("link", name="Bericht für den Fördergeber").click()
    look(page)
    page.locator("#language").select_option("en")
    page.get_by_role("button", name="Zeigen").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert book.worksheets[1].max_row == 61


def look(page: Page) -> None:
    """The page as it is: it fits wide and light and on a phone in the dark, and is accessible."""
    for viewport, scheme in ((PHONE, "dark"), (WIDE, "light")):
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
