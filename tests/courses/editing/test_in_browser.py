"""One walk in a real browser: look for a course, write one with the live preview, publish one.

At both widths and in both schemes, every page fits, and it is accessible.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.permissions import Role
from courses.catalogue.models import Course
from tests.courses.editing.factories import both, make_complete_course, make_office, submit
from tests.courses.factories import make_cohort
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
        make_cohort(course=make_complete_course(slug="calm"))
        submit(make_complete_course(slug="waiting"), make_office("Karla"), summary=both("Kurz"))
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


def test_a_course_is_looked_for_written_and_published(address, open_page, committing_app):
    page = open_page(viewport=WIDE)
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill("office@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")

    page.goto(f"{address}/courses")
    page.get_by_label("Suchwörter").fill("KURSE")
    page.get_by_text("Filtern:").click()
    page.get_by_label("Wann").select_option("any")
    page.get_by_role("button", name="Filter anwenden").click()
    expect(page.get_by_role("heading", name="1 Kurs gefunden")).to_be_focused()
    look(page)
    page.get_by_role("link", name="Wann: Mit Termin, egal wann entfernen").click()
    expect(page.get_by_role("heading", name="2 Kurse gefunden")).to_be_visible()

    page.goto(f"{address}/courses/calm")
    look(page)
    page.goto(f"{address}/manage/courses")
    look(page)
    page.goto(f"{address}/manage/courses/calm/edit")
    page.get_by_label("Worum es geht, auf Deutsch").fill("Mit **Nachdruck** und\n\n- Ruhe")
    preview = page.get_by_role("region", name="Vorschau")
    expect(preview.locator("strong")).to_have_text("Nachdruck")
    expect(preview.get_by_role("listitem").filter(has_text="Ruhe")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_role("status")).to_contain_text("Der Entwurf ist gespeichert.")

    page.goto(f"{address}/manage/courses/waiting/draft")
    look(page)
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_role("status")).to_contain_text("Veröffentlicht.")
    look(page)
    page.goto(f"{address}/manage/courses/waiting/attachments")
    look(page)
    with committing_app.app_context():
        assert db.session.query(Course).filter_by(slug="waiting").one().version_number == 2
