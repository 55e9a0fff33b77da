"""How a feed words an event: what of it is shown, and what changes when the words do."""

import hashlib
from datetime import UTC, datetime, timedelta

from flask import current_app

from app.kernel.i18n import Bilingual, in_language, localised, programme_zone
from app.kernel.i18n import gettext as _
from app.kernel.mail_text import absolute_address
from notifications.wishes import Wishes
from scheduling.calendar_file import CalendarEntry, ending, write_calendar
from scheduling.discretion import AREAS
from scheduling.feeds.choices import Detail
from scheduling.models import Event, EventStatus

CALENDAR_NAME = "KommA"
_ANY_DAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def details_by_owner(detail: Detail, wishes: Wishes) -> dict[str | None, Detail]:
    """How much a feed of this `detail` says of events by their owner; None stands for trainings.

    A feed decides for trainings; the rest is the person's wish, whatever the feed says.
    """
    if detail is Detail.FULL and wishes.discreet_everything:
        detail = Detail.APPOINTMENT
    if detail is not Detail.FULL:
        return {None: detail}
    return {None: detail} | {
        owner: Detail.APPOINTMENT for owner, area in AREAS.items() if wishes.is_discreet_about(area)
    }


def entry_of(event: Event, detail: Detail) -> CalendarEntry:
    """What a feed shows of `event`, in the language of the moment.

    Only a full entry has a title: else it is the person's own word, see `ending_for`. Only a full
    one has the way in, too: whoever may read less than everything shall not be able to come in.
    """
    cancelled = event.status == EventStatus.CANCELLED
    title, place, note = "", "", ""
    if detail is Detail.FULL:
        title, place = _worded(localised(event.title), cancelled=cancelled), event.location
    if detail is not Detail.BUSY:
        address = absolute_address("calendar.event", public_id=event.public_id)
        note = _("Alles Weitere nach der Anmeldung: %(address)s", address=address)
    if detail is Detail.FULL and event.online_link and not cancelled:
        note = _("Ihr Zugang: %(link)s", link=event.online_link) + "\n" + note
    return CalendarEntry(
        uid=event.uid,
        sequence=event.sequence,
        title=title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        place=place,
        note=note,
        cancelled=cancelled,
        created_at=event.created_at,
        changed_at=event.changed_at,
    )


def ending_for(
    detail: Detail, *, cancelled: bool, word: str, remind_before: timedelta | None
) -> bytes:
    """What ends each entry of one kind, in the language of the moment.

    `word` is the person's own for a discreet title, empty for the usual one. The reminder says no
    more than that: it comes up on lock screens. Of what is called off nobody is reminded.
    """
    word = word or _("KommA-Termin")
    if detail is Detail.BUSY:
        title = _("Wieder frei") if cancelled else _("Beschäftigt")
    else:
        title = "" if detail is Detail.FULL else _worded(word, cancelled=cancelled)
    return ending(
        title,
        remind_before=None if cancelled else remind_before,
        reminder=title if detail is Detail.BUSY else word,
    )


def wording_version(language: str) -> str:
    """Changes whenever anything changes that entries show without being of the event.

    Words, their translation, addresses, the form of the file, the rules of the programme's zone:
    it is a hash of a file that has one of each.
    """
    known: dict[str, str] = current_app.extensions.setdefault("komma.feeds.wording", {})
    if language not in known:
        known[language] = _wording_version(language)
    return known[language]


def _wording_version(language: str) -> str:
    zone = programme_zone().key
    with in_language(language):
        endings = b"".join(
            ending_for(detail, cancelled=cancelled, word="", remind_before=timedelta(hours=1))
            for detail in Detail
            for cancelled in (False, True)
        )
        entries = [
            entry_of(_sample(zone, status), detail) for detail in Detail for status in EventStatus
        ]
    file = write_calendar(entries, name=CALENDAR_NAME, zone=zone, year=_ANY_DAY.year)
    return hashlib.sha256(file + endings).hexdigest()[:32]


def _sample(zone: str, status: EventStatus) -> Event:
    return Event(
        public_id="sample",
        uid="sample@komma",
        sequence=0,
        owner="sample",
        title=Bilingual(de="Beispiel", en="Sample"),
        starts_at=_ANY_DAY,
        ends_at=_ANY_DAY + timedelta(hours=1),
        zone=zone,
        place="Haus",
        room="Saal",
        online_link="https://example.org/",
        status=status,
        created_at=_ANY_DAY,
        changed_at=_ANY_DAY,
    )


def _worded(title: str, *, cancelled: bool) -> str:
    # Said in words too: some calendars show an event the same with every STATUS.
    return _("Abgesagt: %(title)s", title=title) if cancelled else title
