"""The office sets what memberships include, in a real browser; everything is accessible."""

import pytest
from playwright.sync_api import expect

from app.kernel.db import db
from organisations.entitlements.quotas import take_from_quota
from tests.house.axe import assert_accessible
from tests.house.clock import START
from tests.house.layout import assert_fits
from tests.house.personas import make_personas
from tests.house.serving import served
from tests.organisations.factories import PASSWORD

PHONE = {"width": 375, "height": 700}


@pytest.fixture
def dialect():
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def site(committing_app):
    with committing_app.app_context():
        personas = make_personas(committing_app)
        for _ in range(12):
            take_from_quota(municipality=personas.owner.person.municipality, starts_at=START)
        office = personas.office.email
        db.session.commit()
    with served(committing_app) as address:
        yield address, office


def test_the_office_sets_it_without_script_and_sees_what_holds(site, open_page):
    address, office = site
    page = open_page(viewport=PHONE, color_scheme="dark")
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill(office)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/manage/entitlements")
    assert_accessible(page)
    assert_fits(page)
    model = page.get_by_role("group", name="Modellkommunen", exact=True)
    model.get_by_role("checkbox", name="Coaching", exact=True).uncheck()
    model.get_by_label("Coaching-Termine je Kommune und Jahr").fill("20")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status")).to_contain_text("Es gilt ab sofort")
    expect(model.get_by_role("checkbox", name="Coaching", exact=True)).not_to_be_checked()
    expect(page.get_by_role("row", name="Heimstadt Modellkommune")).to_contain_text("12")
    page.get_by_role("link", name="Heimstadt").click()
    expect(page.get_by_text("12 von 20")).to_be_visible()
    assert_accessible(page)
