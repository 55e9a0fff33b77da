"""Commands of collections of levels: open, give, take back, close, freeze once, withdraw.

Giving and closing wait for each other under one lock, so a contribution is in the figures or is
refused. Who gives something is not written to the audit trail.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update

from app.kernel import audit
from app.kernel.base import new_public_id
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, NotFound, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.jobs import wake_after_commit
from app.kernel.vault import current_vault
from courses.group_levels import queries
from courses.group_levels.errors import (
    AlreadyGiven,
    CollectionClosed,
    ContributionsChanged,
    NothingToGive,
)
from courses.group_levels.models import CollectionState, LevelCollection, LevelContribution
from courses.group_levels.sealed import seal_levels
from courses.needs.models import NeedsAnalysis
from courses.needs.queries import find_completed_analysis, get_levels
from notifications.services import notify
from organisations.models import Municipality, Person, Team

INVITING_JOB = "group_levels.inviting"
ERASING_JOB = "group_levels.erasing"

explain_constraint(
    "uq_level_collections_one_of_municipality",
    _l("Für diese Kommune läuft schon eine Umfrage. Die nächste kann danach beginnen."),
)
explain_constraint(
    "uq_level_collections_one_of_team", _l("Für dieses Team läuft schon eine Analyse.")
)


class TooFewPeople(DomainError):
    """There would never be figures."""


def open_survey(
    *, municipality: Municipality, closes_on: date, actor: Person, now: datetime
) -> LevelCollection:
    """Ask everybody in `municipality` for their levels until the end of `closes_on`.

    Raises DomainError where one is open already (of two at once the constraint lets one through),
    and TooFewPeople where figures would never be shown.
    """
    survey = open_collection(municipality=municipality, closes_on=closes_on, now=now)
    if len(queries.list_people_of(survey)) < survey.k:
        raise TooFewPeople(
            _l(
                "In Ihrer Kommune nehmen noch weniger als sieben Personen teil. Aus so wenigen "
                "Antworten zeigt KommA keine Zahlen."
            )
        )
    audit.record("level_survey.opened", survey, actor=actor, now=now)
    return survey


def open_collection(
    *, municipality: Municipality, closes_on: date, now: datetime, team: Team | None = None
) -> LevelCollection:
    """A new collection; a job tells its people. Raises DomainError where one is open already."""
    with conflicts_explained():
        collection = LevelCollection(
            public_id=new_public_id(),
            municipality=municipality,
            team=team,
            opened_at=now,
            closes_on=closes_on,
        )
        db.session.add(collection)
    wake_after_commit(INVITING_JOB)
    return collection


def invite(*, collection: LevelCollection, now: datetime) -> int:
    """Ask everybody once; how many. Of two workers one UPDATE wins."""
    if not _move(collection, LevelCollection.invited.is_(False), invited=True):
        return 0
    people = queries.list_people_of(collection)
    for person in people:
        notify(person=person, template="group_levels/asked", now=now, collection=collection)
    return len(people)


def contribute(*, collection: LevelCollection, person: Person, actor: Person) -> LevelContribution:
    """Give a copy of the levels of the person's latest completed analysis; once more changes
    nothing.

    Raises NotFound for others and for who is not of the group, CollectionClosed, NothingToGive,
    and AlreadyGiven where the analysis is in another collection.
    """
    _require_owner(person, actor)
    lock(f"needs:{person.id}")  # the analysis must not go meanwhile
    _take(collection)
    if not queries.is_asked(person, collection):
        raise NotFound
    if not collection.is_open:
        raise CollectionClosed
    given = queries.find_contribution(person, collection)
    if given is not None:
        return given
    analysis = find_completed_analysis(person)
    if analysis is None:
        raise NothingToGive
    # Each analysis is given once; of two collections at once, one UPDATE wins.
    if not _mark([analysis.id], given=True):
        raise AlreadyGiven
    contribution = LevelContribution(
        collection=collection,
        person=person,
        analysis=analysis,
        sealed=seal_levels(collection, person, get_levels(analysis)),
    )
    db.session.add(contribution)
    db.session.flush()
    return contribution


def take_back(*, collection: LevelCollection, person: Person, actor: Person) -> bool:
    """Delete what the person has given, as long as the collection is open; whether there was any.

    Raises NotFound for others, and CollectionClosed.
    """
    _require_owner(person, actor)
    _take(collection)
    if not collection.is_open:
        raise CollectionClosed
    return _delete_contributions(collection, person.id) > 0


def forget_given(*, analysis: NeedsAnalysis) -> None:
    """Delete what was given of an analysis that is about to go, wherever it waits to be counted.

    Whoever calls holds the lock of the person's analyses. What has counted is in figures that name
    nobody, and stays.
    """
    waiting = LevelContribution.analysis_id == analysis.id
    collections = db.session.scalars(select(LevelContribution.collection_id).where(waiting)).all()
    lock(*map(lock_key, collections))
    db.session.execute(
        delete(LevelContribution).where(waiting).execution_options(synchronize_session="fetch")
    )
    db.session.flush()


def close_collection(*, collection: LevelCollection, now: datetime) -> bool:
    """Take nothing more; False where it is closed already."""
    _take(collection)
    return _move(
        collection,
        LevelCollection.state == CollectionState.OPEN,
        state=CollectionState.CLOSED,
        closed_at=now,
    )


def freeze(
    *, collection: LevelCollection, contributed: queries.Contributed, figures: dict[str, Any]
) -> bool:
    """Keep the figures, once and for all, and delete everything they were made of.

    False where somebody else has done it. Where there are enough answers for figures, the analyses
    behind them have counted and can be given to nobody else. Raises ContributionsChanged.
    """
    _take(collection)
    if collection.state != CollectionState.CLOSED:
        return False
    rows = dict(
        db.session.execute(
            select(LevelContribution.person_id, LevelContribution.analysis_id).where(
                LevelContribution.collection_id == collection.id
            )
        ).all()
    )
    if rows.keys() != contributed.everybody:
        raise ContributionsChanged
    _delete_contributions(collection)
    if len(contributed.counting) >= collection.k:
        _mark([rows[person_id] for person_id in contributed.counting], given=True)
    wake_after_commit(ERASING_JOB)
    return _move(
        collection,
        LevelCollection.state == CollectionState.CLOSED,
        state=CollectionState.FROZEN,
        figures=figures,
    )


def withdraw_collection(*, collection: LevelCollection, now: datetime) -> bool:
    """Give an open collection up, and destroy what was given; False where it is closed already."""
    _take(collection)
    moved = _move(
        collection,
        LevelCollection.state == CollectionState.OPEN,
        state=CollectionState.WITHDRAWN,
        closed_at=now,
    )
    if moved:
        _delete_contributions(collection)
        wake_after_commit(ERASING_JOB)
    return moved


def erase_key(*, collection: LevelCollection, now: datetime) -> None:
    """Make what was given unreadable in every copy. Only once its deletion is committed."""
    current_vault().erase(collection.vault_subject, now=now)
    collection.key_erased = True
    db.session.flush()


def _delete_contributions(collection: LevelCollection, person_id: int | None = None) -> int:
    """Delete what was given, by all or by one; the analyses behind it are free again."""
    conditions = [LevelContribution.collection_id == collection.id]
    if person_id is not None:
        conditions.append(LevelContribution.person_id == person_id)
    analyses = db.session.scalars(select(LevelContribution.analysis_id).where(*conditions)).all()
    db.session.execute(
        delete(LevelContribution).where(*conditions).execution_options(synchronize_session="fetch")
    )
    _mark(analyses, given=False)
    return len(analyses)


def _mark(analysis_ids: list[int], *, given: bool) -> bool:
    """Note of analyses that they are given, or free again; whether all of them changed."""
    marked = db.session.execute(
        update(NeedsAnalysis)
        .where(NeedsAnalysis.id.in_(analysis_ids), NeedsAnalysis.given.is_not(given))
        .values(given=given)
        .execution_options(synchronize_session="fetch")
    )
    return marked.rowcount == len(analysis_ids)


def _move(collection: LevelCollection, condition: Any, **values: Any) -> bool:
    moved = db.session.execute(
        update(LevelCollection)
        .where(LevelCollection.id == collection.id, condition)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(collection)
    return moved.rowcount == 1


def _take(collection: LevelCollection) -> None:
    """One at a time; what the page looked up before the lock may be older."""
    lock(lock_key(collection.id))
    db.session.refresh(collection)


def lock_key(collection_id: int) -> str:
    """What whoever changes contributions of the collection holds meanwhile."""
    return f"level_collection:{collection_id}"


def _require_owner(person: Person, actor: Person) -> None:
    if actor.id != person.id:
        raise NotFound
