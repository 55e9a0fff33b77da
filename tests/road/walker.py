"""Somebody who walks through the site in a browser, and has every page checked on the way."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from organisations.demo import DEMO_PASSWORD
from tests.house.axe import assert_accessible
from tests.road.site import Site


@dataclass
class Walker:
    """A person at a browser. What they look for is named by its German text, whatever they read.

    Every page they arrive at is checked for accessibility, unless `scripts` are off: the check is
    one itself.
    """

    page: Page
    site: Site
    language: str = "de"
    scripts: bool = True

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def path(self) -> str:
        """The address of the page without the site's own."""
        return urlsplit(self.page.url).path

    def words(self, german: str, **values: object) -> str:
        return self.site.words(german, self.language, **values)

    def go_to(self, address: str) -> None:
        """Type an address, as from a bookmark or a mail."""
        answer = self.page.goto(self.site.base_url + address)
        assert answer is not None
        assert answer.ok, f"{address} answers {answer.status}"
        self.arrive()

    def sign_in(self, account: str) -> None:
        """Begin at the home page in the walker's language; ends on the dashboard."""
        self.page.goto(f"{self.site.base_url}/language/{self.language}")
        self.arrive()
        self.main.get_by_role("link", name=self.words("Anmelden")).first.click()
        self.arrive()
        self.page.get_by_label(self.words("E-Mail-Adresse")).fill(f"{account}@example.org")
        self.page.get_by_label(self.words("Passwort"), exact=True).fill(DEMO_PASSWORD)
        self.press("Anmelden")

    def sign_out(self) -> None:
        """Press the button in the header, which is in the menu on phones."""
        menu = self.page.locator("header summary").locator("visible=true")
        if menu.count():
            menu.click()
        name = self.words("Abmelden")
        self.page.locator("header").get_by_role("button", name=name).locator("visible=true").click()
        self.arrive()
        self.reads("Sie sind abgemeldet.")

    def follow(self, german: str, *, within: Locator | None = None) -> None:
        """Follow the first link with this text on the page or in a part of it."""
        place = self.main if within is None else within
        place.get_by_role("link", name=self.words(german)).first.click()
        self.arrive()

    def press(self, german: str, *, within: Locator | None = None) -> None:
        """Press the first button with this text on the page or in a part of it."""
        place = self.main if within is None else within
        place.get_by_role("button", name=self.words(german)).first.click()
        self.arrive()

    def turn_to(self, german: str) -> None:
        """Follow a link of the main navigation, which is in the menu on phones."""
        menu = self.page.locator("header summary").locator("visible=true")
        if menu.count():
            menu.click()
        link = self.page.locator("header nav").get_by_role("link", name=self.words(german))
        link.locator("visible=true").click()
        self.arrive()

    def reads(self, german: str, **values: object) -> None:
        """Expect a text somewhere on the page."""
        expect(self.page.locator("body")).to_contain_text(self.words(german, **values))

    def stands_before(self, german: str, **values: object) -> None:
        """Expect the page's one heading to hold a text."""
        expect(self.page.locator("h1")).to_contain_text(self.words(german, **values))

    def arrive(self) -> None:
        """Let the page settle, then check it."""
        self.page.wait_for_load_state()
        if self.scripts:
            assert_accessible(self.page)
