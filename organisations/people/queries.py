"""Reads of people and their accounts, as far as the one who reads reaches."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, func, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.matrix import MANAGE_PEOPLE
from app.kernel.permissions import SCOPED_ROLES, Role
from organisations.accounts.models import Account, RoleGrant
from organisations.models import Municipality, Person, Team
from organisations.searching import contains, words_of

PEOPLE_PER_PAGE = 25

#: Whoever has any other works for the programme: they are the office's, wherever they belong.
ROLES_AT_HOME = SCOPED_ROLES | {Role.TRAINEE, Role.TEAM_LEAD, Role.DEPUTY}


@dataclass(frozen=True)
class AccountPage:
    """One page of a longer list of accounts. `page` is 1-based and never beyond the last."""

    accounts: Sequence[Account]
    page: int
    pages: int
    total: int


def list_accounts(*, reader: Account, search: str = "", page: int = 1) -> AccountPage:
    """Accounts that `reader` reaches, by name of their person.

    Every word of `search` is in name, address or municipality; an address that is hidden from the
    reader is not looked at, so that nobody finds it out by trying. A `page` that there is not
    becomes the nearest one.
    """
    address: ColumnElement[str] = case((Person.contact_hidden, ""), else_=Account.email)
    if reaches_everybody(reader):
        address = Account.email  # type: ignore[assignment]
    matching = select(Account.id).join(Account.person).outerjoin(Person.municipality)
    matching = matching.where(_reached_by(reader))
    for word in words_of(search):
        matching = matching.where(
            contains(word, Person.given_name, Person.family_name, address, Municipality.name)
        )
    total = db.session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    pages = max(1, -(-total // PEOPLE_PER_PAGE))
    page = min(max(page, 1), pages)
    accounts = db.session.scalars(
        select(Account)
        .join(Account.person)
        .where(Account.id.in_(matching))
        .options(
            contains_eager(Account.person).joinedload(Person.municipality),
            contains_eager(Account.person).joinedload(Person.team),
            selectinload(Account.grants),
        )
        .order_by(Person.sort_name, Account.id)
        .offset((page - 1) * PEOPLE_PER_PAGE)
        .limit(PEOPLE_PER_PAGE)
    ).all()
    return AccountPage(accounts, page, pages, total)


def find_people_by_name(search: str, *, reader: Account, most: int) -> Sequence[Person]:
    """At most `most` people with an account whom `reader` reaches, by name: every word of `search`
    is in it. One statement."""
    query = select(Person).join(Account, Account.person_id == Person.id).where(_reached_by(reader))
    for word in words_of(search):
        query = query.where(contains(word, Person.given_name, Person.family_name))
    return db.session.scalars(
        query.options(joinedload(Person.municipality))
        .order_by(Person.sort_name, Person.id)
        .limit(most)
    ).all()


def get_account_of(person_public_id: str, *, reader: Account) -> Account:
    """The account of a person, with municipality, team and roles.

    Raises NotFound, also for everybody whom `reader` does not reach.
    """
    account = db.session.scalar(
        select(Account)
        .join(Account.person)
        .where(Person.public_id == person_public_id, _reached_by(reader))
        .options(
            joinedload(Account.person).joinedload(Person.municipality),
            joinedload(Account.person).joinedload(Person.team),
            selectinload(Account.grants),
        )
    )
    if account is None:
        raise NotFound
    return account


def list_people_with_role(role: Role) -> Sequence[Person]:
    """Everyone who has `role`, by name."""
    return db.session.scalars(
        select(Person)
        .where(Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.role == role)))
        .order_by(Person.sort_name, Person.id)
    ).all()


def list_grants(person: Person) -> Sequence[RoleGrant]:
    """The roles of `person` as they are in the database now."""
    return db.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == person.id).order_by(RoleGrant.id)
    ).all()


def list_teams(municipality: Municipality) -> Sequence[Team]:
    """The teams of a municipality, oldest first."""
    return db.session.scalars(
        select(Team).where(Team.municipality_id == municipality.id).order_by(Team.id)
    ).all()


def list_team_names(municipalities: Sequence[Municipality]) -> list[str]:
    """The German names of their teams, each once, in order: suggestions for a field."""
    ids = [municipality.id for municipality in municipalities]
    names = db.session.scalars(select(Team.name).where(Team.municipality_id.in_(ids))).all()
    return sorted({name.de for name in names}, key=str.casefold)


def reaches_everybody(account: Account) -> bool:
    """Whether `account` manages people in the whole programme, not of a municipality alone."""
    return MANAGE_PEOPLE.reaches_all(account.roles)


def list_overseen_municipalities(account: Account) -> Sequence[Municipality]:
    """By name, where `account` may add people: everywhere for the programme office, else where it
    coordinates or stands in for who does."""
    query = select(Municipality).order_by(Municipality.name)
    if not reaches_everybody(account):
        query = query.where(Municipality.id.in_(_coordinated_by(account)))
    return db.session.scalars(query).all()


def _coordinated_by(account: Account) -> set[int | None]:
    return {grant.municipality_id for grant in account.grants if grant.role in SCOPED_ROLES}


def _reached_by(reader: Account) -> ColumnElement[bool]:
    """Whether `reader` reaches a person."""
    if reaches_everybody(reader):
        return true()
    works_beyond = exists().where(
        RoleGrant.person_id == Person.id, RoleGrant.role.not_in(ROLES_AT_HOME)
    )
    return and_(Person.municipality_id.in_(_coordinated_by(reader)), ~works_beyond)
