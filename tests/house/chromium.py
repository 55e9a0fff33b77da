"""pytest plugin: pages in a real Chromium that watch themselves.

A page fails its test when the browser complained: about a script, a breach of the content security
policy, something missing, or anything that went to another server.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from tools.executables import find_chromium

#: How long a step may take before it counts as failed, in milliseconds.
PATIENCE = 10_000

#: What only costs time or differs from visit to visit. Nobody sees the window's own parts, and with
#: every new page the address bar's suggestions take as long as the page itself.
NOT_FOR_TESTS = [
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "Translate",
]

#: A browser for tests has no business with anyone but the page's own server.
ARGUMENTS = [
    "--disable-quic",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Only the last list of features counts, so this one stands for Playwright's own, too.
    "--disable-features=" + ",".join(NOT_FOR_TESTS),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

#: Schemes that no server is asked for; the last two are those of the browser's own PDF viewer.
LOCAL_SCHEMES = {"about", "blob", "data", "chrome-error", "chrome", "chrome-extension"}

OpenPage = Callable[..., Page]


@dataclass
class Watch:
    """What the browser complained about on one page, since it was opened."""

    complaints: list[str] = field(default_factory=list)
    _origin: str | None = None

    def attach(self, page: Page) -> None:
        """Listen to everything the browser says about a page."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("requestfailed", self._on_request_failed)

    def assert_silent(self) -> None:
        """Raise AssertionError with all complaints, if there are any."""
        assert not self.complaints, "the browser complained:\n" + "\n".join(self.complaints)

    def _on_console(self, message: ConsoleMessage) -> None:
        # The console also reports every answer from 400 on; those are judged in _on_response.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in LOCAL_SCHEMES:
            return
        origin = f"{address.scheme}://{address.netloc}"
        if self._origin is None:
            self._origin = origin
        elif origin != self._origin:
            self.complaints.append(f"foreign origin: {request.url}")

    def _on_response(self, response: Response) -> None:
        # A page may well answer 404 or 422; a style sheet, script or picture may not.
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status}: {response.url}")

    def _on_request_failed(self, request: Request) -> None:
        # Downloads and pages left before they were complete end as aborted.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.failure}: {request.url}")


class ChromiumUnavailable(Exception):
    """There is no Chromium on this machine, or it does not start; the message says why."""


def launch_options() -> dict[str, Any]:
    """Return what Playwright needs to launch the machine's Chromium.

    Raises ChromiumUnavailable where there is none.
    """
    program = find_chromium()
    if program is None:
        raise ChromiumUnavailable("there is no Chromium on this machine")
    # Chromium's sandbox does not work for root.
    root_only = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": program, "args": ARGUMENTS + root_only}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process; tests that need it are skipped where none runs."""
    try:
        options = launch_options()
    except ChromiumUnavailable as reason:
        pytest.skip(f"no browser: {reason}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**options)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """A function that opens a page of a person of its own: nothing shared with other pages.

    Takes what Playwright's `new_context` takes (`viewport`, `color_scheme`, `locale`,
    `java_script_enabled` …). In the end every page must have been without complaint.
    """
    contexts = []
    watches = []

    def open_one(**options: Any) -> Page:
        defaults = {"locale": "de-DE", "timezone_id": "Europe/Berlin"}
        context = browser.new_context(**(defaults | options))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watch = Watch()
        watches.append(watch)
        context.on("page", watch.attach)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    for watch in watches:
        watch.assert_silent()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page in a fresh context; the test fails if the browser complains about anything."""
    return open_page()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
