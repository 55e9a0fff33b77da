"""Groups: for their members alone, roles once each, sealed cases, gone in time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.bus import publish
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role as HouseRole
from app.kernel.vault import SubjectsErased, current_vault
from exchange.peer_consultations.groups import case_texts, queries, services
from exchange.peer_consultations.groups.case_texts import CaseText, ChangedMeanwhile
from exchange.peer_consultations.groups.casting import cast_role
from exchange.peer_consultations.groups.dating import Meeting, set_date
from exchange.peer_consultations.groups.errors import (
    CaseIsWritten,
    DateTooLate,
    GroupIsFull,
    NotPlanned,
    NotYours,
    RoleTaken,
)
from exchange.peer_consultations.groups.jobs import DELETING_JOB
from exchange.peer_consultations.groups.models import (
    Consultation,
    HeldConsultation,
    Invitation,
    Member,
    Role,
)
from exchange.peer_consultations.groups.polling import open_poll
from exchange.peer_consultations.groups.presentation import shown_consultation
from exchange.peer_consultations.groups.written import PeerCase, PeerNote, Reflection
from exchange.peer_consultations.peers.models import PeerProfile
from exchange.peer_consultations.personal_data import erase_consultations, export_consultations
from exchange.peer_consultations.reflection.jobs import ASKING_JOB
from exchange.peer_consultations.reflection.services import (
    list_shared,
    read_reflection,
    save_reflection,
)
from organisations.roles.events import RoleEnded
from scheduling.models import EventStatus, Occupancy
from scheduling.polls.queries import find_poll
from scheduling.polls.services import choose_date
from tests.exchange.peer_consultations.factories import (
    STORY,
    TEXT,
    begin,
    go_on,
    hold,
    join,
    make_consultation,
    make_group,
)
from tests.house.clock import START
from tests.organisations.factories import make_account

DAY = timedelta(days=1)
MEETING = Meeting(
    starts_at=START + 7 * DAY,
    ends_at=START + 7 * DAY + timedelta(minutes=90),
    zone="Europe/Berlin",
    online_link="https://video.example/raum",
)


@pytest.fixture
def owner(personas):
    return personas.owner.person


@pytest.fixture
def group(owner):
    return make_group(owner)


def test_nobody_but_members_learns_that_it_exists(group, owner, personas):
    consultation, _people = group
    before = db.session.query(AuditEntry).count()
    assert queries.get_consultation(owner, consultation.public_id) == consultation
    for account in (personas.colleague, personas.coordinator, personas.office):
        with pytest.raises(NotFound):
            queries.get_consultation(account.person, consultation.public_id)
        with pytest.raises(NotFound):
            services.leave(consultation=consultation, person=account.person, now=START)
        assert list(queries.list_consultations(account.person)) == []
    assert db.session.query(AuditEntry).count() == before


def test_roles_are_had_once_and_swapped(group, owner):
    consultation, people = group
    adviser, moderator = people[Role.ADVISER], people[Role.MODERATOR]
    cast_role(consultation=consultation, person=adviser, role=Role.MODERATOR, actor=owner)
    roles = {one.person_id: one.role for one in queries.list_members(consultation)}
    assert (roles[adviser.id], roles[moderator.id]) == (Role.MODERATOR, Role.ADVISER)
    with pytest.raises(RoleTaken):
        cast_role(
            consultation=consultation, person=moderator, role=Role.NOTE_KEEPER, actor=moderator
        )
    with pytest.raises(NotYours):
        cast_role(consultation=consultation, person=owner, role=Role.ADVISER, actor=moderator)
    with pytest.raises(CaseIsWritten):
        cast_role(consultation=consultation, person=adviser, role=Role.CASE_GIVER, actor=owner)


def test_the_moderation_is_handed_on_while_it_runs_and_no_role_once_it_is_over(group, owner):
    consultation, people = group
    begin(consultation, people)
    go_on(consultation, people)
    services.leave(consultation=consultation, person=people[Role.MODERATOR], now=START)
    adviser = people[Role.ADVISER]
    cast_role(consultation=consultation, person=adviser, role=Role.MODERATOR, actor=adviser)
    with pytest.raises(CaseIsWritten):
        cast_role(consultation=consultation, person=owner, role=Role.ADVISER, actor=owner)
    people[Role.MODERATOR] = adviser
    while consultation.is_running:
        go_on(consultation, people)
    with pytest.raises(NotPlanned):
        cast_role(consultation=consultation, person=adviser, role=Role.ADVISER, actor=owner)


def test_a_case_is_sealed_and_read_by_the_group_from_when_it_is_shared_until_the_end(owner):
    consultation, people = make_group(owner)
    reader, case = people[Role.ADVISER], case_texts.find_case(consultation)
    assert STORY.encode() not in case.sealed
    assert case_texts.read_case(case) == TEXT

    def read():
        return shown_consultation(reader, consultation.public_id).text

    assert read() == TEXT
    case_texts.take_case_back(consultation=consultation, actor=owner)
    assert read() is None
    case_texts.share_case(consultation=consultation, actor=owner, now=START)
    hold(consultation, people)
    assert read() is None
    assert shown_consultation(owner, consultation.public_id).text == TEXT


def test_a_case_is_not_overwritten_unseen_and_only_its_giver_writes(group, owner):
    consultation, people = group
    with pytest.raises(ChangedMeanwhile):
        case_texts.save_case(consultation=consultation, text=CaseText("x"), revision=0, actor=owner)
    with pytest.raises(NotFound):
        case_texts.save_case(
            consultation=consultation, text=CaseText("x"), revision=1, actor=people[Role.ADVISER]
        )
    with pytest.raises(NotFound):
        case_texts.share_case(consultation=consultation, actor=people[Role.MODERATOR], now=START)


def test_a_group_has_eight_members_at_most(owner):
    consultation = make_consultation(owner)
    for _number in range(6):
        join(consultation, owner, make_account().person)
    two = [make_account().person for _number in range(2)]
    for person in two:
        services.invite_person(
            consultation=consultation, person=person, suggested=True, actor=owner, now=START
        )
    first, second = db.session.scalars(select(Invitation).order_by(Invitation.id))
    services.accept_invitation(invitation=first, now=START)
    with pytest.raises(GroupIsFull):
        services.accept_invitation(invitation=second, now=START)
    assert queries.find_member(consultation, two[1]) is None


def test_an_invitation_tells_nothing_and_who_declines_is_not_asked_again(owner, personas):
    consultation, person = make_consultation(owner), personas.foreigner.person
    ask = {
        "consultation": consultation,
        "person": person,
        "suggested": True,
        "actor": owner,
        "now": START,
    }
    assert services.invite_person(**ask)
    [mail] = db.session.scalars(select(OutboxMessage))
    assert mail.subject == "Nachricht aus KommA"
    assert "Beratung" not in mail.body
    [invitation] = queries.list_invitations(person)
    services.decline_invitation(invitation=invitation, now=START)
    assert not services.invite_person(**ask)
    assert queries.count_invitations(person) == 0
    with pytest.raises(NotFound):
        services.accept_invitation(invitation=invitation, now=START)


def test_a_date_stands_in_all_calendars_and_follows_who_comes_and_goes(owner):
    consultation, people = make_group(owner)
    act = {"consultation": consultation, "actor": owner, "now": START}
    event = set_date(meeting=MEETING, **act)
    assert event.title.de == "Kollegiale Beratung", "no topic"
    late = make_account().person
    join(consultation, owner, late)
    services.leave(consultation=consultation, person=people[Role.ADVISER], now=START)
    there = set(db.session.scalars(select(Occupancy.person_id)))
    assert there == {owner.id, late.id, people[Role.MODERATOR].id, people[Role.NOTE_KEEPER].id}
    far = replace(MEETING, starts_at=START + 200 * DAY, ends_at=START + 201 * DAY)
    with pytest.raises(DateTooLate):
        set_date(meeting=far, **act)
    services.call_off(**act)
    assert event.status == EventStatus.CANCELLED
    assert case_texts.find_case(consultation) is None


def test_a_group_that_met_before_its_date_keeps_no_date_in_its_calendars(owner):
    consultation, people = make_group(owner)
    event = set_date(consultation=consultation, meeting=MEETING, actor=owner, now=START)
    hold(consultation, people)
    assert event.status == EventStatus.CANCELLED


def test_a_poll_finds_the_date_for_all_who_are_in_by_then(owner):
    consultation, _people = make_group(owner)
    poll = open_poll(
        consultation=consultation,
        proposals=[START + 5 * DAY, START + 6 * DAY],
        duration=timedelta(minutes=90),
        zone="Europe/Berlin",
        closes_at=START + 3 * DAY,
        actor=owner,
        now=START,
    )
    join(consultation, owner, make_account().person)
    choose_date(poll=poll, proposal=poll.proposals[1], actor=owner, now=START)
    assert consultation.event.starts_at == START + 6 * DAY
    assert poll.event == consultation.event
    assert db.session.query(Occupancy).filter_by(event_id=consultation.event_id).count() == 5
    assert find_poll(subject="peer_consultation", subject_key=consultation.public_id) == poll


def test_no_poll_proposes_what_comes_after_the_deletion_and_a_fixed_date_ends_it(owner):
    consultation, _people = make_group(owner)
    ask = {
        "consultation": consultation,
        "duration": timedelta(minutes=90),
        "zone": "Europe/Berlin",
        "closes_at": START + 3 * DAY,
        "actor": owner,
        "now": START,
    }
    with pytest.raises(DateTooLate):
        open_poll(proposals=[START + 5 * DAY, START + 120 * DAY], **ask)
    poll = open_poll(proposals=[START + 5 * DAY], **ask)
    set_date(consultation=consultation, meeting=MEETING, actor=owner, now=START)
    assert not poll.is_open
    assert consultation.event.starts_at == MEETING.starts_at


def test_who_leaves_takes_their_case_along_and_hands_on_the_organising(group, owner):
    consultation, people = group
    subject = case_texts.find_case(consultation).vault_subject
    services.leave(consultation=consultation, person=owner, now=START)
    db.session.commit()
    assert case_texts.find_case(consultation) is None
    assert current_vault().find_erased([subject]) == {subject}
    assert consultation.organiser_public_id == people[Role.MODERATOR].public_id
    assert consultation.member_count == 3
    for person in (people[Role.MODERATOR], people[Role.NOTE_KEEPER], people[Role.ADVISER]):
        services.leave(consultation=consultation, person=person, now=START)
    assert db.session.query(Consultation).count() == 0


def test_on_its_day_all_of_it_goes_with_its_keys_and_only_the_quarter_stays(owner, clock):
    consultation, people = make_group(owner)
    set_date(consultation=consultation, meeting=MEETING, actor=owner, now=START)
    hold(consultation, people)
    save_reflection(consultation=consultation, text="x", shared=True, actor=owner, now=START)
    subjects = {
        case_texts.find_case(consultation).vault_subject,
        db.session.scalars(select(Reflection)).one().vault_subject,
    }
    db.session.commit()
    clock.advance(days=119)
    assert run_job(DELETING_JOB) == 0
    clock.advance(days=1)
    assert run_job(DELETING_JOB) == 1
    for model in (Consultation, Member, Invitation, PeerCase, PeerNote, Reflection, Occupancy):
        assert db.session.query(model).count() == 0
    assert current_vault().find_erased(subjects) == subjects
    [held] = db.session.scalars(select(HeldConsultation))
    assert held.quarter == date(2026, 10, 1)


def test_four_weeks_later_all_are_asked_once_and_each_text_is_its_writers_alone(owner, clock):
    consultation, people = make_group(owner)
    hold(consultation, people)
    db.session.query(OutboxMessage).delete()
    db.session.commit()
    clock.advance(days=27)
    assert run_job(ASKING_JOB) == 0
    clock.advance(days=1)
    assert (run_job(ASKING_JOB), run_job(ASKING_JOB)) == (1, 0)
    assert db.session.query(OutboxMessage).count() == 4
    own = save_reflection(
        consultation=consultation, text="Es half", shared=False, actor=owner, now=clock.now()
    )
    assert b"Es half" not in own.sealed
    assert list_shared(consultation) == []
    save_reflection(
        consultation=consultation, text="Es half", shared=True, actor=owner, now=clock.now()
    )
    assert [read.text for read in list_shared(consultation)] == ["Es half"]


def test_erasing_a_person_leaves_the_group_without_them_and_their_texts(owner, personas):
    consultation, people = make_group(owner)
    begin(consultation, people)
    go_on(consultation, people)
    given = export_consultations(owner.id)["peer_consultations"]
    assert given[0]["case"]["story"] == STORY
    assert export_consultations(people[Role.ADVISER].id)["peer_consultations"][0]["case"] is None
    db.session.add(
        PeerProfile(person_id=owner.id, topics=[], hours=[], only_others=True, agreed_at=START)
    )
    erase_consultations(owner.id)
    assert owner.id not in {one.person_id for one in queries.list_members(consultation)}
    assert case_texts.find_case(consultation) is None
    assert db.session.query(PeerProfile).count() == 0


def test_whoever_has_no_role_any_more_takes_part_no_more(group, owner):
    consultation, _people = group
    for remaining, members in ((frozenset({HouseRole.TRAINEE}), 4), (frozenset(), 3)):
        publish(RoleEnded(owner, HouseRole.TEAM_LEAD, remaining, None, START))
        assert consultation.member_count == members


def test_what_was_erased_stays_erased_when_a_backup_brings_it_back(group):
    consultation, _people = group
    subject = case_texts.find_case(consultation).vault_subject
    publish(SubjectsErased(frozenset({subject})))
    assert case_texts.find_case(consultation) is None
    assert read_reflection(None) == ""
