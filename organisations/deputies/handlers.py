"""What ends deputyships besides the two themselves."""

from collections.abc import Iterable
from datetime import datetime

from app.kernel.matrix import BOOK_COACHING
from app.kernel.permissions import Role
from organisations.deputies.models import Deputyship
from organisations.deputies.queries import list_deputyships_of, list_deputyships_under
from organisations.deputies.services import end_deputyship
from organisations.models import Person
from organisations.people.events import MunicipalityChanged
from organisations.roles.events import RoleEnded


def role_ended(event: RoleEnded) -> None:
    """Being a deputy is nobody's only reason to stay; who books nothing has nothing to be kept."""
    if event.role is Role.DEPUTY or event.remaining <= {Role.DEPUTY}:
        _end(list_deputyships_of(event.person), event.actor, event.now)
    if not event.remaining & BOOK_COACHING.roles:
        _end(list_deputyships_under(event.person), event.actor, event.now)


def municipality_changed(event: MunicipalityChanged) -> None:
    """Appointments are kept among colleagues of one municipality."""
    both_ways = (*list_deputyships_of(event.person), *list_deputyships_under(event.person))
    _end(both_ways, event.actor, event.now)


def _end(deputyships: Iterable[Deputyship], actor: Person | None, now: datetime) -> None:
    # Always in the same order, so that two who end several never wait for each other.
    for deputyship in sorted(deputyships, key=lambda one: one.deputy_id):
        end_deputyship(deputyship=deputyship, actor=actor, now=now)


HANDLERS = ((RoleEnded, role_ended), (MunicipalityChanged, municipality_changed))
