"""Reads of aids and of the texts of municipalities, as far as the one who reads reaches."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.matrix import WRITE_MUNICIPAL_TEXTS
from app.kernel.permissions import SCOPED_ROLES, Role
from exchange.toolbox.models import (
    Aid,
    AidVersion,
    MunicipalText,
    TextState,
    TextVersion,
)
from organisations.accounts.models import Account, RoleGrant
from organisations.models import Function, Municipality, Person

TEXTS_PER_PAGE = 25
#: Whoever leads, speaks for the municipality, and answers for what it says.
LEADING = frozenset({Function.POLITICAL_LEADERSHIP, Function.EXECUTIVE})
#: Fewer uses of an aid than this are not told as a number.
SMALLEST_USE = 7


@dataclass(frozen=True)
class Scope:
    """Ids of the municipalities whose released texts somebody reads, and whose texts they write
    and release."""

    reads: frozenset[int]
    writes: frozenset[int]


@dataclass(frozen=True)
class TextPage:
    """One page of a longer list of texts. `page` is 1-based and never beyond the last."""

    texts: Sequence[MunicipalText]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class AidUse:
    """How often texts were made from an aid, and released; None for fewer than SMALLEST_USE."""

    version: AidVersion
    made: int | None
    released: int | None


def list_aids() -> Sequence[AidVersion]:
    """What all aids that are offered say, in their order."""
    return db.session.scalars(
        _current_versions().where(Aid.position.is_not(None)).order_by(Aid.position, Aid.id)
    ).all()


def list_all_versions() -> Sequence[AidVersion]:
    """What all aids say, offered or not."""
    return db.session.scalars(_current_versions()).all()


def get_aid(key: str) -> AidVersion:
    """What the aid of `key` says now. Raises NotFound, also where it is not offered any more."""
    found = db.session.scalar(_current_versions().where(Aid.key == key, Aid.position.is_not(None)))
    if found is None:
        raise NotFound
    return found


def scope_of(account: Account) -> Scope:
    """How far `account` reaches: coordinators and who stands in where they do so, others at home.

    Without a coordinator's role only those write whose function it is to lead.
    """
    person = account.person
    granted = {
        grant.municipality_id
        for grant in account.grants
        if grant.role in SCOPED_ROLES and grant.municipality_id
    }
    home = {person.municipality_id} if person.municipality_id else set()
    if not WRITE_MUNICIPAL_TEXTS.roles & account.roles:
        return Scope(frozenset(), frozenset())
    writes = granted | (home if person.function in LEADING else set())
    return Scope(frozenset(home | granted), frozenset(writes))


def find_home(account: Account) -> Municipality | None:
    """The municipality for which `account` writes: their own, else the first by name."""
    writes = scope_of(account).writes
    if account.person.municipality_id in writes:
        return account.person.municipality
    return db.session.scalar(
        select(Municipality).where(Municipality.id.in_(writes)).order_by(Municipality.name).limit(1)
    )


def get_text(public_id: str, scope: Scope) -> MunicipalText:
    """A text with its current version and its aid. Raises NotFound beyond `scope`."""
    text = db.session.scalar(
        select(MunicipalText)
        .where(MunicipalText.public_id == public_id, _is_within(scope))
        .options(
            joinedload(MunicipalText.municipality),
            joinedload(MunicipalText.current),
            joinedload(MunicipalText.aid_version).joinedload(AidVersion.aid),
            selectinload(MunicipalText.comments),
        )
    )
    if text is None:
        raise NotFound
    return text


def list_texts(scope: Scope, *, state: TextState | None = None, page: int = 1) -> TextPage:
    """The texts within `scope`, the latest change first; a `page` that there is not becomes the
    nearest one."""
    matching = [_is_within(scope)]
    if state is not None:
        matching.append(MunicipalText.state == state)
    total = db.session.scalar(select(func.count(MunicipalText.id)).where(*matching)) or 0
    pages = max(1, -(-total // TEXTS_PER_PAGE))
    page = min(max(page, 1), pages)
    texts = db.session.scalars(
        select(MunicipalText)
        .where(*matching)
        .options(joinedload(MunicipalText.current), joinedload(MunicipalText.aid_version))
        .order_by(MunicipalText.changed_at.desc(), MunicipalText.id.desc())
        .offset((page - 1) * TEXTS_PER_PAGE)
        .limit(TEXTS_PER_PAGE)
    ).all()
    return TextPage(texts, page, pages, total)


def list_all_released(scope: Scope) -> Sequence[MunicipalText]:
    """All texts that are released where somebody reads, the latest first; one statement."""
    return db.session.scalars(
        select(MunicipalText)
        .where(
            MunicipalText.municipality_id.in_(scope.reads),
            MunicipalText.state == TextState.RELEASED,
        )
        .options(joinedload(MunicipalText.current), joinedload(MunicipalText.municipality))
        .order_by(MunicipalText.released_at.desc(), MunicipalText.id.desc())
    ).all()


def count_texts(scope: Scope) -> Counter[str]:
    """How many texts within `scope` are in each state; one statement."""
    rows = db.session.execute(
        select(MunicipalText.state, func.count(MunicipalText.id))
        .where(_is_within(scope))
        .group_by(MunicipalText.state)
    )
    return Counter(dict(rows.all()))


def count_texts_to_release(scope: Scope, person: Person) -> int:
    """How many texts wait for a release that `person` may give."""
    return (
        db.session.scalar(
            select(func.count(MunicipalText.id)).where(
                MunicipalText.municipality_id.in_(scope.writes),
                MunicipalText.state == TextState.SUBMITTED,
                ~MunicipalText.authors.contains(person.public_id, autoescape=True),
            )
        )
        or 0
    )


def list_text_versions(text: MunicipalText) -> Sequence[TextVersion]:
    """Everything that was saved of `text`, the latest first."""
    return db.session.scalars(
        select(TextVersion)
        .where(TextVersion.text_id == text.id)
        .order_by(TextVersion.number.desc())
    ).all()


def get_text_version(text: MunicipalText, number: int) -> TextVersion:
    """One version of `text`. Raises NotFound."""
    found = db.session.scalar(
        select(TextVersion).where(TextVersion.text_id == text.id, TextVersion.number == number)
    )
    if found is None:
        raise NotFound
    return found


def list_released_from(version: AidVersion, scope: Scope) -> Sequence[MunicipalText]:
    """What was released of the same aid within `scope`, the latest first."""
    return db.session.scalars(
        select(MunicipalText)
        .where(
            MunicipalText.municipality_id.in_(scope.reads),
            MunicipalText.aid_id == version.aid_id,
            MunicipalText.state == TextState.RELEASED,
        )
        .options(joinedload(MunicipalText.current))
        .order_by(MunicipalText.released_at.desc(), MunicipalText.id.desc())
    ).all()


def list_people_who_release(text: MunicipalText) -> Sequence[Person]:
    """Who is asked to release `text`: who coordinates or stands in, and has not written it; where
    there is nobody, those who lead."""
    coordinators = select(RoleGrant.person_id).where(
        RoleGrant.role.in_(SCOPED_ROLES), RoleGrant.municipality_id == text.municipality_id
    )
    taking_part = select(RoleGrant.person_id).where(
        RoleGrant.role.in_((Role.TRAINEE, Role.TEAM_LEAD))
    )
    leading = and_(
        Person.municipality_id == text.municipality_id,
        Person.function.in_(LEADING),
        Person.id.in_(taking_part),
    )
    for condition in (Person.id.in_(coordinators), leading):
        found = db.session.scalars(
            select(Person)
            .where(condition, Person.public_id.not_in(text.author_ids))
            .order_by(Person.sort_name, Person.id)
        ).all()
        if found:
            return found
    return []


def list_uses() -> list[AidUse]:
    """How the offered aids are used in the whole programme; two statements."""
    counted = {
        aid_id: (made, released)
        for aid_id, made, released in db.session.execute(
            select(
                MunicipalText.aid_id,
                func.count(MunicipalText.id),
                func.count(MunicipalText.released_at),
            ).group_by(MunicipalText.aid_id)
        )
    }
    return [
        AidUse(version, *(_told(number) for number in counted.get(version.aid_id, (0, 0))))
        for version in list_aids()
    ]


def find_old_drafts(before: datetime, most: int) -> Sequence[int]:
    """Ids of at most `most` texts that nobody released or changed since `before`."""
    return db.session.scalars(
        select(MunicipalText.id)
        .where(
            MunicipalText.state.in_((TextState.DRAFT, TextState.SUBMITTED)),
            MunicipalText.changed_at < before,
        )
        .order_by(MunicipalText.id)
        .limit(most)
    ).all()


def _told(number: int) -> int | None:
    return number if number >= SMALLEST_USE else None


def _current_versions() -> Select[tuple[AidVersion]]:
    return (
        select(AidVersion)
        .join(AidVersion.aid)
        .where(AidVersion.number == Aid.number)
        .options(joinedload(AidVersion.aid))
    )


def _is_within(scope: Scope) -> ColumnElement[bool]:
    """Whether a text is one that somebody sees: all where they write, else what is released."""
    return or_(
        MunicipalText.municipality_id.in_(scope.writes),
        and_(
            MunicipalText.municipality_id.in_(scope.reads),
            MunicipalText.state == TextState.RELEASED,
        ),
    )
