"""Strategy concepts as versions: a draft, adopted by a body, superseded, never changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.outbox import OutboxMessage
from exchange.adoption.word_changes import Change
from exchange.strategies import queries, services
from exchange.strategies.differences import differences
from exchange.strategies.document import missing_in
from exchange.strategies.jobs import remind
from exchange.strategies.models import (
    MeasureState,
    Strategy,
    StrategyKind,
    StrategyVersion,
    VersionState,
)
from exchange.strategies.shelf import shipped_strategies
from organisations.accounts.queries import get_account_by_email
from tests.exchange.strategies.factories import (
    KEYS,
    adopt,
    make_document,
    make_draft,
    make_measure,
    make_next_version,
    make_version,
)
from tests.house.clock import START
from tests.organisations.factories import make_account, make_municipality

CLIENTS = 4

#: In seconds; a machine with other work to do lets SQLite's writers wait long.
PATIENCE = 120


@pytest.fixture
def coordinator(personas):
    return personas.coordinator.person


@pytest.fixture
def version(coordinator):
    return make_version(coordinator)


def report(version, actor, state, revision=0, key=KEYS[0], note=""):
    services.report_progress(
        strategy=version.strategy,
        key=key,
        state=state,
        note=note,
        revision=revision,
        actor=actor,
        now=START,
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE strategy_versions SET title = 'x'",
        "UPDATE strategy_versions SET content = '{}'",
        "UPDATE strategy_versions SET adopted_by = 'Niemand'",
        "UPDATE strategy_versions SET review_on = '2040-01-01'",
        "UPDATE strategy_versions SET state = 'draft', number = NULL, adopted_by = '', "
        "adopted_on = NULL, review_on = NULL",
        "DELETE FROM strategy_versions",
    ],
)
@pytest.mark.usefixtures("version")
def test_the_database_refuses_to_change_what_was_adopted(statement):
    db.session.execute(text("DELETE FROM strategy_progress"))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text(statement))


def test_what_is_superseded_never_holds_again(version, coordinator):
    newer = make_next_version(version, coordinator, goals="Anders.")
    db.session.refresh(version)
    assert (version.state, version.ended_at) == (VersionState.SUPERSEDED, START)
    assert (newer.number, newer.state) == (2, VersionState.ADOPTED)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(
            text("UPDATE strategy_versions SET state = 'adopted', ended_at = NULL WHERE number = 1")
        )


def test_measures_go_on_from_where_they_are_and_leave_the_old_version_as_it_was(
    version, coordinator
):
    report(version, coordinator, MeasureState.DONE, note="Alle geschult")
    measures = [make_measure(title="Noch einmal schulen"), make_measure("c" * 16, "Prüfen")]
    newer = make_next_version(version, coordinator, measures=measures)
    assert {key: one.state for key, one in queries.list_progress(newer).items()} == {
        KEYS[0]: MeasureState.DONE,
        "c" * 16: MeasureState.OPEN,
    }
    report(newer, coordinator, MeasureState.DROPPED)
    before = queries.list_progress(version)
    assert (before[KEYS[0]].state, before[KEYS[0]].note) == (MeasureState.DONE, "Alle geschult")
    with pytest.raises(services.ChangedMeanwhile):
        report(version, coordinator, MeasureState.DONE, key=KEYS[1])


def test_of_two_who_report_at_once_the_second_is_told(version, coordinator):
    report(version, coordinator, MeasureState.IN_PROGRESS)
    with pytest.raises(services.ChangedMeanwhile):
        report(version, coordinator, MeasureState.DONE)
    assert queries.list_progress(version)[KEYS[0]].state == MeasureState.IN_PROGRESS


def test_measures_are_counted_by_how_far_they_are(version, coordinator):
    home = [version.strategy.municipality]
    [tally] = queries.count_measures(home, day=START.date()).values()
    assert (tally.measures, tally.done, tally.overdue) == (2, 0, 1)
    report(version, coordinator, MeasureState.DONE)
    report(version, coordinator, MeasureState.DROPPED, key=KEYS[1])
    make_next_version(version, coordinator, START + timedelta(days=9), goals="Anders.")
    [tally] = queries.count_measures(home, day=START.date()).values()
    assert (tally.measures, tally.done, tally.overdue) == (1, 1, 0)
    assert tally.since == START.date()


def test_what_lacks_something_is_not_adopted(coordinator):
    draft = make_draft(coordinator, goals="", measures=[make_measure(due_on=None)])
    with pytest.raises(services.NotReady) as refusal:
        adopt(draft, coordinator)
    assert [(one.key, one.row) for one in refusal.value.lacks] == [("goals", None), ("due_on", 0)]


def test_a_review_comes_after_the_decision(coordinator):
    draft = make_draft(coordinator, review_on=START.date().isoformat())
    with pytest.raises(services.ReviewTooEarly):
        adopt(draft, coordinator)


def test_a_municipality_has_one_concept_of_each_kind(version, coordinator):
    with pytest.raises(services.AlreadyThere):
        make_draft(coordinator)
    make_draft(coordinator, StrategyKind.INTERVENTION)


def test_a_concept_that_was_never_adopted_goes_with_its_draft(coordinator):
    draft = make_draft(coordinator)
    services.discard_draft(strategy=draft.strategy, revision=1, actor=coordinator, now=START)
    assert db.session.query(Strategy).count() == 0


def test_coordinators_are_reminded_once_of_each_review(version, coordinator):
    db.session.commit()
    near = START + timedelta(days=72)
    assert remind(near - timedelta(days=1)) == 0
    assert remind(near) == 1
    assert remind(near) == 0
    [mail] = db.session.scalars(select(OutboxMessage))
    assert "Unser Konzept" not in mail.subject
    later = (START + timedelta(days=110)).date().isoformat()
    make_next_version(version, coordinator, review_on=later)
    db.session.commit()
    assert remind(START + timedelta(days=82)) == 1


def test_differences_follow_a_measure_by_its_key():
    old = make_document()
    new = make_document(
        goals="Alles wissen.",
        measures=[make_measure(KEYS[1], "Melden", days=9), make_measure("c" * 16, "Prüfen")],
    )
    found = differences(old, new)
    assert found.sections == ("goals",)
    assert not found.review_on
    assert [(one.change, one.fields) for one in found.measures] == [
        (Change.CHANGED, ("due_on",)),
        (Change.ADDED, ()),
        (Change.REMOVED, ()),
    ]
    assert not differences(old, make_document())


def test_what_ships_lacks_nothing_but_what_a_municipality_decides():
    assert set(shipped_strategies()) == set(StrategyKind)
    for shipped in shipped_strategies().values():
        document = shipped.make_document()
        assert {lack.key for lack in missing_in(document)} == {"situation", "review_on", "due_on"}
        keys = [measure["key"] for measure in document["measures"]]
        assert len(set(keys)) == len(keys) >= 5
        assert len(shipped.questions) >= 4
        assert all(measure["indicator"] for measure in document["measures"])


def test_of_all_who_adopt_at_once_one_does(committing_app, monkeypatch):
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)
    with committing_app.app_context():
        home = make_municipality()
        make_draft(make_account(email="first@example.org", municipality=home).person)
        db.session.commit()
    barrier = Barrier(CLIENTS)

    def run(_number):
        with committing_app.app_context():
            strategy = db.session.scalars(select(Strategy)).one()
            person = get_account_by_email("first@example.org").person
            db.session.rollback()
            barrier.wait(PATIENCE)
            try:
                services.adopt_draft(
                    strategy=strategy,
                    revision=1,
                    adoption=services.Adoption("Rat", START.date()),
                    actor=person,
                    now=START,
                )
            except DomainError:
                db.session.rollback()
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(CLIENTS) as pool:
        assert list(pool.map(run, range(CLIENTS))).count(True) == 1
    with committing_app.app_context():
        [adopted] = db.session.scalars(select(StrategyVersion))
        assert adopted.state == VersionState.ADOPTED
        assert len(queries.list_progress(adopted)) == 2
