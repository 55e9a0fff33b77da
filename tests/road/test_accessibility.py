"""Every page that each role reaches is accessible and fits, on phones and screens, light and dark.

Each page is checked in one of its four looks, and the looks take turns over pages and roles: all
looks of all pages would take minutes. `python -m tools.screenshots --axe` checks more of them.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.house.axe import assert_accessible
from tests.house.chromium import OpenPage
from tests.road.conftest import served
from tests.road.site import Site
from tools.crawler import Crawler, FoundPage
from tools.visitors import VISITORS as ALL_VISITORS
from tools.visitors import Visitor, enter, fetcher

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

SCREEN, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 700}
LOOKS = list(product((SCREEN, PHONE), ("light", "dark")))

#: One account for each set of roles; "fremd" differs from "leitung" in the municipality alone.
VISITORS = [visitor for visitor in ALL_VISITORS if visitor.name != "fremd"]

#: These say the same to everyone and are checked once, as those see them who have not signed in.
SAME_FOR_ALL = ("legal-", "demo-", "certificates-verify-form")


@pytest.fixture(scope="module")
def shared_site(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One demo for all roles, who hardly do more than look."""
    with served(demo_template, tmp_path_factory.mktemp("shared")) as site:
        yield site


@pytest.mark.parametrize("visitor", VISITORS, ids=lambda visitor: visitor.name)
def test_every_page_of_a_role(visitor: Visitor, shared_site: Site, open_page: OpenPage):
    page = open_page()
    enter(page, visitor, shared_site.base_url)
    fetch = fetcher(page.context, shared_site.base_url)
    findings = Crawler(fetch, shared_site.app.url_map).crawl()
    assert not findings.faults
    pages = [found for found in findings.pages if is_checked(found, visitor)]
    assert pages
    for turn, found in enumerate(pages, start=VISITORS.index(visitor)):
        viewport, scheme = LOOKS[turn % len(LOOKS)]
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        page.goto(shared_site.base_url + found.address)
        assert_accessible(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], f"{found.address} is {width} px wide"


def is_checked(found: FoundPage, visitor: Visitor) -> bool:
    """Whether a page is looked at as this visitor."""
    return not visitor.account or not found.name.startswith(SAME_FOR_ALL)
