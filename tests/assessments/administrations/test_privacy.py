"""A self-assessment is its owner's: to everybody else there is none, on any address."""

import re

import pytest
from sqlalchemy import text, update

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.matrix import ASSESS_ONESELF
from app.kernel.permissions import Role
from assessments.administrations import services
from assessments.administrations.queries import get_taken
from assessments.instruments.shelf import resilience_check
from organisations.accounts.models import RoleGrant
from tests.assessments.administrations.filling import NOTE, OWN, take
from tests.house.clock import START
from tests.house.databases import in_turn, on_sqlite_only
from tests.organisations.factories import make_account

pytestmark = in_turn

OVERSEERS = [Role.PROGRAMME_OFFICE, Role.COORDINATOR, Role.TEAM_LEAD]


@pytest.fixture
def address(personas):
    return take(personas.client(personas.owner)).location


@pytest.fixture(params=Role)
def other(request, personas):
    """Somebody with each role, in the owner's own municipality and team where it has one."""
    role, owner = request.param, personas.owner.person
    if role not in ASSESS_ONESELF.roles:
        return make_account(role, function=None)
    return make_account(
        role, municipality=owner.municipality, team=owner.team, function=owner.function
    )


def test_the_database_holds_nothing_that_can_be_read(address):
    row = db.session.execute(text("SELECT * FROM administrations")).mappings().one()
    stored = " ".join(
        value.decode("latin-1") if isinstance(value, bytes) else str(value)
        for value in row.values()
    )
    for word in (NOTE, "recovery", "answers", "scores", "band"):
        assert word not in stored


def test_to_anybody_else_it_does_not_exist(app, personas, address, other):
    """On each address of the site that names a self-assessment, and whatever is asked of it."""
    client, own = personas.client(other), address.rsplit("/", 1)[1]
    asked = 0
    for rule in app.url_map.iter_rules():
        if not (rule.rule.startswith("/assessments/") and "address" in rule.arguments):
            continue
        for method in rule.methods & {"GET", "POST"}:
            answer, unknown = (
                client.open(
                    rule.rule.replace("<address>", one).replace("<int:number>", "1"), method=method
                )
                for one in (own, "nobody-has-it")
            )
            assert answer.status_code == unknown.status_code, f"{method} {rule.rule}"
            assert answer.status_code == 404 or (
                answer.status_code == 403 and rule.endpoint.startswith("filling_in.")
            )
            assert NOTE not in answer.text
            asked += 1
    assert asked >= 10
    client.post("/assessments/delete")
    assert personas.client(personas.owner).get(address).status_code == 200


#: One's own account lists the browsers one is signed in with: a second one for the second look.
OWN_BROWSERS = {"account.overview"}


@on_sqlite_only
@pytest.mark.parametrize("other", OVERSEERS, indirect=True)
def test_those_who_oversee_others_find_no_page_or_number_of_it(app, personas, other):
    """Every page is the same as before it was taken."""

    def pages():
        client = personas.client(other)
        return {
            rule.rule: without_request(client.get(rule.rule).text)
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods and not rule.arguments and rule.endpoint not in OWN_BROWSERS
        }

    before = pages()
    take(personas.client(personas.owner))
    assert len(before) > 20
    assert pages() == before


def without_request(page):
    """A page without what differs each time: its number on an error page, what forms hide."""
    return re.sub(r'\b[0-9a-f]{16}\b|<input[^>]* type="hidden"[^>]*>', "", page)


def test_a_change_of_role_takes_nothing_away(personas, address):
    account = personas.owner
    db.session.execute(update(RoleGrant).values(role=Role.TRAINER, municipality_id=None))
    client = personas.client(account)
    page = client.get("/assessments").text
    assert "Für Sie ist nichts auszufüllen" in page
    assert address in page
    assert client.post(f"/assessments/begin/{OWN.key}").status_code == 403
    assert client.get(address).status_code == 200
    assert client.post(f"{address}/delete").status_code == 303
    assert "Ihr Verlauf" not in client.get("/assessments").text


def test_commands_know_only_the_owner(personas, address):
    owner, key = personas.owner.person, resilience_check().key
    own = address.rsplit("/", 1)[1]
    for account in (personas.colleague, personas.coordinator, personas.office):
        other = account.person
        with pytest.raises(NotFound):
            get_taken(other, own)
        with pytest.raises(NotFound):
            services.delete_assessment(person=owner, address=own, actor=other, now=START)
        with pytest.raises(NotFound):
            services.delete_all_assessments(person=owner, actor=other, now=START)
        with pytest.raises(NotFound):
            services.begin_assessment(
                person=owner, instrument=resilience_check(), actor=other, now=START
            )
        with pytest.raises(NotFound):
            services.keep_answers(person=owner, instrument_key=key, answers={}, actor=other)
