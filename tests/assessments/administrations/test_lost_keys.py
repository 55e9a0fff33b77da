"""A key that is lost, a text that was changed: the owner is told, nothing is written over it."""

import pytest
from sqlalchemy import update

from app.kernel.db import db
from app.kernel.key_store import WrappedKey
from app.kernel.permissions import Benefit
from app.kernel.vault import current_vault
from assessments.administrations import queries, services
from assessments.administrations.errors import CannotBeOpened
from assessments.administrations.models import Administration, AssessmentBinder
from assessments.administrations.personal_data import erase_assessments, export_assessments
from tests.assessments.administrations.factories import begin, finish, kept_binder
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.entitlements.factories import withhold

pytestmark = in_turn

SENTENCE = "Ihre Selbsteinschätzungen lassen sich gerade nicht öffnen"
LINK = 'href="/assessments"'


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


@pytest.fixture
def person(personas):
    return personas.owner.person


def lose_key(subject) -> WrappedKey:
    """As a key store is that was restored from a backup made before the key."""
    store = current_vault()._store
    key = store.find([subject])[subject]
    with store._writing(subject) as connection:
        connection.exec_driver_sql(f"DELETE FROM vault_keys WHERE subject = '{subject}'")  # noqa: S608
    return key


def test_the_owner_is_told_and_the_key_can_come_back(owner, person):
    address = finish(person).address
    before = kept_binder(person)
    key = lose_key(person.vault_subject)
    for method, path in (
        ("GET", "/assessments"),
        ("POST", "/assessments/begin/komma-resilience"),
        ("GET", f"/assessments/drafts/{address}/questions/1"),
        ("GET", f"/assessments/results/{address}"),
        ("POST", "/assessments/delete"),
    ):
        answer = owner.open(path, method=method)
        assert answer.status_code == 503, path
        assert SENTENCE in answer.text
        assert "nichts gelöscht" in answer.text
    assert kept_binder(person) == before
    assert current_vault()._store.find([person.vault_subject]) == {}, "no new key in its place"
    current_vault()._store.add(key)
    assert [each.address for each in queries.list_taken(person)] == [address]


def test_what_is_not_about_it_goes_on(owner, person):
    finish(person)
    lose_key(person.vault_subject)
    for path in ("/", "/calendar", "/account"):
        assert owner.get(path).status_code == 200, path
    assert export_assessments(person.id) == [{"unreadable": True}]
    withhold(Benefit.SELF_ASSESSMENT, person.municipality)
    assert LINK in owner.get("/").text, "the link leads to the sentence"


def test_a_changed_binder_is_not_taken_for_an_empty_one(person):
    finish(person)
    changed = kept_binder(person)[:-1] + b"\0"
    db.session.execute(update(AssessmentBinder).values(sealed=changed))
    for command in (
        lambda: begin(person),
        lambda: services.delete_all_assessments(person=person, actor=person, now=START),
        lambda: queries.list_opened(person),
    ):
        with pytest.raises(CannotBeOpened):
            command()
    assert not queries.is_readable(person)
    assert kept_binder(person) == changed
    erase_assessments(person.id)
    assert db.session.query(AssessmentBinder).count() == 0


@pytest.mark.parametrize("harm", ["changed", "lost", "missing"])
def test_one_record_less_is_no_reason_to_lose_the_others(owner, person, harm):
    finish(person)
    [first] = db.session.query(Administration)
    kept = finish(person)
    if harm == "changed":
        first.sealed = first.sealed[:-1] + bytes([first.sealed[-1] ^ 1])
    elif harm == "lost":
        lose_key(first.vault_subject)
    else:
        db.session.delete(first)
    db.session.flush()
    assert [each.address for each in queries.list_taken(person)] == [kept.address]
    assert queries.count_unreadable(person) == 1
    assert "1 Ihrer Selbsteinschätzungen lässt sich nicht öffnen" in owner.get("/assessments").text
    begin(person)
    assert services.delete_all_assessments(person=person, actor=person, now=START) == 3
    assert queries.count_unreadable(person) == 0


def test_one_that_was_deleted_is_not_missed(person):
    services.delete_assessment(
        person=person, address=finish(person).address, actor=person, now=START
    )
    assert queries.count_unreadable(person) == 0


def test_navigation_asks_once_however_many_there_are(person):
    def asked():
        db.session.expire_all()
        with recorded_queries() as statements:
            assert queries.has_own(person)
        return len(statements)

    finish(person)
    assert asked() <= 3  # the person, the binder, the key
    for _ in range(3):
        finish(person)
    assert asked() <= 3
