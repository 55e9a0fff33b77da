"""What happens to calendar subscriptions when roles end."""

from organisations.roles.events import RoleEnded
from scheduling.feeds.queries import list_feeds_of
from scheduling.feeds.services import revoke_feed


def role_ended(event: RoleEnded) -> None:
    """A subscription rests on taking part: with the last role, every address goes dead."""
    if not event.remaining:
        for feed in list_feeds_of(event.person):
            revoke_feed(feed=feed, actor=event.actor, now=event.now)


HANDLERS = ((RoleEnded, role_ended),)
