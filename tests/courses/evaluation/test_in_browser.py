"""One walk in a real browser: a trainee answers on a phone, a trainer looks at the figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.kernel.db import db
from app.kernel.permissions import Role
from courses.evaluation import queries
from courses.evaluation.questionnaire import Wave
from courses.evaluation.services import release_answers
from organisations.models import Function
from tests.courses.evaluation.factories import make_ended_cohort, say
from tests.courses.factories import make_course
from tests.house.axe import assert_accessible
from tests.house.clock import START
from tests.house.layout import assert_fits
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
    trainee: str
    trainer: str
    cohort: str
    course: str


@pytest.fixture
def site(committing_app: Flask) -> Iterator[Site]:
    with committing_app.app_context():
        names = _prepare()
    with served(committing_app) as address:
        yield Site(address, **names)


def _prepare() -> dict[str, str]:
    """Two cohorts of one course of which enough people have said how it was."""
    trainee = make_account(given_name="Ada", function=Function.EXECUTIVE)
    trainer = make_account(Role.TRAINER, given_name="Toni", function=None)
    course = make_course()
    for days_ago in (20, 2):
        cohort = make_ended_cohort(
            people=11, days_ago=days_ago, course=course, trainers=[trainer.person]
        )
        for number, enrolment in enumerate(cohort.enrolments[:10]):
            say(enrolment, START - timedelta(days=1), point=number % 5 + 1, kept="Mehr Mut")
        pool = queries.find_pools(cohort)[Wave.AFTER]
        release_answers(pool=pool, now=START)
    cohort.enrolments[10].person = trainee.person
    db.session.commit()
    return {
        "trainee": trainee.email,
        "trainer": trainer.email,
        "cohort": cohort.public_id,
        "course": course.slug,
    }


def test_from_an_answer_to_the_figures(site, open_page):
    page = open_page(viewport=WIDTHS[0])
    sign_in(page, site, site.trainee)
    page.goto(f"{site.address}/cohorts/{site.cohort}")
    page.get_by_role("link", name="Rückmeldung geben").click()
    look_at(page)
    page.get_by_role("radiogroup", name="Wie nützlich").get_by_label("5 – sehr nützlich").check()
    page.get_by_label("Was nehmen Sie mit?").fill("Ruhe")
    page.get_by_role("button", name="Anonym abschicken").click()
    expect(page.get_by_role("status")).to_contain_text("Danke!")
    page.context.clear_cookies()
    sign_in(page, site, site.trainer)
    for address in (
        f"/manage/cohorts/{site.cohort}/evaluation",
        "/manage/evaluations",
        f"/manage/evaluations/{site.course}",
    ):
        page.goto(site.address + address)
        look_at(page)
    expect(page.get_by_role("img", name="Zufriedenheit im Verlauf")).to_be_visible()


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
