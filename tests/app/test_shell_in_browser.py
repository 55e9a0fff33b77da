"""The shell and every component in a browser: accessible, fit for phones, quick to leave."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.house.axe import assert_accessible
from tests.house.chromium import OpenPage
from tests.house.databases import build_app
from tests.house.serving import served

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 375, "height": 700}
NEUTRAL_SITE = "/healthz"


@pytest.fixture(scope="module")
def components(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page with every component, on an app whose database is never asked."""
    folder = tmp_path_factory.mktemp("shell")
    app = build_app(
        f"sqlite:///{folder}/never.sqlite3", folder, mode="demo", quick_exit_url=NEUTRAL_SITE
    )
    with served(app) as address:
        yield f"{address}/demo/components"


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_every_component_is_accessible_and_fits(components, open_page, viewport, scheme):
    page = open_page(viewport=viewport, color_scheme=scheme)
    page.goto(components)
    assert overflow(page) <= 0
    assert_accessible(page)


def test_a_page_still_fits_on_the_narrowest_screen(components, open_page):
    page = open_page(viewport={"width": 320, "height": 640})
    page.goto(components)
    assert overflow(page) <= 0


def test_the_menu_on_a_phone_opens_without_script(components, open_page):
    page = open_page(viewport=PHONE, java_script_enabled=False)
    page.goto(components)
    sign_in = page.get_by_role("link", name="Anmelden", exact=True).locator("visible=true")
    before = sign_in.count()
    page.get_by_text("Menü", exact=True).click()
    assert sign_in.count() == before + 1


def test_three_times_escape_leaves_at_once_and_for_good(components, page):
    page.goto(components)
    entries = page.evaluate("history.length")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(f"**{NEUTRAL_SITE}")
    assert page.evaluate("history.length") == entries


def test_the_quick_exit_stays_in_view_and_replaces_the_page(components, page):
    page.goto(components)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    way_out = page.locator("[data-quick-exit]")
    expect(way_out).to_be_in_viewport()
    way_out.click()
    page.wait_for_url(f"**{NEUTRAL_SITE}")


def test_a_chosen_theme_is_there_when_the_next_page_begins(components, open_page: OpenPage):
    page = open_page(color_scheme="light")
    page.goto(components)
    page.get_by_role("button", name="Dunkel").click()
    answer = page.reload()
    assert 'data-kern-theme="dark"' in answer.text()
    page.get_by_role("button", name="Wie mein Gerät").click()
    assert "data-kern-theme" not in page.reload().text()


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(components, page):
    page.goto(components)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_password_can_be_read_and_hidden_again(components, page):
    page.goto(components)
    field = page.locator("input[autocomplete='current-password']")
    show = page.get_by_role("button", name="Anzeigen")
    show.click()
    expect(field).to_have_attribute("type", "text")
    show.click()
    expect(field).to_have_attribute("type", "password")
