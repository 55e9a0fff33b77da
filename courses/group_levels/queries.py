"""Reads of collections of levels: which are open, what is given, what was published."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.group_levels.belonging import belongs_to, works_in
from courses.group_levels.figures import GivenLevels, figures_of
from courses.group_levels.models import CollectionState, LevelCollection, LevelContribution
from courses.group_levels.sealed import open_levels
from organisations.models import Person
from organisations.topics.queries import list_competencies

SURVEYS_PER_PAGE = 25

#: The key of those who belong to no team, or to none that others may know of.
NO_TEAM = "-"


@dataclass(frozen=True)
class CompetencyFigure:
    """What is published of one competency; None where it is not, since too few have answered."""

    competency_key: str
    n_at_least: int | None = None
    mean: float | None = None


@dataclass(frozen=True)
class Contributed:
    """What lies in a closed collection: whose rows there are, and what of it counts.

    Rows of people who have left the group do not count, and are deleted with the others.
    """

    everybody: frozenset[int]
    counting: dict[int, GivenLevels]


@dataclass(frozen=True)
class SurveyPage:
    """One page of the surveys of municipalities, newest first. `page` is 1-based."""

    surveys: Sequence[LevelCollection]
    page: int
    pages: int


def get_collection_for(person: Person, public_id: str) -> LevelCollection:
    """A collection of a group to which `person` belongs. Raises NotFound for every other."""
    collection = db.session.scalar(
        select(LevelCollection).where(LevelCollection.public_id == public_id).options(*_WITH_NAMES)
    )
    if collection is None or not is_asked(person, collection):
        raise NotFound
    return collection


def is_asked(person: Person, collection: LevelCollection) -> bool:
    """Whether `person` belongs to the group at this moment."""
    asked = select(Person.id).where(Person.id == person.id, belongs_to(collection))
    return db.session.scalar(asked) is not None


def list_open_for(person: Person) -> list[LevelCollection]:
    """The open collections of the groups to which `person` belongs, the team's first."""
    if person.municipality_id is None or person.function is None:
        return []
    found = db.session.scalars(
        select(LevelCollection)
        .where(
            LevelCollection.state == CollectionState.OPEN,
            LevelCollection.municipality_id == person.municipality_id,
            or_(LevelCollection.team_id.is_(None), LevelCollection.team_id == person.team_id),
        )
        .order_by(LevelCollection.team_id.is_(None), LevelCollection.id)
        .options(*_WITH_NAMES)
    ).all()
    return [one for one in found if is_asked(person, one)]


def find_contribution(person: Person, collection: LevelCollection) -> LevelContribution | None:
    """What `person` has given to a collection that is not frozen."""
    return db.session.get(LevelContribution, (collection.id, person.id), populate_existing=True)


def has_contributed(person: Person, collections: Collection[LevelCollection]) -> set[int]:
    """The ids of those of `collections` to which `person` has given something."""
    ids = [one.id for one in collections]
    return set(
        db.session.scalars(
            select(LevelContribution.collection_id).where(
                LevelContribution.person_id == person.id, LevelContribution.collection_id.in_(ids)
            )
        )
    )


def list_people_of(collection: LevelCollection) -> Sequence[Person]:
    """All who are asked."""
    return db.session.scalars(
        select(Person).where(belongs_to(collection)).order_by(Person.sort_name, Person.id)
    ).all()


def list_people_in(municipality_id: int, team_id: int | None) -> Sequence[Person]:
    """All who would be asked."""
    return db.session.scalars(
        select(Person).where(works_in(municipality_id, team_id)).order_by(Person.id)
    ).all()


def read_contributed(collection: LevelCollection) -> Contributed:
    """All that was given, with team and function as they are now. Raises Unreadable."""
    rows = db.session.scalars(
        select(LevelContribution)
        .where(LevelContribution.collection_id == collection.id)
        .options(
            joinedload(LevelContribution.person).joinedload(Person.team),
            joinedload(LevelContribution.collection),
        )
    ).all()
    belonging = set(db.session.scalars(select(Person.id).where(belongs_to(collection))))
    return Contributed(
        everybody=frozenset(row.person_id for row in rows),
        counting={
            row.person_id: GivenLevels(open_levels(row), _cells_of(row.person))
            for row in rows
            if row.person_id in belonging
        },
    )


def compute_figures(collection: LevelCollection, contributed: Contributed) -> dict[str, dict]:
    """What may be published of it."""
    return figures_of(
        list(contributed.counting.values()),
        competencies=[competency.key for competency in list_competencies()],
        dimensions=("function",) if collection.team_id else ("team", "function"),
        k=collection.k,
    )


def find_figures(collection: LevelCollection) -> list[CompetencyFigure]:
    """What is published of the whole group, in the order of the competencies; none before that."""
    figures = collection.figures or {}
    return [
        CompetencyFigure(competency.key, **(figures[competency.key]["total"] or {}))
        for competency in list_competencies()
        if competency.key in figures
    ]


def list_running_surveys(municipality_ids: Collection[int]) -> Sequence[LevelCollection]:
    """The surveys of these municipalities that are not frozen yet."""
    return db.session.scalars(
        select(LevelCollection)
        .where(
            _is_survey_of(municipality_ids),
            LevelCollection.state.in_([CollectionState.OPEN, CollectionState.CLOSED]),
        )
        .order_by(LevelCollection.id)
        .options(*_WITH_NAMES)
    ).all()


def list_surveys(municipality_ids: Collection[int], page: int = 1) -> SurveyPage:
    """The frozen surveys of these municipalities, newest first."""
    frozen = and_(_is_survey_of(municipality_ids), LevelCollection.state == CollectionState.FROZEN)
    total = db.session.scalar(select(func.count()).select_from(LevelCollection).where(frozen)) or 0
    pages = max(1, -(-total // SURVEYS_PER_PAGE))
    page = min(max(page, 1), pages)
    surveys = db.session.scalars(
        select(LevelCollection)
        .where(frozen)
        .order_by(LevelCollection.closed_at.desc(), LevelCollection.id.desc())
        .offset((page - 1) * SURVEYS_PER_PAGE)
        .limit(SURVEYS_PER_PAGE)
        .options(*_WITH_NAMES)
    ).all()
    return SurveyPage(surveys, page, pages)


def get_survey(public_id: str, municipality_ids: Collection[int]) -> LevelCollection:
    """A frozen survey of one of these municipalities. Raises NotFound for every other."""
    survey = db.session.scalar(
        select(LevelCollection)
        .where(
            LevelCollection.public_id == public_id,
            _is_survey_of(municipality_ids),
            LevelCollection.state == CollectionState.FROZEN,
        )
        .options(*_WITH_NAMES)
    )
    if survey is None:
        raise NotFound
    return survey


def list_to_invite() -> Sequence[int]:
    """Ids of open collections whose people were not asked yet."""
    return _ids(LevelCollection.state == CollectionState.OPEN, LevelCollection.invited.is_(False))


def list_due_surveys(today: date) -> Sequence[int]:
    """Ids of open surveys whose last day is over."""
    return _ids(
        LevelCollection.state == CollectionState.OPEN,
        LevelCollection.team_id.is_(None),
        LevelCollection.closes_on < today,
    )


def list_closed_surveys() -> Sequence[int]:
    """Ids of surveys that are closed and have no figures yet."""
    return _ids(LevelCollection.state == CollectionState.CLOSED, LevelCollection.team_id.is_(None))


def list_keys_to_erase() -> Sequence[int]:
    """Ids of collections whose key nobody needs any more."""
    over = (CollectionState.FROZEN, CollectionState.WITHDRAWN)
    return _ids(LevelCollection.state.in_(over), LevelCollection.key_erased.is_(False))


def count_functions(municipality_id: int) -> dict[str, int]:
    """How many people of the municipality take part, by function."""
    rows = db.session.execute(
        select(Person.function, func.count())
        .where(works_in(municipality_id, None))
        .group_by(Person.function)
    )
    return dict(rows.all())


_WITH_NAMES = (joinedload(LevelCollection.municipality), joinedload(LevelCollection.team))


def _cells_of(person: Person) -> dict[str, str]:
    openly = person.team is not None and not person.contact_hidden
    return {"function": str(person.function), "team": person.team.public_id if openly else NO_TEAM}


def _is_survey_of(municipality_ids: Collection[int]) -> ColumnElement[bool]:
    return and_(
        LevelCollection.team_id.is_(None),
        LevelCollection.municipality_id.in_(list(municipality_ids)),
    )


def _ids(*conditions: ColumnElement[bool]) -> Sequence[int]:
    return db.session.scalars(
        select(LevelCollection.id).where(*conditions).order_by(LevelCollection.id)
    ).all()
