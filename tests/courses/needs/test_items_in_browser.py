"""One walk in a real browser: the office rewrites a question while somebody is answering it.

At both widths and in both schemes, every page fits, and it is accessible.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.permissions import Role
from courses.needs.queries import find_unfinished_analysis, get_passage
from organisations.accounts.queries import get_account_by_email
from organisations.models import Function
from organisations.topics.content_loading import load_topics
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account, make_municipality

PHONE = {"width": 375, "height": 700}
WIDE = {"width": 1280, "height": 800}
OLD, NEW = "Was trifft am ehesten auf Sie zu?", "Was täten Sie in dieser Runde?"


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def address(committing_app: Flask) -> Iterator[str]:
    with committing_app.app_context():
        load_topics()
        make_account(Role.PROGRAMME_OFFICE, email="office@example.org", function=None)
        make_account(
            Role.TRAINEE,
            email="ada@example.org",
            municipality=make_municipality(),
            function=Function.STAFF,
        )
        db.session.commit()
    with served(committing_app) as address:
        yield address


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill(f"{name}@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")


def look(page: Page) -> None:
    """The page as it is: it fits wide and light and on a phone in the dark, and is accessible."""
    for viewport, scheme in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        assert_fits(page)
    assert_accessible(page)


def rewrite_first_question(page: Page, address: str) -> None:
    """List, edit with the live preview, publish; looking at each page on the way."""
    page.goto(f"{address}/manage/courses")
    page.get_by_role("link", name="Fragen der Bedarfsanalyse").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fragen der Bedarfsanalyse")
    look(page)
    page.get_by_role("link", name="Rassismus und Hass erkennen").click()
    page.get_by_role("link", name="Bearbeiten").click()
    page.get_by_label("Frage, auf Deutsch").fill(NEW)
    preview = page.get_by_role("region", name="Vorschau")
    expect(preview.get_by_role("heading", name=NEW)).to_be_visible()
    look(page)
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_role("status")).to_contain_text("Der Entwurf ist gespeichert.")
    look(page)
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_role("status")).to_contain_text("Veröffentlicht.")


def test_somebody_answers_what_they_read_while_the_office_rewrites_it(
    address, open_page, committing_app
):
    ada = open_page(viewport=PHONE)
    sign_in(ada, address, "ada")
    ada.goto(f"{address}/needs")
    ada.get_by_role("button", name="Bedarfsanalyse beginnen").click()
    expect(ada.get_by_role("heading", name=OLD)).to_be_visible()
    look(ada)

    office = open_page(viewport=WIDE)
    sign_in(office, address, "office")
    rewrite_first_question(office, address)

    ada.get_by_text("Ich sage noch in der Runde ruhig").click()
    ada.get_by_role("button", name="Weiter", exact=True).click()
    expect(ada.get_by_text("Frage 2 von 10, noch etwa")).to_be_visible()
    ada.get_by_role("link", name="Vorige Frage").click()
    expect(ada.get_by_role("heading", name=OLD)).to_be_visible()
    with committing_app.app_context():
        person = get_account_by_email("ada@example.org").person
        passage = get_passage(find_unfinished_analysis(person))
        assert passage.levels == {"recognising_racism": 3}
        assert passage.questions[0].item.question.de == OLD
