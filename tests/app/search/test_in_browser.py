"""On a phone from any page to a course, by a word that stands there otherwise."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.kernel.db import db
from courses.catalogue.content_loading import load_courses
from organisations.topics.content_loading import load_topics
from tests.house.axe import assert_accessible
from tests.house.clock import START
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
    """The address, and with whose address somebody signs in."""
    with committing_app.app_context():
        load_topics()
        load_courses(START)
        reader = make_personas(committing_app).owner.email
        db.session.commit()
    with served(committing_app) as address:
        yield address, reader


def sign_in(page, address, email):
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")


def look(page):
    assert_fits(page)
    assert_accessible(page)


def test_from_the_header_of_a_phone_to_a_course_without_script(site, open_page):
    address, reader = site
    page = open_page(viewport=PHONE, java_script_enabled=False)
    sign_in(page, address, reader)
    page.get_by_role("link", name="Suche", exact=True).click()
    page.get_by_label("Wonach suchen Sie?").fill("Buergerversammlungen")
    page.get_by_role("button", name="Suchen").click()
    courses = page.get_by_role("region", name="Kurse")
    courses.get_by_role("link", name="Informationsabende, die halten").click()
    expect(page.get_by_role("heading", level=1, name="Informationsabende")).to_be_visible()


def test_from_the_field_on_a_wide_screen_the_page_is_accessible(site, open_page):
    address, reader = site
    page = open_page(viewport=WIDE, color_scheme="dark")
    sign_in(page, address, reader)
    look(page)
    page.get_by_label("Suche in KommA").fill("Drohungen")
    page.get_by_label("Suche in KommA").press("Enter")
    expect(page.get_by_role("heading", name="Kurse")).to_be_visible()
    look(page)
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    look(page)
