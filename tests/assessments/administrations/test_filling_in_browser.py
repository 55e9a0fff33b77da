"""One walk on a phone: a question at a time, then all on one page, to the end and the result."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.bilingual import Bilingual
from app.kernel.db import db
from assessments.waves.models import WaveCopy
from assessments.waves.services import open_wave
from organisations.models import Function
from tests.assessments.administrations.filling import OWN
from tests.house.axe import assert_accessible
from tests.house.clock import START
from tests.house.layout import assert_fits
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account

PHONE, SCREEN = {"width": 375, "height": 700}, {"width": 1280, "height": 900}
EMAIL = "ada@example.org"


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def site(committing_app: Flask) -> Iterator[str]:
    with committing_app.app_context():
        account = make_account(given_name="Ada", function=Function.EXECUTIVE, email=EMAIL)
        open_wave(
            instrument=OWN,
            people=[account.person],
            closes_on=START.date() + timedelta(days=7),
            now=START,
            title=Bilingual(de="Vor dem Kurs", en="Before the course"),
        )
        db.session.commit()
    with served(committing_app) as address:
        yield address


def test_from_the_notice_to_the_result_on_a_phone(committing_app, site, open_page):
    page = open_page(viewport=PHONE)
    sign_in(page, site)
    page.goto(f"{site}/assessments")
    page.get_by_role("link", name="Ansehen und beginnen").click()
    expect(page.get_by_text("Niemand erfährt, ob Sie mitmachen")).to_be_visible()
    look_at(page)
    page.get_by_role("button", name="Zur ersten Frage").click()
    expect(page.get_by_text("1 von 20")).to_be_visible()
    look_at(page)
    page.get_by_text("Hilfe jetzt").click()
    expect(page.get_by_role("link", name="110", exact=True)).to_be_visible()
    page.get_by_label("Teils, teils").check()
    press(page, "Weiter")
    expect(page.get_by_text("2 von 20")).to_be_visible()
    press(page, "Überspringen")
    expect(page.get_by_text("3 von 20")).to_be_visible()
    # With the keyboard alone: choose, and send with Enter.
    page.get_by_label("Trifft gar nicht zu").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 von 20")).to_be_visible()
    page.get_by_label("Trifft voll zu").check()
    press(page, "Später weitermachen")
    page.get_by_role("link", name="Weitermachen").click()
    expect(page.get_by_text("5 von 20")).to_be_visible()
    press(page, "Alle Fragen auf einer Seite")
    questions = page.get_by_role("radiogroup")
    expect(questions).to_have_count(20)
    for place, point in ((0, 2), (1, 5), (2, 1), (3, 4)):
        expect(questions.nth(place).get_by_role("radio").nth(point)).to_be_checked()
    look_at(page)
    for place in range(4, 20):
        questions.nth(place).get_by_role("radio").nth(2).check()
    press(page, "Weiter")
    expect(page.get_by_text("1 Frage ist ohne Antwort")).to_be_visible()
    consent = page.get_by_role("checkbox")
    expect(consent).not_to_be_checked()
    look_at(page)
    consent.check()
    press(page, "Abschließen und Ergebnis ansehen")
    expect(page.get_by_role("heading", name="Was Sie jetzt tun können")).to_be_visible()
    look_at(page)
    with committing_app.app_context():
        assert db.session.query(WaveCopy).count() == 1
    press(page, "Kopie zurücknehmen")
    expect(page.get_by_role("status")).to_contain_text("ist gelöscht")
    with committing_app.app_context():
        assert db.session.query(WaveCopy).count() == 0


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def look_at(page: Page) -> None:
    """It fits a phone and a screen, and axe finds nothing."""
    for size in (SCREEN, PHONE):
        page.set_viewport_size(size)
        assert_fits(page)
    assert_accessible(page)


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/login")
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{site}/")
