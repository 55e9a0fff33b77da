"""Forms of steps: part of the version, sealed, for handlers alone, answered before it is done."""

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import NotFound
from exchange.procedures.cases import handing_over, queries, services
from exchange.procedures.cases.answering import answer_step
from exchange.procedures.cases.answers import list_answers
from exchange.procedures.cases.deleting import delete_cases
from exchange.procedures.cases.errors import AnswersMissing, CaseClosed, ChangedMeanwhile
from exchange.procedures.cases.models import Act, CaseAnswers
from exchange.procedures.cases.personal_data import erase_cases, export_cases
from exchange.procedures.exercises.services import start_exercise
from exchange.procedures.exercises.shelf import scenarios
from exchange.procedures.figures.models import CountedCase
from exchange.procedures.figures.outcomes import Outcome
from tests.exchange.procedures.factories import (
    QUESTIONS,
    make_case,
    make_next_version,
    make_step,
    make_version,
)
from tests.house.clock import START

SECRET = "Die Kollegin aus Zimmer 7"
COMPLETE = {1: "Anruf", 2: SECRET}


@pytest.fixture
def owner(personas):
    return personas.owner.person


@pytest.fixture
def version(personas):
    steps = [make_step(questions=QUESTIONS), make_step("Anzeigen", checklist=[])]
    return make_version(personas.coordinator.person, steps=steps)


@pytest.fixture
def case(version, owner):
    return make_case(version, owner)


def answer(case, actor, answers=COMPLETE, revision=0, step=1):
    return answer_step(
        case=case, step=step, answers=answers, revision=revision, actor=actor, now=START
    )


def tick(case, actor, item, step=1):
    return services.tick_item(case=case, step=step, item=item, actor=actor, now=START)


def test_a_step_is_done_only_once_what_it_asks_is_answered(case, owner):
    tick(case, owner, 1)
    with pytest.raises(AnswersMissing) as refused:
        tick(case, owner, 2)
    assert refused.value.numbers == [1, 2]
    answer(case, owner, {1: "Anruf", 4: "2026-11-20"})
    with pytest.raises(AnswersMissing) as refused:
        tick(case, owner, 2)
    assert refused.value.numbers == [2]
    answer(case, owner, revision=1)
    tick(case, owner, 2)
    assert queries.list_steps(case)[1].done_at == START
    with pytest.raises(AnswersMissing):
        answer(case, owner, {1: "Anruf"}, revision=2)
    services.untick_item(case=case, step=1, item=1, actor=owner, now=START)
    assert answer(case, owner, {1: "Anruf"}, revision=2)


def test_answers_are_sealed_and_the_trail_says_only_of_which_step(case, owner):
    assert answer(case, owner)
    assert not answer(case, owner, revision=1), "nothing has changed"
    [row] = db.session.scalars(select(CaseAnswers))
    assert SECRET.encode() not in row.sealed
    assert list_answers(case)[1].given == COMPLETE
    newest = queries.list_acts(case)[0]
    assert (newest.act, newest.step, newest.item) == (Act.ANSWERED, 1, None)


def test_nobody_but_handlers_answers_and_only_what_is_asked(case, owner, personas):
    for account in (personas.colleague, personas.coordinator, personas.foreigner):
        with pytest.raises(NotFound):
            answer(case, account.person)
    for step in (0, 2, 3):
        with pytest.raises(NotFound):
            answer(case, owner, step=step)
    answer(case, owner, COMPLETE | {9: "nie gefragt"})
    assert list_answers(case)[1].given == COMPLETE
    services.close_case(case=case, outcome=Outcome.RESOLVED, actor=owner, now=START)
    with pytest.raises(CaseClosed):
        answer(case, owner, {1: "Brief"}, revision=1)
    [counted] = db.session.scalars(select(CountedCase))
    assert SECRET not in str(vars(counted))


def test_answers_are_not_overwritten_unseen(case, owner):
    answer(case, owner)
    with pytest.raises(ChangedMeanwhile):
        answer(case, owner, {1: "Brief", 2: "x"})
    assert list_answers(case)[1].given == COMPLETE


def test_an_answer_belongs_to_the_question_as_it_was(case, owner, version, personas):
    answer(case, owner)
    asked = [QUESTIONS[1] | {"label": "Etwas anderes"}]
    make_next_version(version, personas.coordinator.person, steps=[make_step(questions=asked)])
    case = queries.get_case_for(owner, case.public_id)
    assert [one.label for one in case.version.steps[0].questions] == [
        one["label"] for one in QUESTIONS
    ]
    assert list_answers(case)[1].given == COMPLETE


def test_answers_go_with_their_case_and_who_saved_them_is_forgotten(case, owner, personas):
    colleague = personas.colleague.person
    handing_over.name_handler(case=case, person=colleague, actor=owner, now=START)
    answer(case, owner)
    [exported] = export_cases(owner.id)
    assert [form["step"] for form in exported["forms"]] == [1]
    assert SECRET not in str(exported)
    erase_cases(owner.id)
    assert list_answers(case)[1].saved_by == ""
    assert list_answers(case)[1].given == COMPLETE
    delete_cases([case.id], now=START)
    assert db.session.scalars(select(CaseAnswers)).all() == []


def test_an_exercise_asks_the_same(version, owner):
    exercise = start_exercise(
        version=version,
        scenario=scenarios()[0],
        team=[],
        happened_on=START.date(),
        delete_on=START.date(),
        actor=owner,
        now=START,
    )
    tick(exercise, owner, 1)
    with pytest.raises(AnswersMissing):
        tick(exercise, owner, 2)
    answer(exercise, owner)
    assert tick(exercise, owner, 2)
