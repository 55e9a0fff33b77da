"""Show every page as each role: wide and on a phone, light and dark, into `build/screenshots/`.

`make screenshots` calls this. Exit status 1 when a page answers with a server error, a link leads
nowhere or the browser complains; with `--axe` also when a page is not accessible.
"""

import argparse
import shutil
import signal
import sys
import time
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.routing import Map

from app.kernel.i18n import LANGUAGES
from tests.house.axe import find_violations
from tests.house.chromium import ChromiumUnavailable, Watch, launch_options
from tools.crawler import Crawler, FoundPage
from tools.demo_site import demo_routes, demo_site
from tools.locations import ROOT
from tools.run import RunError
from tools.screenshot_index import write_index
from tools.visitors import VISITORS, Visitor, enter, fetcher

FOLDER = ROOT / "build" / "screenshots"
WIDTHS = {1280: 800, 375: 700}
SCHEMES = ("light", "dark")

#: A page is checked for accessibility in two of its four looks, which between them hold all four.
CHECKED_LOOKS = {(1280, "light"), (375, "dark")}


@dataclass
class Photographer:
    """Goes round the site and keeps what it sees, and what is wrong, in words."""

    base_url: str
    browser: Browser
    routes: Map
    options: argparse.Namespace
    pictures: list[Path] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)

    def visit_as(self, visitor: Visitor) -> None:
        """Photograph every page that the visitor reaches."""
        context = self.browser.new_context(
            base_url=self.base_url, locale="de-DE", timezone_id="Europe/Berlin"
        )
        page, watch = context.new_page(), Watch()
        watch.attach(page)
        enter(page, visitor, self.base_url, self.options.language)
        crawler = Crawler(
            fetcher(context, self.base_url), self.routes, per_route=self.options.samples
        )
        findings = crawler.crawl(also=() if visitor.account else sorted(self.told))
        self.told |= findings.addresses
        self.faults += [f"{visitor.name}: {fault}" for fault in findings.faults]
        for found in findings.pages:
            self._photograph(page, visitor, found)
            self.faults += [
                f"{visitor.name}: {found.address}: {complaint}" for complaint in watch.complaints
            ]
            watch.complaints.clear()
        context.close()
        print(f"{visitor.name}: {len(findings.pages)} pages", flush=True)

    def _photograph(self, page: Page, visitor: Visitor, found: FoundPage) -> None:
        page.goto(found.address)
        for (width, height), scheme in product(WIDTHS.items(), SCHEMES):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            picture = self.options.into / visitor.name / f"{found.name}-{width}-{scheme}.png"
            page.screenshot(path=picture, full_page=True, animations="disabled")
            self.pictures.append(picture)
            where = f"{visitor.name}: {found.address} at {width} px, {scheme}"
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                self.faults.append(f"{where}: wider than the screen")
            if self.options.axe and (width, scheme) in CHECKED_LOOKS:
                self.faults += [f"{where}: {found}" for found in find_violations(page)]


def main() -> int:
    """Take the pictures; returns the exit status."""
    options = read_arguments()
    # Ends what was started on the way out, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    begun = time.monotonic()
    shutil.rmtree(options.into, ignore_errors=True)
    try:
        photographer = take_pictures(options)
    except (ChromiumUnavailable, RunError) as reason:
        print(f"screenshots: {reason}", file=sys.stderr)
        return 1
    write_index(options.into, photographer.pictures)
    for fault in photographer.faults:
        print(f"screenshots: {fault}", file=sys.stderr)
    print(
        f"{len(photographer.pictures)} screenshots in {time.monotonic() - begun:.0f} s, "
        f"{len(photographer.faults)} faults; open {options.into / 'index.html'}"
    )
    return 1 if photographer.faults else 0


def take_pictures(options: argparse.Namespace) -> Photographer:
    """Start the demo and a browser, go round as every visitor, and end both."""
    launch = launch_options()
    with demo_site() as base_url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch)
        photographer = Photographer(base_url, browser, demo_routes(), options)
        for visitor in VISITORS:
            if not options.role or visitor.name in options.role:
                photographer.visit_as(visitor)
        browser.close()
    return photographer


def read_arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__.partition("\n")[0])
    parser.add_argument("--axe", action="store_true", help="check accessibility, too")
    parser.add_argument("--language", choices=sorted(LANGUAGES), default="de")
    parser.add_argument(
        "--role", action="append", choices=[visitor.name for visitor in VISITORS], help="only these"
    )
    parser.add_argument("--samples", type=int, default=1, help="pages of each kind (default: 1)")
    parser.add_argument("--into", type=Path, default=FOLDER, help="the folder, which is replaced")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
