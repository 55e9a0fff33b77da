"""A real calendar programme subscribes, and follows when dates move or are called off."""

from datetime import timedelta

import pytest
from flask import Flask

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from scheduling.models import Event
from scheduling.services import cancel_event, reschedule_event
from tests.house.clock import START
from tests.house.serving import served
from tests.organisations.factories import make_person
from tests.scheduling.calendar_programmes import CalendarProgrammes
from tests.scheduling.factories import make_event, make_feed

DAY = timedelta(days=1)
#: From the day before the first event to after the clocks change in spring.
DAYS = ("2026-11-23", "2027-04-30")


def text(words: str) -> Bilingual:
    return Bilingual(de=words, en=f"English: {words}")


def prepare(app: Flask) -> tuple[str, int, int]:
    """A person with two events; returns the token and the events' ids."""
    with app.app_context():
        ada = make_person()
        winter = make_event(ada, title=text("Haltung, Recht & „Grenzen“; Teil 1"))
        spring = make_event(
            ada,
            title=text("Krisenkommunikation üben 🕊"),
            starts_at=START.replace(year=2027, month=4, day=12, hour=7),
            place="Straße der Übung 3, Raum 2",
        )
        token = make_feed(ada).token
        db.session.commit()
        return token, winter.id, spring.id


def test_vdirsyncer_and_khal_follow_the_calendar(committing_app, tmp_path):
    token, winter, spring = prepare(committing_app)
    with served(committing_app) as address:
        computer = CalendarProgrammes(tmp_path / "ada", f"{address}/calendar/{token}.ics")
        computer.set_up()
        computer.synchronise()
        assert computer.list_events(*DAYS) == [
            "2026-11-24 10:00-12:00 Haltung, Recht & „Grenzen“; Teil 1 @ Rathaus, Saal 2",
            "2027-04-12 09:00-11:00 Krisenkommunikation üben 🕊 @ Straße der Übung 3, Raum 2",
        ]

        with committing_app.app_context():
            later = committing_app.extensions["komma"].clock.advance(hours=1)
            event = db.session.get_one(Event, winter)
            reschedule_event(
                event=event,
                starts_at=event.starts_at + 2 * DAY,
                ends_at=event.ends_at + 2 * DAY,
                place="Online",
                now=later,
            )
            cancel_event(event=db.session.get_one(Event, spring), now=later)
            db.session.commit()
        computer.synchronise()
        moved, cancelled = computer.list_events(*DAYS)
        assert moved == "2026-11-26 10:00-12:00 Haltung, Recht & „Grenzen“; Teil 1 @ Online"
        assert cancelled.startswith("2027-04-12 09:00-11:00 CANCELLED Abgesagt: Krisen")

        committing_app.extensions["komma"].clock.advance(days=61)
        computer.synchronise()
        assert computer.list_events(*DAYS) == [moved], "in the end it is gone"


@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
def test_a_calendar_elsewhere_shows_its_own_wall_time(committing_app, tmp_path):
    token, *_ = prepare(committing_app)
    with served(committing_app) as address:
        computer = CalendarProgrammes(
            tmp_path / "travelling", f"{address}/calendar/{token}.ics", zone="America/New_York"
        )
        computer.set_up()
        computer.synchronise()
        lines = computer.list_events(*DAYS)
    assert [line[:22] for line in lines] == ["2026-11-24 04:00-06:00", "2027-04-12 03:00-05:00"]
