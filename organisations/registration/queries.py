"""Reads of registrations, and of who decides on them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.permissions import SCOPED_ROLES, Role
from app.kernel.tokens import token_hash
from organisations.accounts.models import Account, RoleGrant
from organisations.models import Municipality
from organisations.people.queries import list_overseen_municipalities
from organisations.registration.models import (
    Registration,
    RegistrationRequest,
    RegistrationStatus,
)


def list_requests() -> Sequence[RegistrationRequest]:
    """What is not answered yet, oldest first."""
    return db.session.scalars(select(RegistrationRequest).order_by(RegistrationRequest.id)).all()


def find_registration_by_email(email: str) -> Registration | None:
    """The registration with this address (in lower case) on which nobody has decided."""
    return db.session.scalar(select(Registration).where(Registration.email == email))


def find_to_confirm(token: str, *, now: datetime) -> Registration | None:
    """The registration whose address the link `token` confirms, or has confirmed already.

    None where there is no such link, where it has expired, or where the registration is decided.
    """
    registration = db.session.scalar(
        select(Registration)
        .where(Registration.token_hash == token_hash(token))
        .options(joinedload(Registration.municipality))
    )
    if registration is None or registration.status == RegistrationStatus.WAITING:
        return registration
    valid = registration.status == RegistrationStatus.UNCONFIRMED
    return registration if valid and registration.link_expires_at > now else None


def list_waiting(account: Account) -> Sequence[Registration]:
    """Who waits for a decision that `account` may take, longest first."""
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.status == RegistrationStatus.WAITING,
            Registration.municipality_id.in_(_overseen_ids(account)),
        )
        .options(joinedload(Registration.municipality))
        .order_by(Registration.confirmed_at, Registration.id)
    ).all()


def get_registration(public_id: str, account: Account) -> Registration:
    """A confirmed registration that `account` may decide on, or that is decided already.

    Raises NotFound, also for another municipality's.
    """
    registration = db.session.scalar(
        select(Registration)
        .where(
            Registration.public_id == public_id,
            Registration.status != RegistrationStatus.UNCONFIRMED,
            Registration.municipality_id.in_(_overseen_ids(account)),
        )
        .options(joinedload(Registration.municipality))
    )
    if registration is None:
        raise NotFound
    return registration


def list_deciders(municipality: Municipality) -> Sequence[Account]:
    """Who coordinates `municipality` or stands in for it; without any, the programme office."""
    coordinate = (
        RoleGrant.role.in_(SCOPED_ROLES),
        RoleGrant.municipality_id == municipality.id,
    )
    return _list_granted(*coordinate) or _list_granted(RoleGrant.role == Role.PROGRAMME_OFFICE)


def _list_granted(*conditions: object) -> Sequence[Account]:
    return db.session.scalars(
        select(Account)
        .where(Account.person_id.in_(select(RoleGrant.person_id).where(*conditions)))
        .options(joinedload(Account.person))
        .order_by(Account.id)
    ).all()


def _overseen_ids(account: Account) -> list[int]:
    return [municipality.id for municipality in list_overseen_municipalities(account)]
