"""The office looks at a questionnaire and its figures: both pages fit, and they are accessible."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.permissions import Role
from assessments.instruments.demo import load_records
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account

PHONE = {"width": 375, "height": 700}
WIDE = {"width": 1280, "height": 800}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def address(committing_app: Flask) -> Iterator[str]:
    with committing_app.app_context():
        make_account(Role.PROGRAMME_OFFICE, email="office@example.org", function=None)
        load_records()
        db.session.commit()
    with served(committing_app) as address:
        yield address


def look(page: Page) -> None:
    """The page as it is: it fits wide and light and on a phone in the dark, and is accessible."""
    for viewport, scheme in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        assert_fits(page)
    assert_accessible(page)


def test_questionnaires_fit_and_are_accessible(page: Page, address: str) -> None:
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill("office@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")

    page.goto(f"{address}/manage/instruments")
    look(page)
    page.get_by_role("link", name="Resilienz-Check").click()
    expect(
        page.get_by_role("img", name="Mittelwert und Streuung je Frage: Insgesamt")
    ).to_be_visible()
    for summary in page.locator("main summary").all():
        summary.click()
    look(page)
