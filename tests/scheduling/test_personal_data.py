"""What scheduling knows of a person can be handed out and forgotten."""

import json

from app.kernel.db import db
from app.kernel.jobs import run_job
from scheduling.invitations.models import CalendarInvitation
from scheduling.invitations.services import JOB_NAME
from scheduling.personal_data import erase, export_of
from scheduling.queries import list_events_of
from tests.house.clock import START
from tests.organisations.factories import make_account, make_person
from tests.scheduling.factories import make_event, make_feed


def test_dates_and_subscriptions_are_handed_out_without_secrets(app):
    ada = make_person()
    event, subscription = make_event(ada), make_feed(ada, label="Diensthandy")
    make_event(make_person())
    exported = export_of(ada.id)
    assert [entry["title"] for entry in exported["events"]] == [event.title.de]
    assert [feed["label"] for feed in exported["calendar_subscriptions"]] == ["Diensthandy"]
    text = json.dumps(exported)
    assert subscription.token not in text
    assert subscription.feed.token_hash not in text


def test_what_calendars_were_told_by_mail_is_handed_out(app):
    ada = make_account().person
    event = make_event(ada)
    db.session.commit()
    assert export_of(ada.id)["calendar_invitations"] == [], "nothing has been told yet"
    run_job(JOB_NAME)
    [told] = export_of(ada.id)["calendar_invitations"]
    assert (told["title"], told["in_calendar"]) == (event.title.de, True)


def test_forgetting_one_person_leaves_the_others(app, client):
    ada, bela = make_person(), make_person()
    event = make_event(ada, bela)
    lost, kept = make_feed(ada), make_feed(bela)
    erase(ada.id)
    assert not any(export_of(ada.id).values())
    assert {row.person_id for row in db.session.query(CalendarInvitation)} == {bela.id}
    assert list(list_events_of(bela, since=START, until=event.ends_at)) == [event]
    assert client.get(f"/calendar/{lost.token}.ics").status_code == 404
    assert client.get(f"/calendar/{kept.token}.ics").status_code == 200
