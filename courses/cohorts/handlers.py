"""What happens to people and their roles decides what they have ahead of them."""

from app.kernel.matrix import ENROL
from app.kernel.permissions import Role
from courses.cohorts.closing import leave_all, leave_lines, leave_lines_of_others
from organisations.people.events import MunicipalityChanged
from organisations.roles.events import RoleEnded


def role_ended(event: RoleEnded) -> None:
    """Who has left takes up no seat; who takes part in nothing any more waits for none."""
    if event.remaining <= {Role.DEPUTY}:
        leave_all(event.person, event.now)
    elif not event.remaining & ENROL.roles:
        leave_lines(event.person, event.now)


def municipality_changed(event: MunicipalityChanged) -> None:
    leave_lines_of_others(event.person, event.now)


HANDLERS = ((RoleEnded, role_ended), (MunicipalityChanged, municipality_changed))
