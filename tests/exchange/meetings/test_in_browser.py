"""One road through a meeting in a real browser: planned, answered on a phone, approved, decided.

Wide and light, and on a phone in the dark, every page fits, and it is accessible.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.permissions import Role
from exchange.meetings.bodies.models import Circle
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person
from scheduling.feeds.content import write_feed
from tests.exchange.meetings.factories import make_body
from tests.house.axe import assert_accessible
from tests.house.clock import START
from tests.house.layout import assert_fits
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account
from tests.scheduling.factories import make_feed

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
        chair = make_account(email="chair@example.org", given_name="Ada").person
        make_body(Circle.OFFICE, chair=chair)
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


def test_a_meeting_is_planned_answered_on_a_phone_recorded_and_approved(
    address, open_page, committing_app
):
    page = open_page(viewport=WIDE)
    sign_in(page, address, "office@example.org")
    page.goto(f"{address}/meetings/bodies")
    look(page)
    page.get_by_role("link", name="Fachbeirat").click()
    page.get_by_role("link", name="Termin planen").click()
    page.get_by_label("Titel").fill("Wintersitzung")
    page.get_by_label("Tag", exact=True).fill("2026-12-14")
    page.get_by_label("Beginn").fill("14:00")
    page.get_by_label("Ende").fill("16:00")
    page.get_by_label("Ort").fill("Rathaus, Saal 1")
    look(page)
    page.get_by_role("button", name="Planen").click()
    page.get_by_role("link", name="Tagesordnung bearbeiten").click()
    for title in ("Lage", "Begrüßung"):
        page.get_by_label("Worum geht es?").fill(title)
        page.get_by_label("Minuten").fill("20")
        page.get_by_role("button", name="Hinzufügen").click()
    page.get_by_role("button", name="Nach oben Begrüßung").click()
    expect(page.locator("tbody th").first).to_contain_text("1. Begrüßung")
    look(page)
    page.get_by_role("link", name="Zurück zur Sitzung").click()
    meeting_url = page.url
    page.get_by_role("link", name="Einladen", exact=True).click()
    look(page)
    page.get_by_role("button", name="Einladungen senden").click()
    expect(page.get_by_text("2 Personen sind eingeladen.")).to_be_visible()
    look(page)

    sign_in(page, address, "chair@example.org")
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Antworten bis").click()
    page.get_by_label("Ja, vor Ort").check()
    look(page)
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Antwort senden").click()
    expect(page.get_by_text("Ihre Antwort: Ja, vor Ort")).to_be_visible()
    with committing_app.app_context():
        chair = get_account_by_email("chair@example.org").person
        assert "SUMMARY:Wintersitzung" in calendar_of(chair)

    committing_app.extensions["komma"].clock.advance(days=22)
    sign_in(page, address, "office@example.org")
    page.goto(meeting_url)
    page.get_by_role("link", name="Beschluss festhalten").click()
    page.get_by_label("Beschluss", exact=True).fill("Die Handreichung erscheint im Frühjahr.")
    look(page)
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Protokoll schreiben").click()
    page.get_by_label("Protokoll").fill("**Lage:** ruhig")
    look(page)
    page.get_by_role("button", name="Zur Genehmigung geben").click()
    look(page)
    page.goto(meeting_url + "/guests")
    look(page)

    sign_in(page, address, "chair@example.org")
    page.goto(meeting_url)
    page.get_by_role("button", name="Protokoll genehmigen").click()
    expect(page.get_by_text("Genehmigt von Ada")).to_be_visible()
    look(page)
    page.goto(f"{address}/meetings")
    look(page)
    page.get_by_role("link", name="Beschlüsse").click()
    expect(page.get_by_role("rowheader", name="1/2026")).to_be_visible()
    look(page)


def calendar_of(person: Person) -> str:
    """What a programme reads that subscribes to all dates of `person`."""
    feed = make_feed(person).feed
    return write_feed(feed, now=START).decode()
