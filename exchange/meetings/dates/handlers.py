"""Whoever loses a role or changes the municipality loses dates at once, not with the next sweep."""

from exchange.meetings.dates.members import take_up_members
from organisations.people.events import MunicipalityChanged
from organisations.roles.events import RoleEnded


def members_changed(event: RoleEnded | MunicipalityChanged) -> None:
    """Have coming dates take up who belongs to them now."""
    take_up_members(now=event.now)


HANDLERS = ((RoleEnded, members_changed), (MunicipalityChanged, members_changed))
