"""The settings and the protection in a real browser: without script, accessible, on a phone."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.personas import make_personas
from tests.house.serving import served
from tests.organisations.factories import PASSWORD

PHONE = {"width": 375, "height": 700}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def site(committing_app: Flask) -> Iterator[tuple[str, str]]:
    """The address of a served app, and that of somebody with an account there."""
    with committing_app.app_context():
        email = make_personas(committing_app).owner.email
        db.session.commit()
    with served(committing_app) as address:
        yield address, email


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")


def test_choosing_without_script_on_a_phone(site, open_page):
    address, email = site
    page = open_page(viewport=PHONE, java_script_enabled=False)
    sign_in(page, address, email)
    page.goto(f"{address}/calendar")
    page.get_by_role("link", name="Mails und Kalender einstellen").click()
    certificate = page.get_by_role("radiogroup", name="Neue Bescheinigung")
    expect(certificate.get_by_role("radio", name="sofort")).to_be_checked()
    certificate.get_by_role("radio", name="gesammelt, einmal am Tag").check()
    page.get_by_role("checkbox", name="Trainings diskret").uncheck()
    page.get_by_label("Titel diskreter Einträge").fill("Termin")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status")).to_contain_text("gespeichert")
    expect(certificate.get_by_role("radio", name="gesammelt, einmal am Tag")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Trainings diskret")).not_to_be_checked()
    expect(page.get_by_label("Titel diskreter Einträge")).to_have_value("Termin")


def test_protecting_oneself_is_accessible_and_fits(site, open_page):
    address, email = site
    page = open_page(viewport=PHONE, color_scheme="dark")
    sign_in(page, address, email)
    for path in ("/account/notifications", "/account/protection"):
        page.goto(address + path)
        assert_accessible(page)
        assert_fits(page)
    page.get_by_role("button", name="Kontaktdaten jetzt schützen").click()
    expect(page.get_by_role("status")).to_contain_text("nur noch das Programmbüro")
    assert_accessible(page)
