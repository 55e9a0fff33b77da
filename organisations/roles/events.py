"""What happens to roles, for those whom it concerns."""

from dataclasses import dataclass
from datetime import datetime

from app.kernel.permissions import Role
from organisations.models import Person


@dataclass(frozen=True)
class RoleEnded:
    """`person` lost `role` at `now`; `remaining` are the roles they still have."""

    person: Person
    role: Role
    remaining: frozenset[Role]
    actor: Person | None
    now: datetime
