"""What people answer, choose and write is theirs: exported in plain words, erased, constrained."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.kernel.clock import now
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.retention import delete_due
from app.kernel.vault import SubjectsErased, current_vault
from courses.handlers import subjects_erased
from courses.learning import personal_data
from courses.learning.models import QuizAttempt, Reflection, ScenarioPlay
from courses.learning.quizzes import answer_quiz, get_quiz
from courses.learning.reflections import keep_reflection
from courses.learning.scenarios import choose, go_back
from courses.units.contents import fingerprint_of
from tests.courses.factories import add_unit_of_kind, make_course
from tests.courses.learning import contents
from tests.house.clock import START


@pytest.fixture
def course(app):
    return make_course(slug="reading")


def answer(unit, person, actor=None):
    solution = [question.solution for question in get_quiz(unit).questions]
    return answer_quiz(
        person=person,
        unit=unit,
        number=1,
        fingerprint=fingerprint_of(unit.content),
        answers=solution,
        actor=actor or person,
        now=START,
    )


def work_through(course, *people):
    quiz = add_unit_of_kind(course, "quiz", contents.quiz())
    reflection = add_unit_of_kind(course, "reflection", contents.reflection())
    scenario = add_unit_of_kind(course, "scenario", contents.scenario())
    for person in people:
        common = {"person": person, "actor": person, "now": START, "based_on": ""}
        answer(quiz, person)
        keep_reflection(unit=reflection, text="Mein Satz", **common)
        choose(unit=scenario, choice=1, **common)
    return quiz, reflection, scenario


EXPORTS = (
    personal_data.export_attempts,
    personal_data.export_reflections,
    personal_data.export_plays,
)


def test_what_nobody_changed_for_years_goes_by_itself(personas, course):
    work_through(course, personas.owner.person)
    db.session.commit()
    assert delete_due(START + timedelta(days=4 * 366)) == 0
    assert delete_due(START + timedelta(days=5 * 366)) == 2
    assert db.session.query(QuizAttempt).count() == 1, "what was learned stays"


def test_it_is_exported_in_plain_words_and_erased(personas, course):
    owner, colleague = personas.owner.person, personas.colleague.person
    work_through(course, owner, colleague)
    at = START.isoformat()
    where = {"course": "reading"}
    assert [export(owner.id) for export in EXPORTS] == [
        [
            where
            | {"unit": "quiz", "attempt": 1, "submitted_at": at, "passed": True, "percent": 100}
            | {"answers": [[0], [0, 1], [0, 1, 2], [0, 1]]}
        ],
        [where | {"unit": "reflection", "changed_at": at, "text": "Mein Satz"}],
        [where | {"unit": "scenario", "changed_at": at, "choices": [1], "ends": ["louder"]}],
    ]
    for data in (personal_data.QUIZZES, personal_data.REFLECTIONS, personal_data.PLAYS):
        data.erase(owner.id)
        assert data.export(owner.id) == []
        assert len(data.export(colleague.id)) == 1


def test_what_a_restored_backup_brings_back_unreadable_is_deleted(personas, course):
    owner, colleague = personas.owner.person, personas.colleague.person
    work_through(course, owner, colleague)
    current_vault().erase(owner.vault_subject, now=now())
    subjects_erased(SubjectsErased(frozenset({owner.vault_subject})))
    assert [export(owner.id) for export in EXPORTS] == [[], [], []]
    assert all(export(colleague.id) for export in EXPORTS)


def test_nobody_answers_chooses_or_writes_for_somebody_else(personas, course):
    owner = personas.owner.person
    quiz, reflection, scenario = work_through(course)
    for account in (personas.colleague, personas.coordinator, personas.trainer, personas.office):
        common = {"person": owner, "actor": account.person, "now": START, "based_on": ""}
        with pytest.raises(NotFound):
            answer(quiz, owner, actor=account.person)
        with pytest.raises(NotFound):
            keep_reflection(unit=reflection, text="Fremd", **common)
        with pytest.raises(NotFound):
            choose(unit=scenario, choice=0, **common)
        with pytest.raises(NotFound):
            go_back(unit=scenario, steps=0, **common)


@contextmanager
def refused():
    """The block breaks a constraint; the transaction stays usable."""
    with pytest.raises(IntegrityError), db.session.begin_nested():  # noqa: PT012
        yield
        db.session.flush()


def test_the_database_keeps_one_of_each(personas, course):
    person = personas.owner.person
    quiz, reflection, scenario = work_through(course, person)
    common = {"person_id": person.id, "sealed": b"x"}
    with refused():
        db.session.add(
            QuizAttempt(unit_id=quiz.id, number=1, passed=True, submitted_at=START, **common)
        )
    with refused():
        db.session.add(
            QuizAttempt(unit_id=quiz.id, number=0, passed=True, submitted_at=START, **common)
        )
    for model, unit in ((Reflection, reflection), (ScenarioPlay, scenario)):
        with refused():
            db.session.add(model(unit_id=unit.id, version=1, changed_at=START, **common))


def test_only_a_text_has_no_content(course):
    with refused():
        add_unit_of_kind(course, "quiz", None)
    with refused():
        add_unit_of_kind(course, "text", contents.quiz())
    with refused():
        add_unit_of_kind(course, "game", {})
