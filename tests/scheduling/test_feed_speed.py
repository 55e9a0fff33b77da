"""Feeds cost little: what was rendered is kept, joined, and never stale."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import update

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from organisations.models import Person
from scheduling.feeds import keeping
from scheduling.feeds.models import KeptEntry
from scheduling.feeds.reading import ShownEvent
from scheduling.models import Event
from scheduling.services import cancel_event, release, reschedule_event
from tests.house.clock import START
from tests.house.queries import recorded_queries
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_person
from tests.scheduling.factories import make_event, make_feed

DAY = timedelta(days=1)


@pytest.fixture
def ada(app) -> Person:
    return make_person()


@pytest.fixture
def token(ada):
    return make_feed(ada).token


@pytest.fixture
def rendered(monkeypatch):
    """The UIDs of the events that the library is asked to render, in order."""
    uids: list[str] = []
    render = keeping.render_entry

    def note(entry):
        uids.append(entry.uid)
        return render(entry)

    monkeypatch.setattr(keeping, "render_entry", note)
    return uids


def fetch(client, token, **headers):
    db.session.commit()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(f"/calendar/{token}.ics", headers=named)


def statements(client, token, status, **headers) -> list[str]:
    db.session.commit()
    with recorded_queries() as recorded:
        assert fetch(client, token, **headers).status_code == status
    return [statement.split()[0] for statement in recorded]


def test_two_queries_answer_and_one_says_that_nothing_has_changed(client, ada, token):
    for day in range(30):
        make_event(ada, starts_at=START + day * DAY)
    first = fetch(client, token)
    assert statements(client, token, 200) == ["SELECT"] * 2
    known = {"If_None_Match": first.headers["ETag"]}
    assert statements(client, token, 304, **known) == ["SELECT"]
    since = {"If_Modified_Since": first.headers["Last-Modified"]}
    assert statements(client, token, 304, **since) == ["SELECT"]
    packed = fetch(client, token, Accept_Encoding="gzip").headers["ETag"]
    known = {"If_None_Match": packed, "Accept_Encoding": "gzip"}
    assert statements(client, token, 304, **known) == ["SELECT"]


def test_an_event_is_rendered_once_for_all_who_see_it_alike(client, ada, token, rendered):
    bela = make_person()
    events = [make_event(ada, bela, starts_at=START + day * DAY) for day in range(3)]
    fetch(client, token)
    assert rendered == [event.uid for event in events]
    remind = make_feed(bela, remind_before=timedelta(minutes=15)).token
    for each in (token, remind):
        assert len(Calendar.from_ical(fetch(client, each).data).events) == 3
    assert len(rendered) == 3
    for detail in ("appointment", "busy"):
        fetch(client, make_feed(ada, detail=detail).token)
        fetch(client, make_feed(bela, detail=detail).token)
    assert len(rendered) == 9, "once more for each amount of detail"


def test_only_what_has_changed_is_rendered_again(client, ada, token, rendered):
    moved, same = make_event(ada), make_event(ada)
    fetch(client, token)
    rendered.clear()
    reschedule_event(
        event=moved,
        starts_at=moved.starts_at + DAY,
        ends_at=moved.ends_at + DAY,
        place="Online",
        now=START,
    )
    fetch(client, token)
    assert rendered == [moved.uid]
    assert db.session.query(KeptEntry).count() == 2, "the old lines are gone"
    release(event=same, person=ada, now=START)
    fetch(client, token)
    assert rendered == [moved.uid]


def test_kept_lines_are_worth_nothing_once_the_wording_changes(client, ada, token, rendered):
    event = make_event(ada)
    before = fetch(client, token)
    db.session.execute(update(KeptEntry).values(wording="of yesterday", lines=b"old"))
    again = fetch(client, token)
    assert again.data == before.data
    assert rendered == [event.uid] * 2


def test_whoever_changes_an_event_and_says_so_is_seen_at_once(client, ada, token):
    """A part that moves events by itself only has to tell when they changed."""
    event = make_event(ada)
    before = fetch(client, token)
    db.session.execute(
        update(Event)
        .where(Event.id == event.id)
        .values(title=Bilingual(de="Neu", en="New"), changed_at=START + DAY)
    )
    after = fetch(client, token, If_None_Match=before.headers["ETag"])
    assert after.status_code == 200
    assert Calendar.from_ical(after.data).events[0]["SUMMARY"] == "Neu"


def test_every_wish_that_changes_entries_changes_the_tag(client, ada, token):
    make_event(ada)
    seen = {fetch(client, token).headers["ETag"]}
    for number, wish in enumerate(
        (
            {"calendar_word": "Termin"},
            {"discreet_trainings": False},
            {"discreet_everything": True},
            {"discreet_everything": True, "calendar_word": "Besprechung"},
        )
    ):
        make_wishes(ada, now=START + number * DAY, **wish)
        seen.add(fetch(client, token).headers["ETag"])
    assert len(seen) == 5


def test_what_is_called_off_is_not_read_from_what_was_kept(client, ada, token):
    event = make_event(ada)
    fetch(client, token)
    cancel_event(event=event, now=START)
    [shown] = Calendar.from_ical(fetch(client, token).data).events
    assert (shown["STATUS"], shown["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert shown["SUMMARY"].startswith("Abgesagt: ")


def test_an_event_that_has_gone_meanwhile_is_not_kept(app):
    """A hold ran out, or somebody was erased, between reading and keeping."""
    gone = ShownEvent(4711, "coaching", "1", False, False, b"", "UTC", 2026, 2026)
    keeping.keep([gone], name_for=lambda _owner: "de.full", wording="1")
    assert db.session.query(KeptEntry).count() == 0
