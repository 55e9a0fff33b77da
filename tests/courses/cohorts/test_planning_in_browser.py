"""A trainer plans a series on a phone, is warned, hands over and calls off, in a real browser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.permissions import Role
from tests.courses.factories import make_course
from tests.house.serving import served
from tests.organisations.factories import make_account
from tests.scheduling.browsing import PHONE, look_at, sign_in
from tests.scheduling.factories import make_event


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@dataclass(frozen=True)
class Site:
    address: str
    trainer: str
    colleague: str


@pytest.fixture
def site(committing_app: Flask) -> Iterator[Site]:
    with committing_app.app_context():
        trainer = make_account(Role.TRAINER, given_name="Toni", function=None).email
        colleague = make_account(Role.TRAINER, given_name="Kim", function=None).person.name
        make_course(slug="a-course")
        at = datetime(2026, 12, 18, 9, 0, tzinfo=UTC)
        make_event(starts_at=at, place="Rathaus", room="Raum 1")
        db.session.commit()
    with served(committing_app) as address:
        yield Site(address, trainer, colleague)


def test_a_series_is_planned_handed_over_and_called_off(site: Site, open_page):
    page = open_page(viewport=PHONE)
    sign_in(page, site.address, site.trainer)
    plan_a_series(page, site)
    expect(page.get_by_role("alert")).to_contain_text("Der Raum „Raum 1“ ist dann schon belegt.")
    look_at(page)
    page.get_by_role("button", name="Trotzdem speichern").click()
    page.wait_for_url(re.compile(r"/manage/cohorts/[\w-]{16}$"))
    cohort = page.url
    look_at(page)
    for link in ("Termin hinzufügen", "Durchgang kopieren", "Durchgang übergeben"):
        page.goto(cohort)
        page.get_by_role("link", name=link).click()
        look_at(page)
    page.get_by_label("Wer übernimmt?").select_option(site.colleague)
    page.get_by_label("Wir leiten den Durchgang zusammen weiter").check()
    page.get_by_role("button", name="Durchgang übergeben").click()
    page.get_by_role("link", name="Termin ändern").first.click()
    expect(page.get_by_label(site.colleague)).to_be_checked()
    look_at(page)
    page.goto(cohort)
    page.get_by_role("link", name="Durchgang absagen").click()
    look_at(page)
    page.get_by_label("Nachricht an alle").fill("Leider krank.")
    page.get_by_role("button", name="Durchgang absagen").click()
    expect(page.get_by_text("Ihre Nachricht an alle:")).to_be_visible()
    look_at(page)


def plan_a_series(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/manage/cohorts/new")
    page.get_by_label("Kurs").select_option("a-course")
    page.get_by_label("Erster Tag").fill("2026-12-11")
    page.get_by_text("Als Serie planen").click()
    page.get_by_label("Wie oft?").select_option("weekly")
    page.get_by_label("Beginn").fill("09:00")
    page.get_by_label("Ende").fill("11:00")
    page.get_by_label("Zahl der Termine").fill("3")
    look_at(page)
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_text("Feiertag: Erster Weihnachtstag")).to_be_visible()
    page.get_by_label("Ort").fill("Rathaus")
    page.get_by_label("Raum").fill("Raum 1")
    page.get_by_role("button", name="Durchgang anlegen").click()
