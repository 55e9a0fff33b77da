"""Somebody who walks through the site in a browser, and has every page checked on the way."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from organisations.demo import DEMO_PASSWORD
from tests.house.axe import assert_accessible
from tests.road.site import Site

PHONE_WIDTH = 375


@dataclass
class Walker:
    """A person at a browser. What they look for is named by its German text, whatever they read.

    Each kind of page they arrive at is checked for accessibility once, unless `inspects` is off;
    the check needs scripts itself.
    """

    page: Page
    site: Site
    language: str = "de"
    inspects: bool = True
    _inspected: set[str] = field(default_factory=set)

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
        self.follow("Anmelden")
        self.fill("E-Mail-Adresse", f"{account}@example.org")
        self.fill("Passwort", DEMO_PASSWORD)
        self.press("Anmelden")

    def sign_out(self) -> None:
        """Press the button in the header, which is in the menu on phones."""
        self._open_menu()
        name = self.words("Abmelden")
        button = self.page.locator("header").get_by_role("button", name=name)
        self.activate(button.locator("visible=true"))
        self.reads("Sie sind abgemeldet.")

    def follow(self, german: str, *, within: Locator | None = None) -> None:
        """Follow the first link with this text on the page or in a part of it."""
        place = self.main if within is None else within
        self.activate(place.get_by_role("link", name=self.words(german)).first)

    def press(self, german: str, *, within: Locator | None = None) -> None:
        """Press the first button with this text on the page or in a part of it."""
        place = self.main if within is None else within
        self.activate(place.get_by_role("button", name=self.words(german)).first)

    def turn_to(self, german: str) -> None:
        """Follow a link of the main navigation, be it in the menu of phones or in a group."""
        self._open_menu()
        navigation = self.page.locator("header nav")
        link = navigation.get_by_role("link", name=self.words(german), exact=True)
        inside = self.page.get_by_text(self.words(german), exact=True)
        group = navigation.locator("details[data-menu]:not([open])", has=inside)
        if group.locator("summary:visible").count():
            self.activate(group.locator("summary:visible"))
        self.activate(link.locator("visible=true"))

    def activate(self, control: Locator) -> None:
        """Use a link or button and arrive where it leads."""
        control.click()
        self.arrive()

    def fill(self, german: str, text: str) -> None:
        """Write into the field with this label."""
        self.field_labelled(german).fill(text)

    def field_labelled(self, german: str) -> Locator:
        """The field with this label, whether or not the label adds that it is optional."""
        label = re.escape(self.words(german))
        return self.page.get_by_label(re.compile(rf"^{label}\s*(\(|$)"))

    def choose(self, option: Locator) -> None:
        """Choose a radio button or tick a box."""
        option.check()

    @property
    def _menu(self) -> Locator | None:
        """What opens the menu; wide pages show all links instead (before styles load, both)."""
        narrow = self.page.viewport_size["width"] <= PHONE_WIDTH
        return self.page.locator("header summary").locator("visible=true") if narrow else None

    def _open_menu(self) -> None:
        if self._menu:
            self._menu.click()

    def reads(self, german: str, **values: object) -> None:
        """Expect a text somewhere on the page."""
        expect(self.page.locator("body")).to_contain_text(self.words(german, **values))

    def stands_before(self, german: str, **values: object) -> None:
        """Expect the page's one heading to hold a text."""
        expect(self.page.locator("h1")).to_contain_text(self.words(german, **values))

    def arrive(self) -> None:
        """Let the page settle, then check it."""
        self.page.wait_for_load_state()
        kind = self.site.kind_of(self.path)
        if self.inspects and kind not in self._inspected:
            self._inspected.add(kind)
            assert_accessible(self.page)
