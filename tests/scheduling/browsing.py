"""What walks through the pages in a real browser have in common: signing in, and looking."""

from playwright.sync_api import Page

from tests.house.axe import assert_accessible
from tests.house.layout import assert_fits
from tests.organisations.factories import PASSWORD

PHONE = {"width": 375, "height": 700}
WIDE = {"width": 1280, "height": 800}


def sign_in(page: Page, address: str, email: str, to: str = "/") -> None:
    """Sign in at the site at `address`; afterwards the page shows `to`."""
    page.goto(f"{address}/login?next={to}")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(address + to)


def look_at(page: Page) -> None:
    """The page fits on a phone in the light and on a wide screen in the dark, and is accessible.

    What is accessible hardly depends on the width, and faults of contrast hide in the dark.
    """
    for viewport, scheme in ((PHONE, "light"), (WIDE, "dark")):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        assert_fits(page)
    assert_accessible(page)
