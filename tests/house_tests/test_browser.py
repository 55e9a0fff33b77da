"""Pages that watch themselves, and the accessibility check."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath

import pytest

from tests.house.axe import assert_accessible, find_violations
from tests.house.chromium import Watch

KINDS = {".js": "text/javascript", ".svg": "image/svg+xml"}
STRICT = "default-src 'self'"
FRAME = '<!doctype html><html lang="de"><head><title>Probe</title></head><body>{}</body></html>'
GOOD = FRAME.format("<main><h1>Probe</h1><p>Alles in Ordnung.</p></main>")

PAGES = {
    "/good": (200, GOOD),
    "/refused": (422, GOOD),
    "/inline-script": (200, FRAME.format("<script>document.title = 'x'</script>")),
    "/inline-style": (200, FRAME.format('<p style="color: red">rot</p>')),
    "/missing-picture": (200, FRAME.format('<img src="/nowhere.png" alt="">')),
    "/broken-script": (200, FRAME.format('<script src="/broken.js"></script>')),
    "/broken.js": (200, "missing.thing();"),
    "/foreign": (200, FRAME.format('<a href="http://example.org/">hinaus</a>')),
    "/dot.svg": (200, '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'),
    "/inaccessible": (200, FRAME.format('<main><h1>Bild</h1><img src="/dot.svg"></main>')),
}


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, body = PAGES.get(self.path, (404, ""))
        kind = KINDS.get(PurePosixPath(self.path).suffix, "text/html; charset=utf-8")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", STRICT)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def watched(browser):
    """A page and its watch, without the check at the end."""
    context = browser.new_context()
    watch = Watch()
    context.on("page", watch.attach)
    yield context.new_page(), watch
    context.close()


@pytest.mark.parametrize("path", ["/good", "/refused"])
def test_a_sound_page_gives_no_complaint_whatever_its_status(page, address, path):
    page.goto(address + path)

    assert page.locator("h1").inner_text() == "Probe"


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("/inline-script", "Content Security Policy"),
        ("/inline-style", "Content Security Policy"),
        ("/missing-picture", "404: "),
        ("/broken-script", "script error: "),
    ],
)
def test_the_watch_notices(watched, address, path, complaint):
    page, watch = watched

    page.goto(address + path, wait_until="networkidle")

    with pytest.raises(AssertionError, match=complaint):
        watch.assert_silent()


def test_the_watch_notices_a_way_to_another_server(watched, address):
    page, watch = watched
    page.goto(address + "/foreign")

    with page.expect_event("requestfailed"):
        page.get_by_role("link").click()

    with pytest.raises(AssertionError, match=r"foreign origin: http://example\.org/"):
        watch.assert_silent()


def test_the_watch_follows_into_a_second_window(watched, address):
    page, watch = watched
    page.goto(address + "/good")

    with page.context.expect_page() as opened:
        page.evaluate("address => { window.open(address) }", address + "/broken-script")
    opened.value.wait_for_load_state("networkidle")

    assert watch.complaints


def test_axe_passes_a_sound_page_under_a_strict_policy(page, address):
    page.goto(address + "/good")

    assert_accessible(page)


def test_axe_names_the_rule_and_the_place(page, address):
    page.goto(address + "/inaccessible")

    with pytest.raises(AssertionError, match=r"image-alt \(critical\)(.|\n)*<img"):
        assert_accessible(page)


def test_axe_leaves_out_what_it_is_told_to(page, address):
    page.goto(address + "/inaccessible")

    assert not find_violations(page, without=("image-alt",))
