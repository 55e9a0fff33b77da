"""The office's page of what memberships include, and the coordinators'."""

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.permissions import Benefit, Role
from organisations.entitlements.queries import find_limit_of, list_limits, list_withheld
from organisations.entitlements.quotas import take_from_quota
from organisations.models import Membership
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.entitlements.factories import limit_coachings, withhold
from tests.organisations.factories import make_account, make_municipality

pytestmark = in_turn

PAGE = "/manage/entitlements"
OWN = f"{PAGE}/own"
ALL = {
    "model-benefits": [benefit.value for benefit in Benefit],
    "model-per_year": "",
    "platform-benefits": [benefit.value for benefit in Benefit],
    "platform-per_year": "",
}


@pytest.fixture
def office(personas):
    return personas.client(personas.office)


@pytest.fixture
def home(personas):
    return personas.owner.person.municipality


def use(municipality, times):
    for _ in range(times):
        take_from_quota(municipality=municipality, starts_at=START)


def row_of(municipality, page):
    text = " ".join(page.split())
    return text[text.index(f">{municipality.name}<") :].split("</tr>")[0]


def audited(action):
    entries = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
    return [entry.details for entry in db.session.scalars(entries)]


def test_at_first_everything_is_included_and_nothing_limited(office):
    page = office.get(PAGE)
    assert page.status_code == 200
    assert page.text.count(" checked") == len(Benefit) * len(Membership)
    assert all(list_withheld(membership) == frozenset() for membership in Membership)
    assert set(list_limits().values()) == {None}


def test_the_office_changes_what_a_membership_includes(office, personas):
    data = ALL | {"platform-benefits": ["live_courses"], "platform-per_year": "6"}
    answer = office.post(PAGE, data=data)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert list_withheld(Membership.PLATFORM) == {Benefit.COACHING, Benefit.SELF_ASSESSMENT}
    assert list_withheld(Membership.MODEL) == frozenset()
    assert list_limits() == {"model": None, "platform": 6}
    assert "Es gilt ab sofort" in office.get(PAGE).text
    changes = audited("entitlement.changed")
    assert {(c["membership"], c["benefit"], c["before"], c["after"]) for c in changes} == {
        ("platform", "coaching", 1, 0),
        ("platform", "self_assessment", 1, 0),
    }
    assert audited("coaching_limit.changed") == [
        {"membership": "platform", "before": "unlimited", "after": 6}
    ]


def test_saving_the_same_again_changes_nothing(office):
    data = ALL | {"model-benefits": [], "model-per_year": "6"}
    for _ in range(2):
        office.post(PAGE, data=data)
    assert len(audited("entitlement.changed")) == len(Benefit)
    assert len(audited("coaching_limit.changed")) == 1
    office.post(PAGE, data=ALL)
    assert list_withheld(Membership.MODEL) == frozenset()
    assert audited("coaching_limit.changed")[-1]["after"] == "unlimited"


@pytest.mark.parametrize("number", ["viele", "-1", "10001", "1.5"])
def test_what_is_no_number_is_refused_at_the_field(office, number):
    answer = office.post(PAGE, data=ALL | {"model-benefits": [], "model-per_year": number})
    assert answer.status_code == 422
    assert 'id="model-per_year-error"' in answer.text
    assert list_withheld(Membership.MODEL) == frozenset()


def test_a_benefit_that_there_is_not_is_refused(office):
    answer = office.post(PAGE, data=ALL | {"model-benefits": ["free_lunch"]})
    assert answer.status_code == 422


def test_the_table_tells_numbers_that_point_to_nobody(office, home):
    few = make_municipality(name="Kleinstadt")
    limit_coachings(home, 20)
    use(home, 12)
    use(few, 2)
    page = office.get(PAGE).text
    assert ">12<" in row_of(home, page)
    assert "20 (Ausnahme)" in row_of(home, page)
    assert "weniger als 3" in row_of(few, page)
    assert ">2<" not in row_of(few, page)
    assert "unbegrenzt" in row_of(few, page)


@pytest.mark.parametrize("number", [1, 9])
def test_the_table_asks_a_fixed_number_of_questions(office, number):
    for _ in range(number):
        use(make_municipality(), 1)
    office.get(PAGE)
    with recorded_queries() as statements:
        office.get(PAGE)
    # account, roles, what each membership leaves out, limits, the table; people in coaching
    assert len([s for s in statements if s.startswith(("SELECT", "WITH"))]) == 7


def test_one_municipality_gets_a_quota_of_its_own_and_loses_it_again(office, home):
    path = f"{PAGE}/municipalities/{home.public_id}"
    assert office.get(path).status_code == 200
    assert office.post(path, data={"kind": "own_number", "per_year": "30"}).status_code == 303
    assert find_limit_of(home) == 30
    assert 'value="30"' in office.get(path).text
    office.post(path, data={"kind": "unlimited", "per_year": "30"})
    assert find_limit_of(home) is None
    office.post(path, data={"kind": "like_membership"})
    office.post(path, data={"kind": "like_membership"})
    assert audited("coaching_exception.changed") == [
        {"before": "like membership", "after": 30},
        {"before": 30, "after": "unlimited"},
        {"before": "unlimited", "after": "like membership"},
    ]


def test_a_number_of_its_own_has_to_be_said(office, home):
    path = f"{PAGE}/municipalities/{home.public_id}"
    answer = office.post(path, data={"kind": "own_number"})
    assert answer.status_code == 422
    assert "Bitte geben Sie eine ganze Zahl ein." in answer.text
    assert office.post(path, data={}).status_code == 422
    assert office.get(f"{PAGE}/municipalities/nothing-has-this").status_code == 404


def test_coordinators_see_what_is_their_municipalitys_and_nobody_elses(personas, home):
    elsewhere = personas.foreigner.person.municipality
    limit_coachings(home, 20)
    use(home, 12)
    use(elsewhere, 17)
    withhold(Benefit.COACHING, home)
    page = personas.client(personas.coordinator).get(OWN).text
    assert "12 von 20" in page
    assert "Live-Kurse, Selbsteinschätzung" in page
    assert "weniger als 3 von 20" in page, "next year"
    assert elsewhere.name not in page
    assert "17" not in page.replace("2017", "")


def test_a_substitute_sees_it_too_and_only_as_long_as_it_lasts(personas, clock, home):
    from organisations.roles.services import give_role

    substitute = make_account(Role.TRAINEE, municipality=home)
    give_role(
        person=substitute.person,
        role=Role.SUBSTITUTE,
        municipality=home,
        actor=personas.office.person,
        now=START,
    )
    assert home.name in personas.client(substitute).get(OWN).text


def test_nobody_else_reads_or_sets_it(personas, home):
    paths = [PAGE, f"{PAGE}/municipalities/{home.public_id}"]
    for account in (personas.owner, personas.trainer, personas.coordinator):
        client = personas.client(account)
        for path in paths:
            assert client.get(path).status_code == 403
            assert client.post(path, data=ALL).status_code == 403
    for account in (personas.owner, personas.trainer, personas.office):
        assert personas.client(account).get(OWN).status_code == 403


def test_the_navigation_leads_each_to_their_page(personas):
    assert f'href="{PAGE}"' in personas.client(personas.office).get("/courses").text
    assert f'href="{OWN}"' in personas.client(personas.coordinator).get("/courses").text
    owner = personas.client(personas.owner).get("/courses").text
    assert PAGE not in owner
