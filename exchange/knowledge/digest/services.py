"""Commands of the weekly mail: want it or not, and be told once a week."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from app.kernel.db import INSERT, db
from app.kernel.i18n import programme_zone
from app.kernel.outbox import OutboxMessage
from exchange.knowledge.digest.kind import DIGEST_MAIL, WEEKLY_DIGEST
from exchange.knowledge.digest.models import ToldOfArticles
from exchange.knowledge.digest.queries import find_news
from notifications.queries import get_wishes
from notifications.services import notify, save_wishes
from notifications.wishes import MORNING, Timing
from organisations.models import Person

WEEK = timedelta(days=7)


def start_of_week(now: datetime) -> datetime:
    """The last Monday morning by the programme's clock: up to then the coming mail tells."""
    local = now.astimezone(programme_zone())
    day = local.date() - timedelta(days=local.weekday())
    monday = datetime.combine(day, time(MORNING), tzinfo=programme_zone())
    if monday > local:
        monday = datetime.combine(day - WEEK, time(MORNING), tzinfo=programme_zone())
    return monday


def is_subscribed(person: Person) -> bool:
    """Whether the person has asked for the mail."""
    return WEEKLY_DIGEST.timing_for(get_wishes(person)) is not Timing.NEVER


def change_subscription(*, person: Person, wanted: bool, now: datetime) -> None:
    """Have the mail from the coming Monday on, or have it no more. Whether it waits for the daily
    digest stays as the person wishes.
    """
    wishes = get_wishes(person)
    if wanted == (WEEKLY_DIGEST.timing_for(wishes) is not Timing.NEVER):
        return
    chosen = Timing.AT_ONCE if wanted else Timing.NEVER
    timings = {**wishes.timings, WEEKLY_DIGEST.key: chosen.value}
    save_wishes(person=person, wishes=replace(wishes, timings=timings), now=now)
    if wanted:
        _claim(person, start_of_week(now))


def tell_of_news(
    *, person: Person, since: datetime | None, week: datetime, now: datetime
) -> OutboxMessage | None:
    """Tell a person of what was published up to `week`, if anything; of two workers one does.

    `since` is until when they have been told; without, it tells of the week before.
    """
    if not _claim(person, week):
        return None
    news = find_news(since or week - WEEK, week)
    if not news.new:
        return None
    return notify(person=person, template=DIGEST_MAIL, now=now, news=news)


def _claim(person: Person, week: datetime) -> bool:
    """Note that the person is told up to `week`; False where that was noted already."""
    insert = INSERT[db.engine.dialect.name](ToldOfArticles.__table__).values(
        person_id=person.id, told_until=week
    )
    noted = insert.on_conflict_do_update(
        index_elements=["person_id"],
        set_={"told_until": insert.excluded.told_until},
        where=ToldOfArticles.__table__.c.told_until < insert.excluded.told_until,
    ).returning(ToldOfArticles.person_id)
    return db.session.scalar(noted) is not None
