"""The calendar page as a person uses it, with and without script."""

import pytest
from playwright.sync_api import expect

from app.kernel.db import db
from tests.house.databases import on_sqlite_only
from tests.house.serving import served
from tests.organisations.factories import make_account
from tests.scheduling.browsing import look_at, sign_in
from tests.scheduling.factories import make_event, make_feed

pytestmark = on_sqlite_only


@pytest.fixture
def address(committing_app):
    with committing_app.app_context():
        account = make_account(given_name="Ada")
        account.email = "ada@example.org"
        make_event(account.person)
        make_feed(account.person)
        db.session.commit()
    with served(committing_app) as address:
        yield address


def test_every_step_is_accessible_fits_and_ends_with_an_address_to_copy(address, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, address, "ada@example.org", "/calendar")
    look_at(page)
    page.get_by_role("link", name="So abonnieren Sie, Schritt für Schritt").click()
    expect(page.get_by_role("heading", name="Kalender abonnieren, Schritt")).to_be_visible()
    for help_text in page.locator("main summary").all():
        help_text.click()
    look_at(page)
    page.get_by_role("main").get_by_role("link", name="Abo anlegen").click()
    page.get_by_role("button", name="Abo anlegen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Name des Abos").fill("Diensthandy")
    page.get_by_label("Welche Termine?").select_option("Nur Trainings")
    page.get_by_label("Nur „Beschäftigt“, sonst nichts").check()
    page.get_by_label("Erinnerung vor jedem Termin").select_option("1 Stunde vorher")
    page.get_by_role("button", name="Abo anlegen").click()
    expect(page.get_by_role("heading", name="Ihr Abo ist angelegt")).to_be_visible()
    look_at(page)
    page.get_by_role("button", name="Adresse kopieren").click()
    expect(page.get_by_text("Die Adresse ist kopiert.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("Adresse Ihres Abos").input_value()
    page.reload()
    expect(page.get_by_role("heading", name="Dieses Abo gibt es schon")).to_be_visible()
    page.get_by_role("link", name="Fertig, zum Kalender").click()
    expect(page.get_by_role("rowheader", name="Diensthandy")).to_have_count(2)
    assert copied not in page.content()


def test_without_script_the_address_can_be_copied_by_hand(address, open_page):
    page = open_page(java_script_enabled=False)
    sign_in(page, address, "ada@example.org", "/calendar")
    page.get_by_label("Name des Abos").fill("Diensthandy")
    page.get_by_role("button", name="Abo anlegen").click()
    expect(page.get_by_label("Adresse Ihres Abos")).to_be_visible()
    expect(page.get_by_role("button", name="Adresse kopieren")).to_be_hidden()
    page.get_by_text("Outlook", exact=True).click()
    expect(page.get_by_text("Öffnen Sie in Outlook den Kalender.")).to_be_visible()
