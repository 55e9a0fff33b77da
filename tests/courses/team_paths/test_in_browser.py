"""One walk in a real browser: a lead asks their team and proposes, the coordinator approves."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.permissions import Role
from courses.team_paths.collecting import PLANNING_JOB
from organisations.models import Function
from tests.courses.team_paths.world import make_team_world
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.personas import make_personas
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account

WIDTHS = ({"width": 375, "height": 700}, {"width": 1280, "height": 900})


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@dataclass(frozen=True)
class Site:
    address: str
    lead: str
    coordinator: str
    office: str
    wished_course: str


@pytest.fixture
def site(committing_app: Flask) -> Iterator[Site]:
    with committing_app.app_context():
        names = _prepare(committing_app)
    with served(committing_app) as address:
        yield Site(address, **names)


def _prepare(app: Flask) -> dict[str, str]:
    people = make_personas(app)
    home = people.owner.person
    lead = make_account(
        *(Role.TEAM_LEAD, Role.TRAINEE),
        municipality=home.municipality,
        team=home.team,
        function=Function.EXECUTIVE,
    )
    world = make_team_world(lead)
    db.session.commit()
    return {
        "lead": lead.email,
        "coordinator": people.coordinator.email,
        "office": people.office.email,
        "wished_course": world.press.title.de,
    }


def test_from_the_teams_analysis_to_a_cohort_of_its_own(site, committing_app, open_page):
    page = open_page(viewport=WIDTHS[0])
    sign_in(page, site, site.lead)
    page.goto(f"{site.address}/team-path/analysis")
    page.get_by_role("radio").last.check()
    page.get_by_label("Wunschtag für Kurse nur mit Ihrem Team").fill("2026-12-15")
    page.get_by_role("button", name="Team jetzt fragen").click()
    expect(page.get_by_role("heading", name="Ihr Team antwortet")).to_be_visible()
    page.get_by_role("link", name="Analyse schließen").click()
    page.get_by_role("button", name="Schließen und planen").click()
    expect(page.get_by_role("heading", name="Der Plan entsteht")).to_be_visible()
    with committing_app.app_context():
        assert run_job(PLANNING_JOB) == 1
    page.get_by_role("link", name="Nachsehen, ob der Plan da ist").click()
    expect(page.get_by_text("Dieser Plan geht nach dem Zielprofil")).to_be_visible()
    look_at(page)
    page.get_by_role("button", name="Der Koordination vorschlagen").click()
    expect(page.get_by_text("Jetzt entscheidet die Koordination")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, site, site.coordinator)
    page.get_by_role("link", name="Ansehen und entscheiden").click()
    page.get_by_role("link", name="Ordnungsamt").click()
    expect(page.get_by_text("Dieser Vorschlag wartet auf Sie")).to_be_visible()
    look_at(page)
    page.get_by_role("button", name="Genehmigen").click()
    page.get_by_role("button", name=f"Eigenen Durchgang anfragen {site.wished_course}").click()
    expect(page.get_by_text("Ihre Anfrage ist beim Programmbüro")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, site, site.office)
    page.goto(f"{site.address}/manage/in-house")
    page.get_by_role("link", name=site.wished_course).click()
    expect(page.get_by_text("Für den Lernpfad eines Teams: Ordnungsamt.")).to_be_visible()


def look_at(page: Page) -> None:
    """It fits both widths, and axe finds nothing, by day and by night."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for size in WIDTHS:
            page.set_viewport_size(size)
            assert_fits(page)
        assert_accessible(page)
    page.set_viewport_size(WIDTHS[0])


def sign_in(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.address}/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{site.address}/")
