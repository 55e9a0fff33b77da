"""Reads of uploaded lists, and of what their rows are checked against."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.permissions import Role
from organisations.accounts.models import Account
from organisations.models import Municipality, Person
from organisations.municipalities.keys import make_key
from organisations.people.coordination import ROLES_OF_COORDINATORS
from organisations.people.queries import list_overseen_municipalities, reaches_everybody
from organisations.people.services import ROLES_IN_A_MUNICIPALITY, ROLES_WITH_FUNCTION
from organisations.roster.checking import CheckedRow, Known, address_of, check_rows
from organisations.roster.models import RosterUpload
from organisations.roster.reading import Column, Row
from organisations.roster.vocabulary import FUNCTIONS, LANGUAGES, ROLES


def get_upload(public_id: str, *, owner: Person, purpose: str = "") -> RosterUpload:
    """The list that `owner` has uploaded for `purpose`. Raises NotFound, also for all others."""
    upload = db.session.scalar(
        select(RosterUpload).where(
            RosterUpload.public_id == public_id,
            RosterUpload.owner_id == owner.id,
            RosterUpload.purpose == purpose,
        )
    )
    if upload is None:
        raise NotFound
    return upload


def check_upload(upload: RosterUpload, account: Account) -> tuple[CheckedRow, ...]:
    """The rows of `upload` as they stand now, for what `account` may add."""
    rows = rows_of(upload)
    return check_rows(rows, _known(rows, account, list_overseen_municipalities(account)))


def list_municipalities_of_list(account: Account) -> dict[str, Municipality]:
    """By public id, the municipalities to which `account` may add people."""
    return {one.public_id: one for one in list_overseen_municipalities(account)}


def rows_of(upload: RosterUpload) -> list[Row]:
    """What the file held, as it was read."""
    return [
        Row(
            row["number"],
            {Column(name): text for name, text in row["cells"].items()},
            row["surplus"],
        )
        for row in upload.rows
    ]


def as_documents(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as `RosterUpload.rows` keeps them."""
    return [
        {
            "number": row.number,
            "cells": {column.value: text for column, text in row.cells.items()},
            "surplus": row.surplus,
        }
        for row in rows
    ]


def _known(rows: Sequence[Row], account: Account, overseen: Sequence[Municipality]) -> Known:
    everything = reaches_everybody(account)
    addresses = {address_of(row) for row in rows}
    taken = db.session.scalars(select(Account.email).where(Account.email.in_(addresses)))
    return Known(
        functions=FUNCTIONS,
        roles=ROLES,
        languages=LANGUAGES,
        municipalities={make_key(one.name): one.public_id for one in overseen},
        allowed_roles=frozenset(Role) if everything else ROLES_OF_COORDINATORS,
        roles_at_home=ROLES_IN_A_MUNICIPALITY,
        roles_with_function=ROLES_WITH_FUNCTION,
        usual_role=Role.TRAINEE,
        usual_language="de",
        home=overseen[0].public_id if len(overseen) == 1 and not everything else None,
        taken=frozenset(taken),
    )
