"""The crawler: finds pages by links, blames broken ones on their source, changes nothing."""

import pytest
from werkzeug.routing import Map, Rule

from tools.crawler import Answer, Crawler, Findings, FoundPage, links_of

ROUTES = Map(
    [
        Rule("/", endpoint="pages.home", methods=["GET"]),
        Rule("/courses", endpoint="courses.index", methods=["GET"]),
        Rule("/courses/<slug>", endpoint="courses.show", methods=["GET"]),
        Rule("/logout", endpoint="accounts.sign_out", methods=["POST"]),
        Rule("/language/<language>", endpoint="language.choose", methods=["GET"]),
    ]
)


def crawl(pages: dict[str, Answer], *, per_route: int = 1) -> tuple[Findings, list[str]]:
    """Crawl a site that consists of these pages; what was found and what was fetched."""
    fetched = []

    def fetch(address: str) -> Answer:
        fetched.append(address)
        return pages.get(address, Answer(404))

    return Crawler(fetch, ROUTES, per_route=per_route).crawl(), fetched


def page(*addresses: str) -> Answer:
    return Answer(200, body="".join(f'<a href="{address}">x</a>' for address in addresses))


def test_pages_with_variable_parts_are_found_by_links():
    findings, _ = crawl({"/": page(), "/courses": page("courses/a"), "/courses/a": page()})
    assert findings.pages == [
        FoundPage("/", "pages-home"),
        FoundPage("/courses", "courses-index"),
        FoundPage("/courses/a", "courses-show"),
    ]
    assert not findings.faults


def test_some_pages_of_a_route_stand_for_all():
    site = {"/": page("/courses/a", "/courses/b", "/courses/c"), "/courses": Answer(403)}
    site |= dict.fromkeys(("/courses/a", "/courses/b", "/courses/c"), page())
    findings, _ = crawl(site, per_route=2)
    assert [found.name for found in findings.pages] == [
        "pages-home",
        "courses-show",
        "courses-show-2",
    ]


def test_what_is_not_linked_may_be_refused():
    findings, _ = crawl({"/": page(), "/courses": Answer(403)})
    assert not findings.faults


@pytest.mark.parametrize("target", ["/courses/gone", "/nowhere", "/logout"])
def test_a_link_to_an_error_is_a_fault_of_its_page(target):
    findings, _ = crawl({"/": page(), "/courses": page(target)})
    assert len(findings.faults) == 1
    assert findings.faults[0].startswith(f"/courses links to {target}")


def test_a_link_that_redirects_to_an_error_is_a_fault_too():
    site = {"/": page("/courses/old"), "/courses": page()}
    findings, _ = crawl(site | {"/courses/old": Answer(303, location="/courses/gone")})
    assert findings.faults == ["/ links to /courses/gone: 404"]


def test_an_error_of_the_server_is_a_fault_wherever_it_is_met():
    findings, _ = crawl({"/": Answer(500), "/courses": page()})
    assert findings.faults == ["/ answers 500"]


def test_it_stays_on_the_site_and_leaves_the_language_and_files_alone():
    download = '<a href="/courses/file.pdf" download>x</a>'
    links = page("https://example.org/", "mailto:a@example.org", "/language/en?next=/").body
    _, fetched = crawl({"/": Answer(200, body=links + download), "/courses": page()})
    assert fetched == ["/", "/courses"]


def test_links_are_read_once_in_their_order():
    assert links_of('<a href="/b">x</a><a>y</a><a href="/a">z</a><a href="/b">x</a>') == [
        "/b",
        "/a",
    ]
