"""One walk in a real browser: look at alternatives, keep, leave out, take back, and what if.

At both widths and in both schemes, every page fits, and it is accessible.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from organisations.models import Function
from tests.courses.factories import make_cohort, make_course
from tests.courses.paths.world import WEEK, make_world, plan
from tests.house.axe import assert_accessible
from tests.house.clock import START
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
        account = make_account(
            email="owner@example.org",
            municipality=make_municipality(),
            function=Function.EXECUTIVE,
        )
        world = make_world(account.person)
        other = make_course(slug="media", raises={world.law: 3}, minutes=300)
        make_cohort(course=other, starts_at=START + WEEK)
        plan(world)
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


def open_step(page: Page, number: int) -> None:
    page.locator("details.komma-more summary").nth(number).click()


def test_somebody_makes_the_path_their_own(address, open_page):
    page = open_page(viewport=WIDE)
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill("owner@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")

    page.goto(f"{address}/path")
    open_step(page, 0)
    expect(page.get_by_role("button", name="Behalten")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Alternativen ansehen").click()
    expect(page.get_by_role("heading", name="Alternativen")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Diesen Kurs nehmen").click()
    expect(page.get_by_text("Getauscht.")).to_be_visible()
    expect(page.get_by_text("bleibt, wie Sie es möchten")).to_be_visible()
    expect(page.get_by_role("heading", name="Das haben Sie weggelassen")).to_be_visible()

    open_step(page, 1)
    page.get_by_role("button", name="Weglassen").click()
    expect(page.get_by_text("Weiter unten können Sie den Kurs wieder")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Wieder aufnehmen").first.click()
    expect(page.get_by_text("auf dem neuesten Stand")).to_be_visible()

    page.get_by_role("link", name="Ändern, was zu Ihnen passt").click()
    page.get_by_label("Wie viele Stunden").fill("5")
    page.get_by_role("button", name="Wirkung ansehen").click()
    expect(page.get_by_role("heading", name="Das würde sich ändern")).to_be_focused()
    look(page)
    page.get_by_role("link", name="Verwerfen").click()
    expect(page.get_by_text("16 Stunden Kurszeit")).to_be_visible()
    page.get_by_role("link", name="Ändern, was zu Ihnen passt").click()
    page.get_by_label("Wie viele Stunden").fill("5")
    page.get_by_role("button", name="Wirkung ansehen").click()
    page.get_by_role("button", name="So planen").click()
    expect(page.get_by_text("5 Stunden Kurszeit")).to_be_visible()
