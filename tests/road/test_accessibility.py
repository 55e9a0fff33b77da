"""Every page that somebody reaches is accessible and fits, on phones and screens, light and dark.

A page is checked as one of those who may see it, and in one of its four looks, which take turns:
all looks of all pages for all roles would take many minutes. `python -m tools.screenshots --axe`
checks more of them.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from app.kernel.permissions import PUBLIC, Guard, Role, guard_of
from organisations.demo import ROLES_OF_ACCOUNTS
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

ROLES = ROLES_OF_ACCOUNTS | {"team1": (Role.TRAINEE, Role.DEPUTY)}

#: What these show depends on who looks, in more than the frame around it.
DIFFERENT_FOR_EACH = {"pages.home", "bookings.show", "cohorts.show", "calendar.overview"}

#: These are there only for those of the demo who have got that far.
FOR_SOME = {
    "assessments.delete",
    "assessments.result",
    "certificate_checks.result",
    "needs.result",
    "path_choices.wishes",
}


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
    pages = [found for found in findings.pages if is_checked(found, visitor, shared_site.app)]
    assert pages
    for turn, found in enumerate(pages, start=VISITORS.index(visitor)):
        viewport, scheme = LOOKS[turn % len(LOOKS)]
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        page.goto(shared_site.base_url + found.address)
        assert_accessible(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], f"{found.address} is {width} px wide"


def is_checked(found: FoundPage, visitor: Visitor, app: Flask) -> bool:
    """Whether a page is looked at as this visitor: the first of those who may see it."""
    endpoint, _ = app.url_map.bind("").match(urlsplit(found.address).path)
    if endpoint in DIFFERENT_FOR_EACH | FOR_SOME:
        return True
    guard = guard_of(app, endpoint)
    if guard == PUBLIC:
        return not visitor.account
    return visitor == next(each for each in VISITORS if each.account and _may_see(each, guard))


def _may_see(visitor: Visitor, guard: Guard) -> bool:
    roles = ROLES.get(visitor.account, (Role.TRAINEE,))
    return guard.permission is None or not guard.permission.roles.isdisjoint(roles)


def test_each_page_has_somebody_who_checks_it(shared_site: Site):
    app = shared_site.app
    unseen = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (guard := guard_of(app, rule.endpoint)) is not None
        and guard.permission
        and not any(_may_see(each, guard) for each in VISITORS if each.account)
    }
    assert not unseen
