"""What the database holds of answers and paths: nothing that anyone could read without the keys."""

import json

import pytest
from sqlalchemy import text

from app.kernel.db import db
from app.kernel.vault import Unreadable
from courses.needs.answers import Answers, open_answers, seal_answers
from courses.needs.models import NeedsAnalysis
from courses.needs.queries import find_completed_analysis, needs_analysis_state
from courses.paths.models import TrainingPath
from organisations.topics.content_loading import load_topics
from organisations.topics.queries import list_competencies, list_situations
from tests.courses.factories import make_cohort, make_course
from tests.courses.needs.factories import make_analysis
from tests.house.clock import START
from tests.house.personas import make_personas

TABLES = ("needs_analyses", "training_paths", "path_steps")


def prepare(app):
    """The owner with answers of every kind, and the path from it; the personas."""
    load_topics()
    personas = make_personas(app)
    person, competencies = personas.owner.person, list(list_competencies())
    course = make_course(raises={competencies[0]: 2})
    make_cohort(course=course)
    levels = dict.fromkeys(competencies, 1)
    make_analysis(person=person, levels=levels, situations=list_situations()[:2])
    assert personas.client(personas.owner).post("/path").status_code == 303
    return personas


def as_text(value):
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def test_rows_tell_neither_levels_nor_situations_nor_reasons(app):
    personas = prepare(app)
    keys = {topic.key for topic in (*list_competencies(), *list_situations())}
    rows = ""
    for table in TABLES:
        for row in db.session.execute(text(f"SELECT * FROM {table}")).mappings():  # noqa: S608
            rows += " ".join(map(as_text, row.values()))
    for word in (*keys, "level", "closes", "reason", "situations", personas.owner.person.public_id):
        assert word not in rows
    answers = open_answers(find_completed_analysis(personas.owner.person))
    assert answers.levels.keys() <= keys
    assert set(answers.situations) <= keys


def test_answers_cannot_be_moved_to_somebody_else_or_another_analysis(app, personas):
    load_topics()
    levels = {list_competencies()[0]: 1}
    own = make_analysis(person=personas.owner.person, levels=levels)
    other = make_analysis(person=personas.owner.person, levels=levels)
    theirs = make_analysis(person=personas.colleague.person, levels=levels)
    for target in (other, theirs):
        target.sealed = own.sealed
        with pytest.raises(Unreadable):
            open_answers(target)


def test_earlier_answers_are_replaced_whole(app, personas):
    analysis = make_analysis(person=personas.owner.person, levels={})
    seal_answers(analysis, Answers({"law": 3}, ("online_hate",)))
    seal_answers(analysis, Answers({"law": 2}))
    assert open_answers(analysis) == Answers({"law": 2})


def test_an_export_says_it_and_an_erasure_ends_it(app):
    personas = prepare(app)
    person = personas.owner.person
    data = {
        entry.name: entry
        for feature in reversed(app.extensions["komma"].features)
        for entry in feature.personal_data
    }
    before = json.loads(json.dumps({name: data[name].export(person.id) for name in data}))
    assert set(before["needs"][0]["levels"].values()) == {1}
    assert before["needs"][0]["situations"]
    assert before["paths"][0]["plan"]["steps"]
    sealed = find_completed_analysis(person).sealed
    names = list(data)
    assert names.index("paths") < names.index("needs")
    assert names[-1] == "vault_key", "whoever keeps something sealed may still open it before"
    for name in ("paths", "needs", "vault_key"):
        data[name].erase(person.id)
    db.session.commit()
    assert db.session.query(NeedsAnalysis).count() == 0
    assert db.session.query(TrainingPath).count() == 0
    assert needs_analysis_state(person).status == "missing"
    vault = app.extensions["komma"].vault
    assert person.vault_subject in vault.list_erasures()
    with pytest.raises(Unreadable):  # what a backup of the database still holds
        vault.open(person.vault_subject, "needs analysis", sealed)


def test_applying_the_list_of_erasures_clears_what_a_backup_brought_back(app):
    """The key is gone; the rows, as a restored database has them, are still there."""
    personas = prepare(app)
    owner, colleague = personas.owner.person, personas.colleague.person
    make_analysis(person=colleague, levels={list_competencies()[0]: 1})
    app.extensions["komma"].vault.erase(owner.vault_subject, now=START)
    applied = app.test_cli_runner().invoke(args=["vault", "apply-erasures", "-"], input="{}")
    assert applied.exit_code == 0, applied.output
    assert db.session.query(TrainingPath).count() == 0
    assert [analysis.person for analysis in db.session.query(NeedsAnalysis)] == [colleague]
