"""Find the pages of the site that one visitor can reach, by following the site's own links.

The start are the addresses without variable parts; links lead to the rest. Only GET is used, and
nothing that would sign out or change the language. Knows neither browser nor database: how a page
is fetched is passed in.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit, urlunsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

#: Routes that are not for people, or whose visit would change how all later pages look.
LEFT_OUT = frozenset({"static", "language.choose", "operations.readyz"})

#: How many addresses of one route are looked at for links; the routes' pages can be far more.
MOST_EXPLORED = 8

#: Stands for the site's own origin while links are resolved.
INSIDE = "http://inside.invalid"


@dataclass(frozen=True)
class Answer:
    """What the site answered to one GET, without following redirects."""

    status: int
    mimetype: str = "text/html"
    location: str = ""
    body: str = ""


@dataclass(frozen=True)
class FoundPage:
    """A page that can be shown: its address and a name fit for a file."""

    address: str
    name: str


@dataclass
class Findings:
    """The pages of one visitor, every address that led on, and what is wrong, in words."""

    pages: list[FoundPage] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


class Crawler:
    """Walks the site once for one visitor. `fetch` gets an address without following redirects."""

    def __init__(self, fetch: Callable[[str], Answer], routes: Map, *, per_route: int = 1) -> None:
        self.findings = Findings()
        self._fetch = fetch
        self._routes = routes
        self._adapter = routes.bind("localhost")
        self._per_route = per_route
        self._seen: set[str] = set()
        self._explored: Counter[str] = Counter()
        self._kept: Counter[str] = Counter()
        self._kept_paths: set[str] = set()

    def crawl(self, also: Iterable[str] = ()) -> Findings:
        """Return what there is, with at most `per_route` pages of each route.

        `also` are addresses to try besides the links. An error of the server is a fault, and so is
        a link that leads to an error; an address that nobody linked to may be refused.
        """
        waiting = deque((address, "") for address in [*fixed_addresses(self._routes), *also])
        while waiting:
            address, source = waiting.popleft()
            if address in self._seen:
                continue
            self._seen.add(address)
            # Behind a redirect, the page with the link is still the one to mend.
            for target, found_on in self._explore(address, source):
                self.findings.addresses.add(target)
                waiting.append((target, found_on))
        return self.findings

    def _explore(self, address: str, source: str) -> list[tuple[str, str]]:
        """Look at one address; returns where it leads and the page to blame should that fail."""
        endpoint = self._endpoint(address)
        if endpoint is None:
            if source:
                self.findings.faults.append(f"{source} links to {address}, which is no page")
            return []
        if endpoint in LEFT_OUT or self._explored[endpoint] >= MOST_EXPLORED:
            return []
        self._explored[endpoint] += 1
        answer = self._fetch(address)
        if answer.location:
            return [(target, source) for target in _addresses(address, [answer.location])]
        if answer.status >= 500:
            self.findings.faults.append(f"{address} answers {answer.status}")
        elif answer.status >= 400 and source:
            self.findings.faults.append(f"{source} links to {address}: {answer.status}")
        if answer.status != 200 or answer.mimetype != "text/html":
            return []
        self._keep(endpoint, address)
        return [(target, address) for target in _addresses(address, links_of(answer.body))]

    def _endpoint(self, address: str) -> str | None:
        try:
            return self._adapter.match(urlsplit(address).path, method="GET")[0]
        except HTTPException:
            return None

    def _keep(self, endpoint: str, address: str) -> None:
        path = urlsplit(address).path
        if self._kept[endpoint] >= self._per_route or path in self._kept_paths:
            return
        self._kept_paths.add(path)
        self._kept[endpoint] += 1
        number = f"-{self._kept[endpoint]}" if self._kept[endpoint] > 1 else ""
        name = endpoint.replace(".", "-").replace("_", "-")
        self.findings.pages.append(FoundPage(address, name + number))


def fixed_addresses(routes: Map) -> list[str]:
    """Return the addresses of all routes for GET that have no variable parts, the home first."""
    return sorted(
        rule.rule for rule in routes.iter_rules() if not rule.arguments and "GET" in rule.methods
    )


def links_of(html: str) -> list[str]:
    """Return where the links of a page lead, in their order, each once."""
    reader = _LinkReader()
    reader.feed(html)
    return list(dict.fromkeys(reader.links))


class _LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get("href")
        # A file is no page, and some are marked as fetched once somebody has downloaded them.
        if tag == "a" and address and "download" not in given:
            self.links.append(address)


def _addresses(address: str, links: Iterable[str]) -> list[str]:
    """Return paths and queries of those links on the page `address` that stay on the site."""
    here = f"{INSIDE}{address}"
    targets = (urlsplit(urljoin(here, link)) for link in links)
    return [
        urlunsplit(("", "", target.path or "/", target.query, ""))
        for target in targets
        if f"{target.scheme}://{target.netloc}" == INSIDE
    ]
