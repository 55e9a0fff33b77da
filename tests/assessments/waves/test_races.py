"""Giving against closing, on databases that really commit: a copy is counted or is refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from app.kernel.db import db
from assessments.waves import jobs, services
from assessments.waves.models import Wave, WaveCopy
from organisations.models import Person
from tests.assessments.waves.factories import give, give_all, make_people, make_wave
from tests.house.clock import START
from tests.organisations.factories import make_municipality

CLIENTS, ROUNDS = 6, 3


def test_each_copy_is_counted_or_refused(committing_app):
    with committing_app.app_context():
        people = make_people(7 + CLIENTS, municipality=make_municipality())
        ids = [person.id for person in people[7:]]
        db.session.commit()
    for _round in range(ROUNDS):
        with committing_app.app_context():
            everybody = db.session.scalars(select(Person).order_by(Person.id)).all()
            wave = make_wave(everybody)
            give_all(wave, everybody[:7])
            wave_id = wave.id
            db.session.commit()
        together = Barrier(CLIENTS + 1)

        def answer(person_id, wave_id=wave_id, together=together):
            with committing_app.app_context():
                wave = db.session.get_one(Wave, wave_id)
                person = db.session.get_one(Person, person_id)
                db.session.rollback()
                together.wait()
                try:
                    give(wave, person, 4.0)
                    db.session.commit()
                except services.WaveClosed:
                    return 0
                return 1

        def close(wave_id=wave_id, together=together):
            with committing_app.app_context():
                together.wait()
                services.close_wave(wave=db.session.get_one(Wave, wave_id), now=START)
                db.session.commit()
                return jobs.freeze_waves(START)

        with ThreadPoolExecutor(CLIENTS + 1) as pool:
            closing = pool.submit(close)
            taken = sum(pool.map(answer, ids))
            assert closing.result() == 1
        with committing_app.app_context():
            frozen = db.session.get_one(Wave, wave_id)
            assert sum(row[-1] for row in frozen.counts) == 7 + taken
            assert db.session.scalar(select(func.count()).select_from(WaveCopy)) == 0


def test_of_two_jobs_at_once_one_freezes(committing_app):
    with committing_app.app_context():
        people = make_people(8, municipality=make_municipality())
        wave = make_wave(people)
        give_all(wave, people)
        services.close_wave(wave=wave, now=START)
        db.session.commit()
    together = Barrier(2)

    def run(_number):
        with committing_app.app_context():
            together.wait()
            return jobs.freeze_waves(START)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, range(2))) == [0, 1]
