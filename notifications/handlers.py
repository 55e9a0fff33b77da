"""What happens to mails when roles end."""

from app.kernel import outbox
from organisations.accounts.queries import find_email_of
from organisations.roles.events import RoleEnded


def role_ended(event: RoleEnded) -> None:
    """Whoever has left the programme is mailed nothing more about it, not even what waits."""
    address = find_email_of(event.person)
    if address and not event.remaining:
        outbox.withdraw_waiting(address)


HANDLERS = ((RoleEnded, role_ended),)
