"""The office changes a design in a real browser: previewed, ordered by keyboard, saved."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.permissions import Role
from certificates.designs.models import CertificateDesign
from tests.certificates.designs.factories import make_design, newest
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 800}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill("office@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")


def is_preview(answer) -> bool:
    return answer.url.endswith("/preview")


def test_a_design_is_changed_previewed_ordered_and_saved(committing_app: Flask, open_page):
    with committing_app.app_context():
        make_account(Role.PROGRAMME_OFFICE, email="office@example.org", function=None)
        design_id = make_design(name="Eigene").id
        db.session.commit()
    page = open_page(viewport=WIDE)
    with served(committing_app) as address:
        sign_in(page, address)
        page.goto(f"{address}/manage/certificates/designs")
        assert_accessible(page)
        with page.expect_response(is_preview) as first:
            page.get_by_role("link", name="Eigene", exact=True).click()
        assert first.value.header_value("content-type") == "application/pdf"
        state = page.get_by_role("region", name="Vorschau").get_by_role("status")
        expect(state).to_contain_text("was jetzt im Formular steht")

        text = page.get_by_label("Freier Text (Deutsch)")
        text.fill("Gilt für {kurs}.")
        expect(page.get_by_text("Die Variable {kurs} gibt es nicht.")).to_be_visible()
        expect(text).to_have_attribute("aria-invalid", "true")
        expect(state).to_contain_text("etwas zu ändern")
        assert_accessible(page)
        with page.expect_response(is_preview) as second:
            text.fill("Gilt für {course}.")
        assert second.value.header_value("content-type") == "application/pdf"
        expect(page.get_by_text("Die Variable {kurs} gibt es nicht.")).to_have_count(0)

        up = page.get_by_role("button", name="Inhalte mit Dauer nach oben")
        up.focus()
        for _ in range(5):
            page.keyboard.press("Enter")
        expect(up).to_be_focused()
        expect(page.get_by_text("Inhalte mit Dauer steht jetzt an Platz 1 von 6.")).to_be_attached()
        for viewport in (PHONE, WIDE):
            page.set_viewport_size(viewport)
            assert_fits(page)
        page.get_by_role("button", name="Speichern").click()
        told = page.get_by_role("status").filter(has_text="Gespeichert.")
        expect(told.first).to_be_visible()
        page.goto("about:blank")
    with committing_app.app_context():
        saved = newest(db.session.get(CertificateDesign, design_id)).appearance
        assert saved.blocks[0] == "modules"
        assert saved.texts["de"]["text"] == "Gilt für {course}."
