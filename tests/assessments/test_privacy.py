"""A self-assessment is its owner's: to everybody else there is none, on any address."""

import pytest
from sqlalchemy import text

from app.kernel.db import db
from app.kernel.errors import NotFound
from assessments import services
from assessments.queries import get_taken
from assessments.shelf import resilience_check
from tests.assessments.test_own_course import NOTE, take
from tests.house.clock import START

OTHERS = ["colleague", "foreigner", "coordinator", "trainer", "office"]


@pytest.fixture
def address(personas):
    return take(personas.client(personas.owner)).location


def test_the_database_holds_nothing_that_can_be_read(address):
    row = db.session.execute(text("SELECT * FROM administrations")).mappings().one()
    stored = " ".join(
        value.decode("latin-1") if isinstance(value, bytes) else str(value)
        for value in row.values()
    )
    for word in (NOTE, "recovery", "answers", "scores", "band"):
        assert word not in stored


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_reads_or_deletes_it(app, personas, address, who):
    client = personas.client(getattr(personas, who))
    for method in ("GET", "POST"):
        for path in (address, f"{address}/delete"):
            answer = client.open(path, method=method)
            assert answer.status_code in {403, 404, 405}, f"{method} {path} as {who}"
            assert NOTE not in answer.text
    client.post("/assessments/delete")
    assert personas.client(personas.owner).get(address).status_code == 200


@pytest.mark.parametrize("who", OTHERS)
def test_no_page_names_it_to_anybody_else(app, personas, address, who):
    client, public_id = personas.client(getattr(personas, who)), address.rsplit("/", 1)[1]
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.arguments or rule.endpoint == "static":
            continue
        page = client.get(rule.rule).text
        assert public_id not in page, rule.rule
        assert NOTE not in page, rule.rule


def test_commands_know_only_the_owner(personas, address):
    owner, public_id = personas.owner.person, address.rsplit("/", 1)[1]
    taken = get_taken(owner, public_id).administration
    for account in (personas.colleague, personas.coordinator, personas.office):
        other = account.person
        with pytest.raises(NotFound):
            get_taken(other, public_id)
        with pytest.raises(NotFound):
            services.delete_assessment(administration=taken, actor=other, now=START)
        with pytest.raises(NotFound):
            services.delete_all_assessments(person=owner, actor=other, now=START)
        with pytest.raises(NotFound):
            services.begin_assessment(
                person=owner, instrument=resilience_check(), actor=other, now=START
            )
        with pytest.raises(NotFound):
            services.keep_answers(person=owner, answers={}, actor=other)
