"""What the global search finds: meetings and decisions that the one who looks may open."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from app.kernel import clock
from app.kernel.db import db
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import short_date
from app.kernel.matrix import READ_MEETINGS
from app.kernel.permissions import may
from app.kernel.retention import today
from app.kernel.search import Hit, SearchArea
from exchange.meetings.bodies.access import Reader, reader_of
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.dates.queries import is_open_to
from exchange.meetings.decisions.queries import Wanted, list_decisions
from exchange.minutes.models import MinutesState
from organisations.accounts.current import current_account
from organisations.searching import contains, words_of
from scheduling.models import Event

#: Decisions fit better than meetings: they say what somebody looks for.
_DECISION, _MEETING = 2.0, 1.0


def find_meetings(phrase: str, most: int) -> list[Hit]:
    """Decisions, then meetings by title, place and released minutes, latest first.

    Of a protected visit that is not revealed nobody finds anything.
    """
    if not may(READ_MEETINGS):
        return []
    return find_for(reader_of(current_account()), phrase, most)


def find_for(reader: Reader, phrase: str, most: int) -> list[Hit]:
    """The same for `reader`; nothing for no word at all."""
    if not words_of(phrase):
        return []
    decisions, _total = list_decisions(reader, Wanted(phrase), today=today(clock.now()))
    hits = [
        Hit(
            title=_("Beschluss %(label)s", label=one.label),
            # Not the meeting: whoever came to the body after it was not invited.
            url=url_for("meeting_decisions.index", q=phrase),
            excerpt=one.text,
            detail=one.body.name,
            rank=_DECISION,
        )
        for one in decisions[:most]
    ]
    hits += [_hit(one) for one in _meetings(reader, phrase, most)]
    return hits[:most]


def _meetings(reader: Reader, phrase: str, most: int) -> Sequence[BodyMeeting]:
    out = BodyMeeting.minutes_state.in_([MinutesState.SUBMITTED, MinutesState.APPROVED])
    words = [
        or_(
            contains(word, BodyMeeting.title, BodyMeeting.place),
            out & contains(word, BodyMeeting.minutes),
        )
        for word in words_of(phrase)
    ]
    shown = or_(BodyMeeting.protected.is_(False), BodyMeeting.revealed_at.is_not(None))
    return db.session.scalars(
        select(BodyMeeting)
        .join(BodyMeeting.event)
        .where(is_open_to(reader), shown, *words)
        .options(contains_eager(BodyMeeting.event))
        .order_by(Event.starts_at.desc(), BodyMeeting.id.desc())
        .limit(most)
    ).all()


def _hit(meeting: BodyMeeting) -> Hit:
    return Hit(
        title=meeting.title,
        url=url_for("meetings.show", public_id=meeting.public_id),
        excerpt=meeting.place,
        detail=short_date(meeting.event.starts_at),
        rank=_MEETING,
    )


MEETINGS = SearchArea("meetings", _l("Sitzungen und Beschlüsse"), find_meetings)
