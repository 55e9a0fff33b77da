"""Whether a page fits on the screen it is shown on."""

from playwright.sync_api import Page


def assert_fits(page: Page) -> None:
    """Raise AssertionError where the page is wider than its window.

    It waits for the page to be there: after a click there may be no document yet.
    """
    page.wait_for_load_state()
    too_wide = page.locator("html").evaluate("page => page.scrollWidth - innerWidth")
    assert too_wide <= 0, f"{page.url} is {too_wide} px too wide"
