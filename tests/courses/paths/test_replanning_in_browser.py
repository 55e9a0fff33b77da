"""A date that is called off: the trainer does it, the job plans anew, the person reads why."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.jobs import run_job
from courses.paths.requests import PLANNING_JOB
from tests.courses.paths.world import make_world, plan
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.personas import make_personas
from tests.house.serving import served
from tests.organisations.factories import PASSWORD

PHONE, DESK = {"width": 375, "height": 700}, {"width": 1280, "height": 800}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@dataclass(frozen=True)
class Site:
    """A served app: somebody with a path, and the trainer of its first date."""

    app: Flask
    address: str
    person: str
    trainer: str
    cohort: str


@pytest.fixture
def site(committing_app: Flask) -> Iterator[Site]:
    with committing_app.app_context():
        personas = make_personas(committing_app)
        world = make_world(personas.owner.person)
        world.first_rights.trainers.append(personas.trainer.person)
        plan(world)
        names = {
            "person": personas.owner.email,
            "trainer": personas.trainer.email,
            "cohort": world.first_rights.public_id,
        }
        db.session.commit()
    with served(committing_app) as address:
        yield Site(committing_app, address, **names)


def sign_in(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.address}/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{site.address}/")


def look(page: Page) -> None:
    for size, scheme in ((DESK, "dark"), (PHONE, "light")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        assert_fits(page)
        assert_accessible(page)


def test_a_path_is_planned_anew_when_its_date_is_called_off(site, open_page):
    trainer, page = open_page(viewport=DESK), open_page(viewport=PHONE)
    sign_in(page, site, site.person)
    page.goto(f"{site.address}/path")
    page.get_by_role("link", name="Zu allen Terminen anmelden (2)").click()
    expect(page.get_by_role("button", name="Zu allen 2 Durchgängen anmelden")).to_be_visible()
    look(page)

    sign_in(trainer, site, site.trainer)
    trainer.goto(f"{site.address}/manage/cohorts/{site.cohort}/cancel")
    trainer.locator("[name=message]").fill("Die Leitung ist krank.")
    trainer.get_by_role("button", name="Durchgang absagen").click()
    expect(trainer.get_by_role("status")).to_be_visible()

    page.goto(f"{site.address}/path")
    expect(page.get_by_text("Ihr Lernpfad wird neu berechnet")).to_be_visible()
    expect(page.get_by_text("Termin gilt nicht mehr")).to_be_visible()
    look(page)
    with site.app.app_context():
        assert run_job(PLANNING_JOB) == 1
    expect(page.get_by_role("status")).to_have_text("Ihr Lernpfad ist neu berechnet.")
    page.get_by_role("link", name="Aktualisieren").click()
    expect(page.get_by_text("ist abgesagt. Stattdessen schlägt Ihr Lernpfad")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Verstanden").click()
    expect(page.get_by_text("ist abgesagt.")).to_have_count(0)
