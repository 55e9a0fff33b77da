"""A coach connects a calendar in a real browser, sees what it does and how it stands, ends it."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.jobs import run_job
from scheduling.busy_calendars.services import REFRESH_JOB
from tests.house.databases import on_sqlite_only
from tests.house.serving import served
from tests.scheduling.browsing import look_at, sign_in
from tests.scheduling.busy_calendars.factories import SECRETS, TUESDAY_AT_TEN, file_of
from tests.scheduling.coaching.factories import make_coach, make_offer, make_working_time
from tests.scheduling.fetching.hostile import HostileServer, answer

pytestmark = on_sqlite_only

AT = "/secret-path?secret-key"


@pytest.fixture
def app(committing_app: Flask, opened: Callable[[Flask], Flask]) -> Flask:
    return opened(committing_app)


@pytest.fixture
def coach(app: Flask) -> str:
    with app.app_context():
        coach = make_coach(given_name="Cem")
        make_working_time(coach.person)
        make_offer(coach.person)
        db.session.commit()
        return coach.email


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


def refresh(app: Flask) -> None:
    with app.app_context():
        run_job(REFRESH_JOB)


def test_from_the_address_to_its_end(app, server: HostileServer, coach, address, page: Page):
    server.answers[AT] = answer(body=file_of(TUESDAY_AT_TEN))
    clock = app.extensions["komma"].clock
    sign_in(page, address, coach, "/manage/availability")
    page.get_by_role("link", name="Belegte Kalender ansehen").click()
    look_at(page)

    page.get_by_role("link", name="Kalender verbinden").click()
    for help_text in page.locator("main summary").all():
        help_text.click()
    look_at(page)
    page.get_by_label("Adresse des Kalenders").fill("http://192.168.0.1/kalender.ics")
    page.get_by_role("button", name="Mit Adresse verbinden").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look_at(page)
    page.get_by_label("Name des Kalenders").first.fill("Outlook")
    page.get_by_label("Adresse des Kalenders").fill(f"http://127.0.0.1:{server.port}{AT}")
    page.get_by_role("button", name="Mit Adresse verbinden").click()
    expect(page.get_by_text("Wird abgerufen")).to_be_visible()
    look_at(page)

    refresh(app)
    page.get_by_role("link", name="Noch einmal nachsehen").click()
    expect(page.get_by_text("Aktuell", exact=True)).to_be_visible()
    times = page.get_by_role("row", name="Dienstag, 24. November 2026")
    expect(times.get_by_role("cell")).to_contain_text("11:00–12:00 Uhr")
    assert not any(secret in page.content() for secret in SECRETS)
    look_at(page)

    page.goto(f"{address}/manage/availability")
    page.get_by_role("link", name="Warum wird eine Zeit nicht angeboten?").click()
    page.get_by_label("Tag").fill("2026-11-24")
    page.get_by_label("Uhrzeit").fill("11:30")
    page.get_by_role("button", name="Nachsehen").click()
    says = "Ihr Kalender „Outlook“ sagt, dass Sie von 11:00 bis 12:00 Uhr belegt sind."
    expect(page.get_by_role("status")).to_contain_text(says)
    look_at(page)
    page.get_by_role("link", name="Zu Ihren belegten Kalendern").click()
    expect(page.get_by_role("link", name="Zeiten ansehen")).to_be_visible()

    server.answers[AT] = answer(status="403 Forbidden", body=b"")
    clock.advance(hours=25)
    refresh(app)
    clock.advance(seconds=20)
    sign_in(page, address, coach)  # their session is long over
    look_at(page)
    page.get_by_role("link", name="Nachsehen, woran es liegt").click()
    card = page.get_by_role("main").get_by_role("listitem").filter(has_text="127.0.0.1")
    expect(card).to_contain_text("Veraltet")
    expect(card).to_contain_text("Der Server gibt den Kalender nicht heraus.")
    expect(card).to_contain_text("Bis er wieder aktuell ist, bestätigen Sie")
    look_at(page)

    page.get_by_role("link", name="Ändern").click()
    look_at(page)
    page.get_by_role("link", name="Zurück zu Ihren belegten Kalendern").click()
    page.get_by_role("link", name="Entfernen").click()
    look_at(page)
    page.get_by_role("button", name="Entfernen").click()
    expect(page.get_by_text("Noch kein Kalender verbunden")).to_be_visible()
