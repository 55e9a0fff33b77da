"""One walk in a real browser: what is due, an announcement, a material, notes, what someone needs.

At both widths and in both schemes, every page fits, and it is accessible.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.permissions import Role
from courses.desk.announcements.services import Words, send_announcement
from courses.desk.materials.services import Link, add_material
from courses.desk.support.services import say_need
from tests.courses.factories import make_cohort, make_enrolment
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
        trainer = make_account(Role.TRAINER, email="trainer@example.org", function=None).person
        over = make_cohort(trainers=[trainer], starts_at=START - timedelta(days=1))
        make_enrolment(cohort=over)
        cohort = make_cohort(trainers=[trainer], starts_at=START + timedelta(hours=3))
        act = {"cohort": cohort, "actor": trainer, "now": START}
        reader = make_account(email="reader@example.org", municipality=make_municipality()).person
        enrolment = make_enrolment(cohort=cohort, person=reader)
        say_need(enrolment=enrolment, text="Ohne Stufen", now=START)
        words = Words("Alt", "Ein *Satz*.\n\n- eins\n- zwei")
        send_announcement(words=words, to_waiting=True, key="k" * 22, **act)
        later = START + timedelta(days=1)
        link = Link("https://example.org/")
        add_material(title="Später", thing=link, released_at=later, **act)
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


def sign_in(page: Page, address: str, email: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")


def test_a_trainer_prepares_a_session_and_a_participant_finds_it(address, open_page):
    page = open_page(viewport=WIDE)
    sign_in(page, address, "trainer@example.org")
    page.goto(f"{address}/manage/cohorts")
    expect(page.get_by_role("link", name="Anwesenheit erfassen")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Durchgang öffnen").click()
    page.get_by_text("1 Person braucht etwas").click()
    expect(page.get_by_text("Ohne Stufen")).to_be_visible()
    look(page)
    cohort = page.url

    page.get_by_role("link", name="Mitteilungen").click()
    look(page)
    page.get_by_role("link", name="Mitteilung schreiben").click()
    page.get_by_label("Überschrift").fill("Neuer Raum")
    page.get_by_label("Text").fill("Wir sind in **Raum 5**.\n\nBis bald")
    page.get_by_role("button", name="Vorschau ansehen").click()
    expect(page.get_by_role("button", name="An 1 Person senden")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Weiter bearbeiten").click()
    expect(page.get_by_label("Text")).to_have_value("Wir sind in **Raum 5**.\n\nBis bald")
    look(page)
    page.get_by_role("button", name="Vorschau ansehen").click()
    page.get_by_role("button", name="An 1 Person senden").click()
    expect(page.get_by_role("status")).to_contain_text("Die Mitteilung ist verschickt.")

    page.goto(f"{cohort}/materials")
    look(page)
    page.get_by_label("Titel").fill("Handout")
    handout = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    page.locator("[name=upload]").set_input_files(handout)
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page.get_by_role("status")).to_contain_text("Die Unterlage liegt bereit.")

    for path in ("/notes", "/roster"):
        page.goto(f"{cohort}{path}")
        look(page)
    page.goto(f"{address}/manage/training-hours")
    look(page)

    sign_in(page, address, "reader@example.org")
    page.goto(cohort.replace("/manage", ""))
    expect(page.get_by_role("heading", name="Neuer Raum")).to_be_visible()
    expect(page.get_by_role("link", name="Handout")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Ansehen oder ändern").click()
    expect(page.get_by_label("Was brauchen Sie?")).to_have_value("Ohne Stufen")
    look(page)
