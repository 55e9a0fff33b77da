"""Results of groups go after a while, but not from under a wave that still needs them."""

from datetime import timedelta

from app.kernel.db import db
from assessments.waves.models import Wave, WaveMember, WaveState
from assessments.waves.retention import delete_results
from tests.house.clock import START
from tests.organisations.factories import make_person


def make_wave(*, state=WaveState.FROZEN, follows=None, days_ago=0) -> Wave:
    ended = START - timedelta(days=days_ago)
    frozen = state is WaveState.FROZEN
    wave = Wave(
        instrument_key="komma-resilience",
        instrument_version=1,
        state=state,
        k=7,
        opened_at=ended - timedelta(days=14),
        closes_on=ended.date(),
        follows=follows,
        closed_at=None if state is WaveState.OPEN else ended,
        tables=[] if frozen else None,
        counts=b"sealed" if frozen else None,
        key_erased=frozen,
    )
    db.session.add(wave)
    db.session.flush()
    return wave


def left() -> list[Wave]:
    db.session.expire_all()
    return db.session.query(Wave).order_by(Wave.id).all()


def test_old_results_go_and_younger_ones_stand_alone(app):
    old = make_wave(days_ago=10)
    db.session.add(WaveMember(wave=old, person=make_person()))
    young = make_wave(follows=old)
    assert delete_results(before=START - timedelta(days=11), most=9) == 0
    assert delete_results(before=START - timedelta(days=9), most=9) == 1
    assert left() == [young]
    assert young.follows_id is None


def test_what_a_running_wave_follows_stays(app):
    old = make_wave(days_ago=10)
    running = make_wave(state=WaveState.OPEN, follows=old)
    assert delete_results(before=START, most=9) == 0
    assert left() == [old, running]
