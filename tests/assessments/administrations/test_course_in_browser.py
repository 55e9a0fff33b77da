"""One's own course and its deletion on a phone, and what axe says of the pages."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from organisations.models import Function
from tests.assessments.administrations.courses import add_questionnaire, pass_through
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account, make_municipality

PHONE, DESK = {"width": 375, "height": 700}, {"width": 1280, "height": 800}
WEEKS_AGO = (60, 50, 49, 49, 30, 20, 12, 4, 3, 2, 1, 0)


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def address(committing_app: Flask) -> Iterator[str]:
    """Of a served app in which somebody has taken twelve."""
    with committing_app.app_context():
        account = make_account(
            email="ada@example.org", municipality=make_municipality(), function=Function.STAFF
        )
        instrument = add_questionnaire()
        for number, weeks_ago in enumerate(WEEKS_AGO):
            pass_through(account.person, instrument, [number % 6] * 5, weeks_ago=weeks_ago)
        db.session.commit()
    with served(committing_app) as address:
        yield address


def look(page: Page) -> None:
    for size, scheme in ((DESK, "dark"), (PHONE, "light")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        assert_fits(page)
        assert_accessible(page)


def test_looking_back_taking_a_note_and_deleting(address, open_page):
    page = open_page(viewport=PHONE)
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill("ada@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/assessments")
    course = page.locator("#course")
    expect(course.get_by_role("img", name="Gesamtwert über die Zeit")).to_be_visible()
    assert_points_apart(page)
    course.get_by_text("Ältere Ergebnisse").first.click()
    expect(course.get_by_role("rowheader")).to_have_count(len(WEEKS_AGO))
    look(page)

    course.get_by_role("link", name="Notiz schreiben 23.11.2026").click()
    page.get_by_label("Notiz für Sie selbst").fill("Ruhige Woche")
    look(page)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status")).to_contain_text("Ihre Notiz ist gespeichert.")
    expect(page.get_by_text("Ruhige Woche")).to_be_visible()

    page.get_by_role("link", name="Diese Selbsteinschätzung löschen").click()
    look(page)
    page.get_by_role("button", name="Endgültig löschen").click()
    expect(page.get_by_role("status")).to_contain_text("Die Selbsteinschätzung ist gelöscht.")
    expect(page.locator(".komma-chart__current")).to_have_count(len(WEEKS_AGO) - 1)

    page.get_by_role("link", name="Herunterladen").click()
    look(page)
    with page.expect_download() as started:
        page.get_by_role("link", name="PDF zum Lesen").click()
    assert started.value.suggested_filename == "komma-2026-11-23.pdf"

    page.goto(f"{address}/assessments/delete")
    page.get_by_role("button", name="Endgültig löschen").click()
    expect(page.get_by_role("status")).to_contain_text("Alle Selbsteinschätzungen sind gelöscht.")
    expect(page.locator("#course")).to_have_count(0)


def assert_points_apart(page: Page) -> None:
    """Those of one week, too: each point is seen, and none leaves the picture."""
    places = page.locator(".komma-chart__current").evaluate_all(
        "points => points.map(point => point.getBoundingClientRect().x)"
    )
    assert len(places) == len(WEEKS_AGO)
    assert all(later - earlier >= 10 for earlier, later in pairwise(places))
