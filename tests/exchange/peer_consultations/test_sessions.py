"""Sessions: phases in order, one step for one click, time that stands still, notes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from exchange.peer_consultations.groups import case_texts
from exchange.peer_consultations.groups.models import Consultation, HeldConsultation, Role, State
from exchange.peer_consultations.groups.notes import read_notes
from exchange.peer_consultations.sessions import services
from exchange.peer_consultations.sessions.errors import (
    MovedMeanwhile,
    NotModerator,
    NotReady,
    NotRunning,
)
from exchange.peer_consultations.sessions.phases import LAST, MINUTES, PHASES, Clock
from exchange.peer_consultations.sessions.wording import PHASE_NAMES, PROMPTS, PURPOSES
from organisations.accounts.queries import get_account_by_email
from tests.exchange.peer_consultations.factories import (
    begin,
    go_on,
    hold,
    make_consultation,
    make_group,
)
from tests.house.clock import START
from tests.organisations.factories import make_account, make_municipality

MINUTE = timedelta(minutes=1)
CLIENTS = 4
PATIENCE = 120


@pytest.fixture
def group(personas):
    return make_group(personas.owner.person)


def test_every_phase_has_words_for_every_role():
    for phase in PHASES:
        assert PHASE_NAMES[phase]
        assert PURPOSES[phase]
        assert all(PROMPTS[phase, role] for role in Role)
    assert len(PROMPTS) == len(PHASES) * len(Role)


def test_a_session_goes_through_all_phases_and_is_counted_once(group):
    consultation, people = group
    begin(consultation, people)
    for number in range(1, LAST + 1):
        assert consultation.phase == number
        go_on(consultation, people, START + number * MINUTE)
    assert consultation.state == State.HELD
    assert db.session.query(HeldConsultation).count() == 1
    with pytest.raises(NotRunning):
        go_on(consultation, people)


def test_only_who_moderates_moves_it_and_only_from_where_they_saw_it(group):
    consultation, people = group
    begin(consultation, people)
    act = {"consultation": consultation, "by": 1, "now": START}
    with pytest.raises(NotModerator):
        services.change_phase(turn=1, actor=people[Role.CASE_GIVER], **act)
    services.change_phase(turn=1, actor=people[Role.MODERATOR], **act)
    with pytest.raises(MovedMeanwhile):
        services.change_phase(turn=1, actor=people[Role.MODERATOR], **act)
    assert consultation.phase == 2
    go_on(consultation, people, by=-1)
    assert consultation.phase == 1


def test_back_from_the_first_phase_it_has_not_begun_and_can_begin_anew(group):
    consultation, people = group
    begin(consultation, people)
    go_on(consultation, people, by=-1)
    assert (consultation.state, consultation.phase) == (State.PLANNED, None)
    assert begin(consultation, people).phase == 1


def test_it_needs_people_to_begin_and_roles_and_a_case_to_go_on(personas):
    owner = personas.owner.person
    alone = make_consultation(owner, role=Role.MODERATOR)
    with pytest.raises(NotReady):
        begin(alone, {Role.MODERATOR: owner})
    consultation, people = make_group(owner)
    case_texts.take_case_back(consultation=consultation, actor=owner)
    begin(consultation, people)
    with pytest.raises(NotReady):
        go_on(consultation, people)
    case_texts.share_case(consultation=consultation, actor=owner, now=START)
    assert go_on(consultation, people).phase == 2


def test_time_stands_still_in_a_pause(group):
    consultation, people = group
    moderator = people[Role.MODERATOR]
    begin(consultation, people)
    services.pause(consultation=consultation, turn=1, actor=moderator, now=START + 2 * MINUTE)
    clock = services.clock_of(consultation)
    assert (clock.ends_at, clock.left(START + 60 * MINUTE)) == (None, 3 * MINUTE)
    services.resume(consultation=consultation, turn=2, actor=moderator, now=START + 60 * MINUTE)
    assert services.clock_of(consultation).ends_at == START + 63 * MINUTE
    with pytest.raises(MovedMeanwhile):
        services.resume(consultation=consultation, turn=3, actor=moderator, now=START)


def test_notes_are_the_keepers_sealed_and_gone_with_the_case(group):
    consultation, people = group
    note = {"consultation": consultation, "text": "Gespräch anbieten", "now": START}
    with pytest.raises(NotRunning):
        services.add_note(actor=people[Role.NOTE_KEEPER], **note)
    begin(consultation, people)
    written = services.add_note(actor=people[Role.NOTE_KEEPER], **note)
    assert b"anbieten" not in written.sealed
    with pytest.raises(NotFound):
        services.add_note(actor=people[Role.ADVISER], **note)
    case = case_texts.find_case(consultation)
    assert [read.text for read in read_notes(case)] == ["Gespräch anbieten"]
    while consultation.is_running:
        go_on(consultation, people)
    case_texts.delete_case(consultation=consultation, actor=people[Role.CASE_GIVER], now=START)
    assert read_notes(case_texts.find_case(consultation)) == []


@given(
    st.integers(1, LAST),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), max_size=5),
)
def test_what_is_left_is_the_length_without_what_ran(number, spans):
    now, spent = START, timedelta(0)
    for running, pausing in spans:
        clock = Clock(number, spent, now)
        now += timedelta(seconds=running)
        spent = clock.spent_by(now)
        assert Clock(number, spent, None).left(now + timedelta(seconds=pausing)) == clock.left(now)
        now += timedelta(seconds=pausing)
    whole = timedelta(minutes=MINUTES[PHASES[number - 1]])
    ran = timedelta(seconds=sum(running for running, _pausing in spans))
    clock = Clock(number, spent, now)
    assert clock.left(now) == whole - ran
    assert clock.ends_at == now + whole - ran


def test_clicks_at_once_move_it_by_one_phase(committing_app, monkeypatch):
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)
    with committing_app.app_context():
        owner = make_account(municipality=make_municipality()).person
        consultation, people = make_group(owner)
        number = people[Role.MODERATOR].id
        begin(consultation, people)
        db.session.commit()
    barrier = Barrier(CLIENTS)

    def click(_number):
        with committing_app.app_context():
            found = db.session.scalars(select(Consultation)).one()
            moderator = get_account_by_email(f"person{number}@example.org").person
            turn = found.turn
            db.session.rollback()
            barrier.wait(PATIENCE)
            try:
                services.change_phase(
                    consultation=found, by=1, turn=turn, actor=moderator, now=START
                )
            except DomainError:
                db.session.rollback()
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(CLIENTS) as pool:
        assert list(pool.map(click, range(CLIENTS))).count(True) == 1
    with committing_app.app_context():
        assert db.session.scalars(select(Consultation)).one().phase == 2


def test_a_held_consultation_is_not_held_again(group):
    consultation, people = group
    hold(consultation, people)
    with pytest.raises(MovedMeanwhile):
        begin(consultation, people)
