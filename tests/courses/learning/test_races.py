"""The same form sent at the same moment from several devices counts once, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from courses.catalogue.models import CourseFormat, LearningUnit
from courses.learning.models import QuizAttempt, Reflection, ScenarioPlay, UnitCompletion
from courses.learning.quizzes import answer_quiz, get_quiz
from courses.learning.reflections import WrittenElsewhere, find_reflection, keep_reflection
from courses.learning.scenarios import choose, find_play
from courses.units.contents import fingerprint_of
from organisations.models import Person
from tests.courses.factories import add_unit_of_kind, make_course
from tests.courses.learning import contents
from tests.house.clock import START
from tests.organisations.factories import make_person

CLIENTS, ROUNDS = 6, 3

#: In seconds; a machine with other work to do lets SQLite's writers wait long.
PATIENCE = 120


@pytest.fixture(autouse=True)
def patient_database(monkeypatch):
    """Nobody is sent away because others are writing."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


def at_once(app, command):
    """What `command(person, unit, number)` gives for each client, all in the same moment."""
    barrier = Barrier(CLIENTS)

    def run(number):
        with app.app_context():
            person = db.session.scalars(select(Person).order_by(Person.id.desc())).first()
            unit = db.session.scalars(select(LearningUnit).order_by(LearningUnit.id.desc())).first()
            db.session.rollback()
            barrier.wait(PATIENCE)
            answer = command(person, unit, number)
            db.session.commit()
            return answer

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(run, range(CLIENTS)))


def prepare(app, kind, content):
    with app.app_context():
        course = make_course(format=CourseFormat.SELF_PACED, attendance_percent=None)
        add_unit_of_kind(course, kind, content)
        make_person()
        db.session.commit()


def count(app, model):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_an_attempt_counts_once(committing_app):
    def answer(person, unit, number):
        solution = [question.solution for question in get_quiz(unit).questions]
        attempt = answer_quiz(
            person=person,
            unit=unit,
            number=1,
            fingerprint=fingerprint_of(unit.content),
            answers=[(number % 2,), *solution[1:]],
            actor=person,
            now=START,
        )
        return attempt.number, attempt.answers

    for round_ in range(1, ROUNDS + 1):
        prepare(committing_app, "quiz", contents.quiz())
        attempts = at_once(committing_app, answer)
        assert len(set(attempts)) == 1, "everybody is told of the one that was first"
        assert count(committing_app, QuizAttempt) == round_
        assert count(committing_app, UnitCompletion) == round_


def test_a_choice_is_taken_once(committing_app):
    def take(person, unit, number):
        choose(person=person, unit=unit, choice=0, based_on="", actor=person, now=START)
        return find_play(person, unit).choices

    for round_ in range(1, ROUNDS + 1):
        prepare(committing_app, "scenario", contents.scenario())
        assert at_once(committing_app, take) == [(0,)] * CLIENTS
        assert count(committing_app, ScenarioPlay) == round_


def test_one_text_is_kept_and_no_other_is_lost_unseen(committing_app):
    def keep(person, unit, number):
        text = f"Text {number}"
        try:
            keep_reflection(
                person=person, unit=unit, text=text, based_on="", actor=person, now=START
            )
        except WrittenElsewhere as conflict:
            return conflict.kept.text
        return text

    for round_ in range(1, ROUNDS + 1):
        prepare(committing_app, "reflection", contents.reflection())
        [kept] = set(at_once(committing_app, keep))
        assert count(committing_app, Reflection) == round_
        with committing_app.app_context():
            row = db.session.scalars(select(Reflection).order_by(Reflection.id.desc())).first()
            assert find_reflection(row.person, row.unit).text == kept
