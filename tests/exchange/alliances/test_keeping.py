"""What alliances keep of people, for how long, and what is left once somebody is erased."""

from datetime import timedelta

from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.retention import delete_due
from exchange.alliances.meetings.minutes import approve_minutes, save_minutes
from exchange.alliances.meetings.models import Meeting, MeetingTask
from exchange.alliances.partners.models import Commitment, Contact, Partner
from exchange.alliances.personal_data import erase_alliance_work, export_alliance_work
from tests.exchange.alliances.factories import (
    make_commitment,
    make_contact,
    make_meeting,
    make_partner,
    make_task,
)
from tests.house.clock import START


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_people_get_and_lose_what_they_did_in_the_alliance(personas, home):
    writer, reader = personas.coordinator.person, personas.owner.person
    meeting = make_meeting(home, reader, actor=writer)
    make_task(meeting, due_on=START.date(), person=reader)
    make_commitment(make_partner(home), agreed_by=writer.public_id)
    save_minutes(
        meeting=meeting, text="Beschlossen", revision=0, submit=True, actor=writer, now=START
    )
    approve_minutes(meeting=meeting, revision=1, actor=reader, now=START)
    [told] = export_alliance_work(reader.id)["alliance_meetings"]
    assert (told["called"], told["minutes"], told["approved"]) == (False, "", True)
    [told] = export_alliance_work(writer.id)["alliance_meetings"]
    assert (told["called"], told["minutes"], told["approved"]) == (True, "Beschlossen", False)
    assert export_alliance_work(reader.id)["alliance_tasks"][0]["text"] == "Notfallkarte drucken"
    for person in (writer, reader):
        erase_alliance_work(person.id)
    db.session.expire_all()
    kept = db.session.scalars(select(Meeting)).one()
    assert (kept.called_by, kept.minutes_by, kept.approved_by) == ("", "", "")
    assert kept.minutes == "Beschlossen"
    assert db.session.scalars(select(MeetingTask)).one().person is None
    assert db.session.scalars(select(Commitment)).one().agreed_by == ""


def test_partners_who_have_left_and_old_meetings_go_with_all_that_is_theirs(personas, home):
    gone = make_partner(home, ended_at=START - timedelta(days=370))
    for partner in (gone, make_partner(home, ended_at=START), make_partner(home)):
        make_contact(partner)
        make_commitment(partner)
    actor = personas.coordinator.person
    old = make_meeting(
        home, actor=actor, starts_at=START - timedelta(days=5 * 366), partners=[gone]
    )
    new = make_meeting(home, actor=actor)
    for meeting in (old, new):
        make_task(meeting, due_on=START.date(), partner=gone)
    db.session.commit()
    delete_due(START)
    db.session.expire_all()
    assert (count(Partner), count(Contact), count(Commitment)) == (2, 2, 2)
    assert (count(Meeting), count(MeetingTask)) == (1, 1)
    assert db.session.scalars(select(MeetingTask)).one().partner is None
