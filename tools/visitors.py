"""Those in whose eyes the site is looked at, and how a browser becomes one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

from organisations.demo import DEMO_PASSWORD
from tools.crawler import Answer


@dataclass(frozen=True)
class Visitor:
    """Somebody who looks at the site. `account` is empty for one who has not signed in.

    `fills_in` goes through the needs analysis up to its last page first, since no link leads there.
    """

    name: str
    account: str = ""
    fills_in: bool = False


#: Anonymous comes last, to try the public addresses that only others are told.
VISITORS = (
    Visitor("leitung", "leitung"),
    Visitor("team1", "team1"),
    Visitor("trainerin", "trainerin"),
    Visitor("coach", "coach"),
    Visitor("koordination", "koordination"),
    Visitor("buero", "buero"),
    Visitor("fremd", "fremd", fills_in=True),
    Visitor("anonymous"),
)


def enter(page: Page, visitor: Visitor, base_url: str, language: str = "de") -> None:
    """Choose the language, sign in by the form and do what the visitor does first."""
    page.goto(f"{base_url}/language/{language}")
    if visitor.account:
        sign_in(page, base_url, visitor.account)
    if visitor.fills_in:
        fill_in_needs_analysis(page, base_url)


def sign_in(page: Page, base_url: str, account: str) -> None:
    """Sign in as a demo account; ends on the home page."""
    page.goto(f"{base_url}/login")
    page.locator("input[type=email]").fill(f"{account}@example.org")
    page.locator("input[type=password]").fill(DEMO_PASSWORD)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url(f"{base_url}/")


def fill_in_needs_analysis(page: Page, base_url: str) -> None:
    """Answer all questions with the second answer and say nothing of situations met."""
    page.goto(f"{base_url}/needs")
    page.locator("main form[action='/needs'] button").click()
    while urlsplit(page.url).path != "/needs/time":
        choices = page.locator("main input[type=radio]")
        if choices.count():
            choices.nth(1).check()
        page.locator("main form button[type=submit]").first.click()


def fetcher(context: BrowserContext, base_url: str) -> Callable[[str], Answer]:
    """Return how the crawler gets an address with the cookies of a browser, without showing it."""

    def fetch(address: str) -> Answer:
        answer = context.request.get(base_url + address, max_redirects=0)
        mimetype = answer.headers.get("content-type", "").partition(";")[0]
        is_page = answer.status == 200 and mimetype == "text/html"
        return Answer(
            status=answer.status,
            mimetype=mimetype,
            location=answer.headers.get("location", "").removeprefix(base_url),
            body=answer.text() if is_page else "",
        )

    return fetch
