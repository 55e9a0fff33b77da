"""Reads of joint statements, as far as the one who reads reaches."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.matrix import SIGN_STATEMENTS, WRITE_STATEMENTS
from app.kernel.permissions import SCOPED_ROLES, Role
from exchange.statements.models import JointStatement, Signature, StatementState
from organisations.accounts.models import Account, RoleGrant
from organisations.models import Function, Municipality, Person

#: What everybody in the programme may read.
SHOWN = (StatementState.OPEN, StatementState.RELEASED)


@dataclass(frozen=True)
class Scope:
    """For which municipalities somebody writes, and for which they sign; the office opens and
    releases."""

    writes: frozenset[int]
    signs: frozenset[int]
    is_office: bool

    @property
    def may_write(self) -> bool:
        """Whether a draft of theirs would be anybody's."""
        return self.is_office or bool(self.writes)


def scope_of(account: Account) -> Scope:
    """How far `account` reaches. Without a coordinator's role those sign for their municipality
    who lead it politically."""
    person = account.person
    granted = {
        grant.municipality_id
        for grant in account.grants
        if grant.role in SCOPED_ROLES and grant.municipality_id
    }
    leads = (
        person.municipality_id
        and person.function == Function.POLITICAL_LEADERSHIP
        and SIGN_STATEMENTS.roles & account.roles
    )
    signs = granted | ({person.municipality_id} if leads else set())
    return Scope(
        writes=frozenset(granted) if WRITE_STATEMENTS.roles & account.roles else frozenset(),
        signs=frozenset(one for one in signs if one),
        is_office=Role.PROGRAMME_OFFICE in account.roles,
    )


def get_statement(public_id: str, scope: Scope) -> JointStatement:
    """A statement that somebody of `scope` may read. Raises NotFound."""
    return _get(JointStatement.public_id == public_id, _is_within(scope))


def get_public_statement(public_id: str) -> JointStatement:
    """One that everybody in the world may read. Raises NotFound."""
    return _get(
        JointStatement.public_id == public_id, JointStatement.state == StatementState.RELEASED
    )


def list_statements(scope: Scope) -> Sequence[JointStatement]:
    """All that somebody of `scope` may read, the latest change first."""
    return db.session.scalars(
        select(JointStatement)
        .where(_is_within(scope))
        .options(joinedload(JointStatement.municipality))
        .order_by(JointStatement.changed_at.desc(), JointStatement.id.desc())
    ).all()


def list_public_statements() -> Sequence[JointStatement]:
    """All that everybody may read, the latest first."""
    return db.session.scalars(
        select(JointStatement)
        .where(JointStatement.state == StatementState.RELEASED)
        .order_by(JointStatement.released_at.desc(), JointStatement.id.desc())
    ).all()


def list_signatures(statement: JointStatement) -> Sequence[Signature]:
    """Those that count, by the name of the municipality."""
    return db.session.scalars(
        select(Signature)
        .join(Signature.municipality)
        .where(Signature.statement_id == statement.id, Signature.taken_back_at.is_(None))
        .options(joinedload(Signature.municipality))
        .order_by(Municipality.name, Signature.id)
    ).all()


def count_signatures(statement: JointStatement) -> int:
    """How many municipalities have signed."""
    return (
        db.session.scalar(
            select(func.count(Signature.id)).where(
                Signature.statement_id == statement.id, Signature.taken_back_at.is_(None)
            )
        )
        or 0
    )


def municipalities_by_statement(
    statements: Collection[JointStatement],
) -> Mapping[int, frozenset[int]]:
    """The ids of the municipalities that have signed each of `statements`; one statement."""
    signed: dict[int, set[int]] = {one.id: set() for one in statements}
    rows = db.session.execute(
        select(Signature.statement_id, Signature.municipality_id).where(
            Signature.statement_id.in_(signed), Signature.taken_back_at.is_(None)
        )
    )
    for statement_id, municipality_id in rows:
        signed[statement_id].add(municipality_id)
    return {one: frozenset(ids) for one, ids in signed.items()}


def find_signature(statement: JointStatement, municipality_id: int) -> Signature | None:
    """The signature of a municipality that counts."""
    return db.session.scalar(
        select(Signature).where(
            Signature.statement_id == statement.id,
            Signature.municipality_id == municipality_id,
            Signature.taken_back_at.is_(None),
        )
    )


def list_municipalities(ids: Collection[int]) -> Sequence[Municipality]:
    """Municipalities by name."""
    return db.session.scalars(
        select(Municipality).where(Municipality.id.in_(ids)).order_by(Municipality.name)
    ).all()


def list_people_who_sign(*, besides: Collection[int] = ()) -> Sequence[Person]:
    """Who coordinates a municipality that has not signed, or stands in; `besides` have signed."""
    holders = select(RoleGrant.person_id).where(
        RoleGrant.role.in_(SCOPED_ROLES),
        RoleGrant.municipality_id.is_not(None),
        RoleGrant.municipality_id.not_in(besides),
    )
    return db.session.scalars(
        select(Person).where(Person.id.in_(holders)).order_by(Person.id)
    ).all()


def list_office() -> Sequence[Person]:
    """Who works in the programme office."""
    holders = select(RoleGrant.person_id).where(RoleGrant.role == Role.PROGRAMME_OFFICE)
    return db.session.scalars(
        select(Person).where(Person.id.in_(holders)).order_by(Person.id)
    ).all()


def list_coordinators_of(ids: Collection[int]) -> Sequence[Person]:
    """Who coordinates one of these municipalities, or stands in."""
    holders = select(RoleGrant.person_id).where(
        RoleGrant.role.in_(SCOPED_ROLES), RoleGrant.municipality_id.in_(ids)
    )
    return db.session.scalars(
        select(Person).where(Person.id.in_(holders)).order_by(Person.id)
    ).all()


def count_waiting(scope: Scope, day: date) -> int:
    """How many wait for somebody of `scope`: to be signed by one of their municipalities on `day`,
    or, in the office, to be opened."""
    waiting = []
    if scope.signs:
        signed = (
            select(func.count(Signature.id))
            .where(
                Signature.statement_id == JointStatement.id,
                Signature.municipality_id.in_(scope.signs),
                Signature.taken_back_at.is_(None),
            )
            .scalar_subquery()
        )
        waiting.append(
            and_(
                JointStatement.state == StatementState.OPEN,
                JointStatement.sign_by >= day,
                signed < len(scope.signs),
            )
        )
    if scope.is_office:
        waiting.append(JointStatement.state == StatementState.PROPOSED)
    return db.session.scalar(select(func.count(JointStatement.id)).where(or_(*waiting))) or 0


def count_signed(municipality_ids: Collection[int]) -> Mapping[int, int]:
    """How many statements each of these municipalities has signed, of those that were not
    withdrawn."""
    rows = db.session.execute(
        select(Signature.municipality_id, func.count(Signature.id))
        .join(Signature.statement)
        .where(
            Signature.municipality_id.in_(municipality_ids),
            Signature.taken_back_at.is_(None),
            JointStatement.state.in_(SHOWN),
        )
        .group_by(Signature.municipality_id)
    )
    return dict(rows.all())


def next_days_to_sign(municipality_ids: Collection[int], day: date) -> Mapping[int, date]:
    """From `day` on, the nearest last day to sign something that a municipality has not signed."""
    signed = set(
        db.session.execute(
            select(Signature.municipality_id, Signature.statement_id)
            .join(Signature.statement)
            .where(Signature.taken_back_at.is_(None), JointStatement.state == StatementState.OPEN)
        )
    )
    running = db.session.execute(
        select(JointStatement.id, JointStatement.sign_by)
        .where(JointStatement.state == StatementState.OPEN, JointStatement.sign_by >= day)
        .order_by(JointStatement.sign_by.desc())
    )
    return {
        one: last
        for statement_id, last in running
        for one in municipality_ids
        if last and (one, statement_id) not in signed
    }


def list_ids_to_remind(day: date, until: date) -> Sequence[int]:
    """Statements whose last day to sign is from `day` to `until`, and nobody was reminded of."""
    return db.session.scalars(
        select(JointStatement.id).where(
            JointStatement.state == StatementState.OPEN,
            JointStatement.reminded_at.is_(None),
            JointStatement.sign_by.between(day, until),
        )
    ).all()


def find_old_drafts(before: datetime, most: int) -> Sequence[int]:
    """The ids of drafts that nobody changed since `before`."""
    return db.session.scalars(
        select(JointStatement.id)
        .where(
            JointStatement.state.in_((StatementState.DRAFT, StatementState.PROPOSED)),
            JointStatement.changed_at < before,
        )
        .order_by(JointStatement.id)
        .limit(most)
    ).all()


def _is_within(scope: Scope) -> ColumnElement[bool]:
    """What is open for signing or released; one's own besides; the office sees what is proposed."""
    own = JointStatement.municipality_id.in_(scope.writes)
    if not scope.is_office:
        return or_(JointStatement.state.in_(SHOWN), own)
    return or_(
        JointStatement.state != StatementState.DRAFT, JointStatement.municipality_id.is_(None), own
    )


def _get(*conditions: ColumnElement[bool]) -> JointStatement:
    statement = db.session.scalar(
        select(JointStatement).where(*conditions).options(joinedload(JointStatement.municipality))
    )
    if statement is None:
        raise NotFound
    return statement
