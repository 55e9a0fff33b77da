"""Makes people's wishes and kinds of mail for tests. Everything is flushed, nothing committed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import Flask

from app.kernel.feature import Feature
from notifications.kinds import NotificationKind
from notifications.services import save_wishes
from notifications.wishes import Area, Wishes
from organisations.models import Person
from tests.house.clock import START


def make_wishes(person: Person, *, now: datetime = START, **given: object) -> Wishes:
    """`person` wishes what is given, and the usual besides."""
    return save_wishes(person=person, wishes=Wishes(**given), now=now)  # type: ignore[arg-type]


def make_kind(*templates: str, **given: object) -> NotificationKind:
    """A kind of mail about trainings that can wait and be switched off."""
    values = {
        "key": "shop",
        "label": "Laden",
        "area": Area.TRAININGS,
        "templates": templates,
        "may_wait": True,
        "may_be_off": True,
    }
    return NotificationKind(**(values | given))  # type: ignore[arg-type]


@contextmanager
def declared(app: Flask, *kinds: NotificationKind) -> Iterator[None]:
    """Have a feature of `app` declare `kinds` while the block runs."""
    features = app.extensions["komma"].features
    features.append(Feature(name="shop", notification_kinds=kinds))
    try:
        yield
    finally:
        features.pop()
