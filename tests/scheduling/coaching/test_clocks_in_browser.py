"""Somebody in another zone in a browser: the clock is chosen, and then told where it counts."""

import pytest
from playwright.sync_api import Page, expect

from app.kernel.db import db
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account
from tests.scheduling.coaching.factories import make_coach, make_offer, make_working_time

SIZES = ({"width": 375, "height": 700}, {"width": 1280, "height": 800})


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


def looks_right(page: Page) -> None:
    """Fits at both widths and is accessible in both colour schemes."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        for size in SIZES:
            page.set_viewport_size(size)
            assert_fits(page)
        assert_accessible(page)


def test_a_clock_is_chosen_and_told_where_times_are_chosen(committing_app, open_page):
    with committing_app.app_context():
        coach = make_coach(given_name="Cem", family_name="Kaya", time_zone="Europe/Berlin").person
        make_working_time(coach)
        offer = make_offer(coach, step_minutes=60).public_id
        email = make_account(given_name="Ada").email
        db.session.commit()
    with served(committing_app) as address:
        page = open_page(viewport=SIZES[1])
        page.goto(f"{address}/login?next=/account")
        page.get_by_label("E-Mail-Adresse").fill(email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.get_by_role("combobox", name="Zeitzone").select_option("Lissabon (Europe/Lisbon)")
        page.get_by_role("button", name="Zeitzone speichern").click()
        expect(page.get_by_text("Ihre Zeitzone ist gespeichert.")).to_be_visible()
        looks_right(page)
        page.goto(f"{address}/coaching/{offer}")
        expect(page.get_by_text("Zeiten in Ihrer Zeitzone: Europe/Lisbon")).to_have_count(1)
        looks_right(page)
        page.get_by_label("09:00–10:00 Uhr, bei Cem Kaya 10:00 Uhr").check()
        page.get_by_role("button", name="Weiter").click()
        page.get_by_role("button", name="Verbindlich buchen").click()
        expect(page.get_by_text("Ihr Termin ist gebucht")).to_be_visible()
        expect(page.get_by_text("09:00–10:00 Uhr (bei Cem Kaya ist es dann 10:00")).to_be_visible()
        looks_right(page)
