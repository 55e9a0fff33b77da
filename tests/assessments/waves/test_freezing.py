"""A wave is given to, closed, and frozen once; then nothing is left of what it was made of."""

import pytest
import structlog
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.vault import KeyErased, SubjectsErased, Vault, current_vault
from assessments.instruments.queries import find_moments
from assessments.instruments.shelf import resilience_check
from assessments.waves import jobs, queries, services
from assessments.waves.computing import compute_outcome
from assessments.waves.copies import open_copies
from assessments.waves.handlers import subjects_erased
from assessments.waves.models import GroupSize, Wave, WaveCopy, WaveMember, WaveState
from assessments.waves.outcome import Earlier
from assessments.waves.personal_data import erase_waves, export_waves
from tests.assessments.waves.factories import (
    CLOSES_ON,
    SCORES,
    freeze,
    give,
    give_all,
    make_people,
    make_result,
    make_wave,
)
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_municipality, make_team

pytestmark = in_turn


@pytest.fixture
def home(app):
    return make_municipality()


@pytest.fixture
def nine(home):
    return make_people(9, municipality=home)


@pytest.fixture
def wave(nine):
    return make_wave(nine)


def close_and_freeze(clock):
    """As the job does, after the last day; it commits, and the keys go with it."""
    db.session.commit()
    clock.advance(days=22)
    done = jobs.freeze_waves(clock.now())
    jobs.erase_keys(clock.now())
    return done


def rows(table):
    return db.session.scalar(select(func.count()).select_from(table))


def total_of(wave):
    return wave.tables[0]["cells"][0]


def refused(statement):
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(statement)


def test_the_job_publishes_once_and_leaves_nothing_else(wave, nine, home, clock):
    tickets = give_all(wave, nine)
    sealed = dict(db.session.execute(select(WaveCopy.ticket, WaveCopy.sealed)).all())
    assert close_and_freeze(clock) == 1
    assert total_of(wave) == {"key": None, "n_at_least": 7, "mean": 3.0}
    assert [table["by"] for table in wave.tables] == [None, "team", "municipality", "function"]
    assert wave.counts == [["none", home.public_id, "staff", 9]]
    assert (rows(WaveCopy), rows(WaveMember)) == (0, 0)
    assert sealed.keys() == set(tickets)
    with pytest.raises(KeyErased):
        open_copies(wave, sealed)
    assert wave.key_erased
    assert close_and_freeze(clock) == 0, "once"


def test_it_stays_open_for_the_whole_of_its_last_day(wave, clock):
    db.session.commit()
    clock.advance(days=(CLOSES_ON - START.date()).days)
    jobs.freeze_waves(clock.now())
    assert wave.is_open
    clock.advance(days=1)
    jobs.freeze_waves(clock.now())
    assert wave.state == WaveState.FROZEN


def test_who_comes_late_is_refused(wave, nine):
    give_all(wave, nine[:8])
    services.close_wave(wave=wave, now=START)
    with pytest.raises(services.WaveClosed):
        give(wave, nine[8])
    freeze(wave)
    with pytest.raises(services.WaveClosed):
        give(wave, nine[8])
    assert not services.take_back(label=wave.label, ticket="any")


def test_a_wave_is_only_for_who_is_asked(wave, home):
    [stranger] = make_people(1, municipality=home)
    with pytest.raises(NotFound):
        give(wave, stranger)


def test_of_two_copies_of_one_person_the_later_counts(wave, nine):
    give_all(wave, nine[:7])
    ticket = give(wave, nine[7], 5.0)
    give(wave, nine[7], 2.0, ticket=ticket)
    assert total_of(freeze(wave))["mean"] == 2.8  # 20 of seven, and 2 of the eighth: 22 / 8


def test_too_few_answers_give_no_figures_and_everything_is_destroyed_all_the_same(wave, nine):
    give_all(wave, nine[:6])
    assert total_of(freeze(wave)) == {"key": None, "suppressed": True}
    assert rows(WaveCopy) == 0


def test_what_is_taken_back_before_it_has_counted_does_not_count(wave, nine):
    tickets = give_all(wave, nine[:8])
    services.close_wave(wave=wave, now=START)
    outcome = compute_outcome(wave)
    assert services.take_back(label=wave.label, ticket=tickets[0])
    with pytest.raises(services.OutcomeOutdated):
        services.freeze_wave(wave=wave, outcome=outcome)
    assert wave.tables is None
    freeze(wave)
    assert wave.counts[0][-1] == 7


def test_a_copy_that_was_changed_is_left_out_and_a_lost_key_publishes_nothing(wave, nine):
    give_all(wave, nine[:8])
    [first, *_others] = db.session.scalars(select(WaveCopy)).all()
    first.sealed = first.sealed[:-1] + bytes([first.sealed[-1] ^ 1])
    db.session.flush()
    assert compute_outcome(wave).counts[0][-1] == 7
    current_vault().erase(wave.vault_subject, now=START)
    with pytest.raises(KeyErased):
        compute_outcome(wave)


def test_a_failure_of_one_wave_is_logged_by_its_kind_alone_and_stops_no_other(home, nine, clock):
    broken, whole = make_wave(nine), make_wave(nine)
    give_all(broken, nine)
    give_all(whole, nine)
    current_vault().erase(broken.vault_subject, now=START)
    with structlog.testing.capture_logs() as logs:
        assert close_and_freeze(clock) == 1
    assert (broken.state, whole.state) == (WaveState.CLOSED, WaveState.FROZEN)
    assert [line for line in logs if line["event"] == "not_done"] == [
        {"event": "not_done", "error": "KeyErased", "log_level": "warning"}
    ]


def test_a_job_that_was_killed_between_its_steps_goes_on(wave, nine):
    give_all(wave, nine)
    services.close_wave(wave=wave, now=START)
    db.session.commit()  # killed here, before it was computed
    assert jobs.freeze_waves(START) == 1
    assert not wave.key_erased  # and here, before the key was erased
    assert jobs.erase_keys(START) == 1
    assert jobs.erase_keys(START) == 0


def test_a_key_that_was_erased_without_a_note_of_it_is_erased_again(wave, nine):
    give_all(wave, nine)
    freeze(wave)
    current_vault().erase(wave.vault_subject, now=START)
    db.session.commit()
    assert jobs.erase_keys(START) == 1
    assert wave.key_erased


def test_changes_are_of_those_who_answered_both_times(home, nine):
    people = [*nine, *make_people(4, municipality=home)]
    first = make_result(people, (2.0, 3.0))
    crossing = ("none", home.public_id, "staff")
    second = make_wave(people, follows=first)
    for number, person in enumerate(people):
        give(second, person, (3.0, 4.0)[number % 2], earlier=Earlier(2.0, crossing))
    freeze(second)
    assert total_of(second)["mean_change"] == 1.5  # of 7 by 1 and of 6 by 2, to one decimal


def test_a_wave_that_follows_one_given_up_shows_no_change(home, nine):
    people = [*nine, *make_people(4, municipality=home)]
    first = make_wave(people)
    second = make_wave(people, follows=first)
    services.withdraw_wave(wave=first, now=START)
    for number, person in enumerate(people):
        earlier = Earlier(2.0, ("none", home.public_id, "staff"))
        give(second, person, SCORES[number % 3], earlier=earlier)
    assert "mean_change" not in total_of(freeze(second))


def test_sums_of_items_are_kept_from_thirty_complete_records_on(home):
    people = make_people(30, municipality=home)
    few = make_result(people[:29])
    assert find_moments(resilience_check()) is None
    assert few.spread is None
    many = make_result(people)
    assert find_moments(resilience_check()).n == 30
    assert many.spread is None, "all have answered alike: there is no spread"


def test_a_larger_k_of_today_holds_for_open_waves_and_a_smaller_promise_never_does(wave, nine):
    give_all(wave, nine)
    services.close_wave(wave=wave, now=START)
    outcome = compute_outcome(wave)
    db.session.add(GroupSize(id=1, k=10))
    db.session.flush()
    with pytest.raises(services.OutcomeOutdated):
        services.freeze_wave(wave=wave, outcome=outcome)
    freeze(wave)
    assert (wave.k, total_of(wave)) == (10, {"key": None, "suppressed": True})


def test_the_database_keeps_promises_and_publishes_once(wave, nine):
    give_all(wave, nine)
    of_wave = update(Wave).where(Wave.id == wave.id)
    refused(of_wave.values(k=6))
    refused(of_wave.values(state="frozen", closed_at=START))  # without tables
    freeze(wave)
    refused(of_wave.values(k=8))
    refused(of_wave.values(tables=[]))
    refused(of_wave.values(counts=[]))
    refused(of_wave.values(spread=0.1))
    refused(of_wave.values(state="open", closed_at=None, tables=None, counts=None))


def test_withdrawing_destroys_what_was_given_and_another_can_follow_in_its_place(home, nine):
    first = make_result(nine)
    wave = make_wave(nine, follows=first)
    give_all(wave, nine)
    assert services.withdraw_wave(wave=wave, now=START)
    assert not services.withdraw_wave(wave=wave, now=START)
    assert (rows(WaveCopy), rows(WaveMember)) == (0, 0)
    db.session.commit()
    assert jobs.erase_keys(START) == 2
    assert wave.vault_subject in current_vault().list_erasures()
    assert make_wave(nine, follows=first).follows is first
    assert not services.withdraw_wave(wave=first, now=START), "what is published stays"


def test_a_restored_backup_brings_nothing_back(wave, nine):
    give_all(wave, nine)
    subjects_erased(SubjectsErased(frozenset({wave.vault_subject})))
    assert (rows(WaveCopy), rows(WaveMember)) == (0, 0)
    assert (wave.state, wave.key_erased) == (WaveState.WITHDRAWN, True)


def test_who_is_asked_can_be_changed_while_it_is_open(wave, nine, home):
    [new] = make_people(1, municipality=make_municipality())
    services.set_members(wave=wave, people=[*nine[:3], new])
    assert queries.count_asked(wave) == 4
    assert queries.list_open_for(new, wave.instrument_key, START.date()) == [wave]
    assert queries.list_open_for(nine[5], wave.instrument_key, START.date()) == []
    assert queries.get_wave(wave.label, {new.municipality_id}) is wave
    services.close_wave(wave=wave, now=START)
    with pytest.raises(services.WaveClosed):
        services.set_members(wave=wave, people=nine)


def test_a_person_exports_that_they_are_asked_and_is_asked_no_more_once_erased(wave, nine):
    [entry] = export_waves(nine[0].id)
    assert entry["closes_on"] == CLOSES_ON.isoformat()
    erase_waves(nine[0].id)
    assert export_waves(nine[0].id) == []
    assert queries.count_asked(wave) == 8


def test_copies_of_a_thousand_are_read_with_few_statements_and_one_look_for_the_key(
    home, monkeypatch
):
    """The number of statements is that of ten."""
    looks, find = [], Vault._find_key

    def noting(vault, subject):
        looks.append(subject)
        return find(vault, subject)

    def count(number):
        team = make_team(municipality=home)
        people = make_people(2, municipality=home, team=team)
        wave = make_wave(people)
        for place in range(number):
            give(wave, people[place % 2], SCORES[place % 3])
        services.close_wave(wave=wave, now=START)
        looks.clear()
        with monkeypatch.context() as patch, recorded_queries() as statements:
            patch.setattr(Vault, "_find_key", noting)
            outcome = compute_outcome(wave)
            assert services.freeze_wave(wave=wave, outcome=outcome)
        assert len(looks) == 1
        assert wave.tables[0]["cells"][0]["n_at_least"] == (number if number == 10 else 100)
        return len(statements)

    assert count(100) <= count(10) + 4  # from thirty on, sums are kept
