"""One walk in a real browser: a coordinator changes a target, somebody shares levels and ends it.

Wide and light and on a phone in the dark, every page fits, and it is accessible.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from organisations.models import Function
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.courses.needs.factories import make_analysis
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.personas import make_personas
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_competency, make_target

PHONE = {"width": 375, "height": 700}
WIDE = {"width": 1280, "height": 800}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def site(committing_app: Flask) -> Iterator[tuple[str, str, str, str]]:
    with committing_app.app_context():
        personas = make_personas(committing_app)
        law = make_competency("law_and_duty_of_care")
        make_target(function=Function.EXECUTIVE, competency=law, level=3)
        cohort = make_cohort(
            course=make_course(raises={law: 2}), trainers=[personas.trainer.person]
        )
        make_enrolment(cohort=cohort, person=personas.owner.person)
        make_analysis(person=personas.owner.person, levels={law: 1})
        accounts = personas.coordinator.email, personas.owner.email
        path = f"/cohorts/{cohort.public_id}"
        db.session.commit()
    with served(committing_app) as address:
        yield address, path, *accounts


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")


def look(page: Page) -> None:
    for viewport, scheme in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        assert_fits(page)
    assert_accessible(page)


def test_targets_are_changed_and_levels_shared(site, open_page):
    address, cohort, coordinator, owner = site
    page = open_page()
    sign_in(page, address, coordinator)
    page.goto(f"{address}/manage/target-profiles/own")
    look(page)
    page.get_by_role("link", name="Führungskraft ändern").click()
    choice = page.get_by_role("combobox")
    expect(choice).to_have_value("-")
    choice.select_option("4")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status")).to_contain_text("1 Ziel ist geändert.")
    page.get_by_role("link", name="Führungskraft ändern").click()
    expect(page.get_by_role("button", name="Zurück zur Empfehlung")).to_be_visible()
    look(page)

    page = open_page(java_script_enabled=False)
    sign_in(page, address, owner)
    page.goto(f"{address}{cohort}")
    page.get_by_role("link", name="Vorschau ansehen").click()
    page.get_by_role("link", name="Alle Kompetenzen").click()
    page.get_by_role("button", name="So teilen").click()
    expect(page.get_by_role("status")).to_contain_text("Die Kursleitung sieht jetzt")
    page.get_by_role("link", name="Ansehen, ändern oder beenden").click()
    page.get_by_role("button", name="Nicht mehr teilen").click()
    expect(page.get_by_role("status")).to_contain_text("Beendet.")
