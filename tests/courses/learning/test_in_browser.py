"""Units of every kind as they are worked through in a browser, wide and narrow, light and dark."""

import pytest
from playwright.sync_api import Page, expect

from app.kernel.db import db
from courses.catalogue.content_loading import load_courses
from organisations.models import Function
from organisations.topics.content_loading import load_topics
from tests.courses.factories import add_unit_of_kind, make_course
from tests.courses.learning import contents
from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account, make_municipality

WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 700}
JOKE = "/courses/when-the-joke-is-racist/units"


@pytest.fixture
def dialect() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


def prepare() -> str:
    load_topics()
    load_courses()
    add_unit_of_kind(make_course(slug="films"), "video", contents.linked_video())
    home = make_municipality(name="Heimstadt")
    account = make_account(given_name="Ada", municipality=home, function=Function.EXECUTIVE)
    db.session.commit()
    return account.email


def looks_good(page: Page) -> None:
    """On a phone in the dark, and wide and light, where axe reads the page."""
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    assert_fits(page)
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    assert_accessible(page)


def test_units_of_every_kind_are_worked_through(committing_app, page):
    with committing_app.app_context():
        email = prepare()
    with served(committing_app) as address:
        page.goto(f"{address}/login")
        page.locator("[name=email]").fill(email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(f"{address}/")
        page.goto(f"{address}/courses/films/units/video")
        looks_good(page)
        page.goto(f"{address}/courses/town-meetings-that-hold/units/schedule-for-the-evening")
        looks_good(page)
        page.goto(f"{address}{JOKE}/the-joke-in-the-meeting")
        play(page)
        page.goto(f"{address}{JOKE}/what-helps-and-what-applies")
        answer(page)
        page.goto(f"{address}{JOKE}/my-sentence")
        looks_good(page)
        page.get_by_label("Was hat mich gehalten").fill("Ich war überrascht.")
        page.get_by_role("button", name="Nur speichern").click()
        expect(page.get_by_role("status")).to_contain_text("Nur Sie können es lesen.")


def play(page: Page) -> None:
    """To an end of the scenario, by keyboard alone."""
    looks_good(page)
    for _ in range(3):
        page.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="So entscheide ich mich").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Was daraus wird")).to_be_visible()
    expect(page.get_by_role("heading", name="Auswertung")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Sie haben 1 von 5 Ausgängen gesehen.")
    looks_good(page)


def answer(page: Page) -> None:
    """Every question somehow; what is missing is said first."""
    page.get_by_role("button", name="Antworten abgeben").click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte beantworten Sie diese Frage.")
    looks_good(page)
    for group in ("question_1_1", "question_2_1", "question_5_1"):
        page.locator(f"[name={group}]").first.check()
    for question, selects in ((3, 4), (4, 4)):
        for number in range(selects):
            page.locator(f"[name=question_{question}_{number + 1}]").select_option(str(number))
    page.get_by_role("button", name="Antworten abgeben").click()
    expect(page.locator("main")).to_contain_text("Ganz richtig sind")
    looks_good(page)
