"""A municipality whose membership no longer includes self-assessments: what there is stays."""

import pytest

from app.kernel.permissions import Benefit
from assessments.administrations.queries import list_opened, list_taken
from tests.assessments.administrations.test_own_course import PAGES, answer_page, take
from tests.house.databases import in_turn
from tests.organisations.entitlements.factories import withhold

pytestmark = in_turn

LINK = 'href="/assessments"'


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


@pytest.fixture
def not_included(personas):
    return lambda: withhold(Benefit.SELF_ASSESSMENT, personas.owner.person.municipality)


def test_new_ones_are_refused_and_the_page_says_why(owner, personas, not_included):
    not_included()
    page = owner.get("/assessments").text
    assert "Neue Selbsteinschätzungen gehören nicht zur Teilnahme Ihrer Kommune" in page
    assert "Selbsteinschätzung beginnen" not in page
    assert owner.post("/assessments").status_code == 403
    assert list_opened(personas.owner.person) == []


def test_what_was_filled_in_stays_readable_and_deletable(owner, personas, not_included):
    result = take(owner).location
    not_included()
    assert LINK in owner.get("/").text
    assert result in owner.get("/assessments").text
    assert owner.get(result).status_code == 200
    assert owner.post(f"{result}/delete", data={"sure": "y"}).status_code == 303
    assert list_opened(personas.owner.person) == []
    assert LINK not in owner.get("/").text


def test_what_was_begun_can_be_finished(owner, personas, not_included):
    owner.post("/assessments")
    answer_page(owner, 1)
    not_included()
    page = owner.get("/assessments").text
    assert "Weitermachen" in page
    assert "beginnen" not in page
    for number in range(2, PAGES + 1):
        answer_page(owner, number)
    assert owner.post("/assessments/finish", data={"note": ""}).status_code == 303
    assert len(list_taken(personas.owner.person)) == 1
