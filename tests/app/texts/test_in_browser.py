"""Editing a text in a real browser: preview, saving, and what everyone reads then."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.audit import record
from app.kernel.db import db
from app.kernel.permissions import Role
from tests.house.axe import assert_accessible
from tests.house.clock import START
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account

WIDE = {"width": 1280, "height": 800}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def address(committing_app: Flask) -> Iterator[str]:
    with committing_app.app_context():
        office = make_account(
            Role.PROGRAMME_OFFICE, email="office@example.org", given_name="Ola", function=None
        )
        record("role.granted", office.person, actor=office.person, now=START, role="coach")
        db.session.commit()
    with served(committing_app) as address:
        yield address


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill("office@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")


def test_a_text_is_edited_previewed_and_saved(address, open_page):
    page = open_page(viewport=WIDE)
    sign_in(page, address)
    page.goto(f"{address}/manage/texts")
    page.get_by_role("link", name="Wer hilft jetzt? (Deutsch)", exact=True).click()
    page.get_by_label("Text").fill("## Im Notfall\n\nWählen Sie [110](tel:110).")
    page.get_by_role("button", name="Vorschau").click()
    preview = page.get_by_role("region", name="Vorschau")
    expect(preview.get_by_role("heading", name="Im Notfall")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status")).to_contain_text("Der neue Text gilt ab sofort.")
    page.goto(f"{address}/help")
    expect(page.get_by_role("link", name="110", exact=True)).to_have_attribute("href", "tel:110")
