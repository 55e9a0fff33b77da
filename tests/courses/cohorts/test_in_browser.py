"""Enrolling and recording attendance in a real browser, by keyboard and without script."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.permissions import Role
from courses.cohorts import queries
from organisations.accounts.queries import get_account_by_email
from organisations.models import Function
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.axe import assert_accessible
from tests.house.clock import START
from tests.house.serving import served
from tests.organisations.factories import (
    PASSWORD,
    make_account,
    make_competency,
    make_municipality,
    make_person,
)

PHONE, DESK = {"width": 375, "height": 700}, {"width": 1280, "height": 800}


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@dataclass(frozen=True)
class Site:
    """A served app with one course: a cohort that has begun, and a free one."""

    app: Flask
    address: str
    course: str
    session: str
    trainee: str
    trainer: str


@pytest.fixture
def site(committing_app: Flask) -> Iterator[Site]:
    with committing_app.app_context():
        names = _prepare()
    with served(committing_app) as address:
        yield Site(committing_app, address, **names)


def _prepare() -> dict[str, str]:
    home = make_municipality(name="Heimstadt")
    trainee = make_account(given_name="Ada", municipality=home, function=Function.EXECUTIVE)
    trainer = make_account(Role.TRAINER, given_name="Toni", function=None)
    course = make_course(raises={make_competency(): 2}, requires={make_competency(): 1})
    common = {"course": course, "trainers": [trainer.person]}
    begun = make_cohort(**common, starts_at=START - timedelta(hours=1), session_minutes=(180, 180))
    for name in ("Anders", "Öztürk", "Zander"):
        make_enrolment(cohort=begun, person=make_person(family_name=name, municipality=home))
    make_cohort(**common, session_minutes=(90, 90))
    names = {
        "course": f"/courses/{course.slug}",
        "session": f"/manage/cohorts/{begun.public_id}/sessions/{begun.sessions[0].public_id}",
        "trainee": trainee.email,
        "trainer": trainer.email,
    }
    db.session.commit()
    return names


def sign_in(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.address}/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{site.address}/")


def test_enrolling_and_withdrawing_without_script(site, open_page):
    page = open_page(viewport=PHONE, java_script_enabled=False)
    sign_in(page, site, site.trainee)
    page.goto(site.address + site.course)
    page.get_by_role("button", name="Jetzt anmelden").first.click()
    expect(page.get_by_role("status")).to_contain_text("Sie sind angemeldet")
    page.get_by_role("link", name="Platz freigeben").click()
    page.get_by_role("button", name="Platz freigeben").click()
    expect(page.get_by_role("status")).to_contain_text("Ihr Platz ist wieder frei")


def look_both_ways(page):
    """axe at both widths, in both colour schemes."""
    for size, scheme in ((PHONE, "light"), (DESK, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page)


def test_a_trainer_s_taps_are_saved_and_none_is_lost(site, open_page):
    """By keyboard as by tap; what finds no connection is said at the row and sent again."""
    page = open_page(viewport=PHONE)
    sign_in(page, site, site.trainer)
    page.goto(site.address + site.session)
    row = page.get_by_role("radiogroup", name="Öztürk")
    row.get_by_label("verspätet").focus()
    page.keyboard.press("Space")
    expect(row).to_contain_text("Gespeichert.")
    expect(page.get_by_role("status")).to_contain_text("Öztürk: verspätet")
    row.get_by_text("Minuten und Verlauf").click()
    row.get_by_label("Minuten").fill("90")
    page.keyboard.press("Tab")
    expect(page.get_by_role("status")).to_contain_text("Öztürk: verspätet, 90 Minuten")
    look_both_ways(page)

    page.route(f"**{site.session}", lambda route: route.abort("aborted"))
    other = page.get_by_role("radiogroup", name="Anders")
    other.get_by_label("entschuldigt").check()
    expect(other).to_contain_text("Noch nicht gespeichert: keine Verbindung.")
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(other).to_contain_text("Gespeichert.")

    page.get_by_role("button", name="Alle Übrigen als anwesend speichern").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Die Anwesenheit ist vollständig")
    with site.app.app_context():
        trainer = get_account_by_email(site.trainer).person
        begun = queries.list_cohorts_of_trainer(trainer)[0].cohort
        recorded = {
            enrolment.person.family_name: queries.fulfilment(enrolment).attended_minutes
            for enrolment in queries.list_roster(begun)
        }
    assert recorded == {"Anders": 0, "Öztürk": 90, "Zander": 180}

    page.clock.install()
    page.goto(f"{site.address}{site.session}/check-in")
    code = page.locator("#check-in svg")
    before = code.inner_html()
    look_both_ways(page)
    site.app.extensions["komma"].clock.advance(minutes=1)
    page.clock.run_for(62_000)
    page.wait_for_function(
        "was => document.querySelector('#check-in svg').innerHTML !== was", arg=before
    )
