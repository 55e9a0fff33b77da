"""What the commands and the database refuse, whatever a page would let through."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from courses.needs import services
from courses.needs.models import NeedsAnalysis
from courses.needs.queries import find_completed_analysis, get_levels
from courses.paths.models import TrainingPath
from courses.paths.services import finish_analysis
from organisations.topics.content_loading import load_topics
from organisations.topics.queries import list_competencies
from tests.courses.needs.factories import make_analysis
from tests.house.clock import START
from tests.house.personas import make_personas


@pytest.fixture
def person(personas):
    return personas.owner.person


def begin(person):
    return services.begin_analysis(person=person, actor=person, now=START)


def test_only_the_owner_writes(person, personas, competencies):
    begin(person)
    for account in (personas.colleague, personas.trainer, personas.coordinator, personas.office):
        actor = account.person
        with pytest.raises(NotFound):
            services.answer_question(
                person=person, competency=competencies[0], level=1, actor=actor
            )
        with pytest.raises(NotFound):
            services.tell_situations(person=person, situations=[], actor=actor, now=START)
        with pytest.raises(NotFound):
            services.complete_analysis(person=person, budget_minutes=240, actor=actor, now=START)


def test_a_level_off_the_scale_is_refused(person, competencies):
    begin(person)
    for level in (-1, 5):
        with pytest.raises(DomainError) as refusal:
            services.answer_question(
                person=person, competency=competencies[0], level=level, actor=person
            )
        assert refusal.value.field == "level"


def test_an_analysis_is_complete_only_with_everything(person, competencies):
    begin(person)
    for competency in competencies:
        services.answer_question(person=person, competency=competency, level=1, actor=person)
    db.session.commit()
    with pytest.raises(services.QuestionsOpen):
        finish_analysis(person=person, budget_minutes=240, actor=person, now=START)
    db.session.rollback()
    assert find_completed_analysis(person) is None
    assert db.session.query(TrainingPath).count() == 0
    services.tell_situations(person=person, situations=[], actor=person, now=START)
    services.complete_analysis(person=person, budget_minutes=240, actor=person, now=START)
    with pytest.raises(services.NothingToAnswer):
        services.answer_question(person=person, competency=competencies[0], level=4, actor=person)


@pytest.mark.parametrize(
    "broken",
    [
        {"budget_minutes": -60},
        {"completed_at": START, "budget_minutes": None},
    ],
)
def test_the_database_refuses_an_impossible_analysis(person, broken):
    db.session.add(NeedsAnalysis(person_id=person.id, started_at=START, **broken))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_database_holds_one_unfinished_analysis(person, competencies):
    make_analysis(person=person, levels={competencies[0]: 2}, completed_at=None)
    make_analysis(person=person, levels={})  # complete ones may be many
    make_analysis(person=person, levels={})
    db.session.commit()
    db.session.add(NeedsAnalysis(person_id=person.id, started_at=START))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_forms_that_arrive_at_the_same_moment_leave_one_of_each(committing_app):
    """Four browsers of one person begin, answer and complete at once."""
    with committing_app.app_context():
        load_topics()
        personas = make_personas(committing_app)
        numbers = range(1, len(list_competencies()) + 1)
        db.session.commit()
        clients = [personas.client(personas.owner) for _ in range(4)]

    def all_at_once(path, **fields):
        with ThreadPoolExecutor(len(clients)) as pool:
            sent = [pool.submit(client.post, path, data=fields) for client in clients]
            assert {answer.result().status_code for answer in sent} == {303}

    all_at_once("/needs")
    for number in numbers:
        all_at_once(f"/needs/questions/{number}", level="2")
    all_at_once("/needs/situations", situations="online_hate")
    all_at_once("/needs/time", minutes="960")
    all_at_once("/path")
    with committing_app.app_context():
        assert db.session.query(NeedsAnalysis).count() == 1
        assert len(get_levels(db.session.query(NeedsAnalysis).one())) == len(numbers)
        assert db.session.query(TrainingPath).filter_by(replaced_at=None).count() == 1
