"""Commands on calendar subscriptions: get a secret address, and make it worthless again."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.tokens import token_hash
from organisations.models import Person
from scheduling.feeds.choices import FeedChoice
from scheduling.feeds.models import CalendarFeed
from scheduling.feeds.queries import count_feeds_of, find_any_feed_by_token

MOST_FEEDS = 20
SHOW_AGAIN_FOR = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)


class TooManyFeeds(DomainError):
    """A forgotten address is a door left open, so there are not any number of them."""

    def __init__(self) -> None:
        super().__init__(
            _l("Sie haben sehr viele Abos. Beenden Sie zuerst eines, das Sie nicht mehr brauchen.")
        )


class AlreadySubscribed(DomainError):
    """The form was sent before, too long ago to show the address again, or its feed has ended."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Dieses Formular haben Sie schon einmal abgeschickt. Die Adresse zeigen wir nicht "
                "noch einmal. Wenn Sie sie nicht mehr haben: Beenden Sie das Abo und legen Sie ein "
                "neues an."
            )
        )


@dataclass(frozen=True)
class Subscription:
    """A feed with its token, which is stored nowhere. `new` is False for a form sent twice."""

    feed: CalendarFeed
    token: str
    new: bool


def subscribe(*, person: Person, choice: FeedChoice, form_key: str, now: datetime) -> Subscription:
    """A subscription of `person` to what `choice` says, with its secret token.

    A group that does not take up the person is an empty calendar. `form_key` is the random value of
    the form. The same form sent again within ten minutes (a double click, a reloaded page, an
    answer lost on the way) gives the same subscription and the same token; later it raises
    AlreadySubscribed. Raises TooManyFeeds.
    """
    token = _token_of_form(person, choice, form_key)
    lock(f"calendar_feeds:{person.public_id}")
    known = find_any_feed_by_token(token)
    if known is not None:
        if known.revoked_at is not None or now - known.created_at > SHOW_AGAIN_FOR:
            raise AlreadySubscribed
        return Subscription(known, token, new=False)
    if count_feeds_of(person) >= MOST_FEEDS:
        raise TooManyFeeds
    feed = CalendarFeed(
        person=person,
        label=choice.label,
        contents=choice.contents,
        group_key=choice.group_key,
        detail=choice.detail,
        remind_minutes=choice.remind_before and choice.remind_before // MINUTE,
        token_hash=token_hash(token),
        created_at=now,
    )
    db.session.add(feed)
    db.session.flush()
    audit.record("calendar_feed.created", feed, actor=person, now=now)
    return Subscription(feed, token, new=True)


def revoke_feed(*, feed: CalendarFeed, actor: Person | None, now: datetime) -> None:
    """Make the address of `feed` worthless from now on. Harmless to repeat.

    `actor` is None where time ended what it rested on.
    """
    if feed.revoked_at is None:
        feed.revoked_at = now
        audit.record("calendar_feed.revoked", feed, actor=actor, now=now)
        db.session.flush()


def _token_of_form(person: Person, choice: FeedChoice, form_key: str) -> str:
    """256 bits that only this installation can compute, the same for the same form.

    So a form sent twice finds its subscription by the hash alone, and neither the database nor
    the session has to keep the token in between.
    """
    key = str(current_app.config["SECRET_KEY"]).encode()
    parts = ("calendar_feed", person.public_id, repr(choice), form_key)
    digest = hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
