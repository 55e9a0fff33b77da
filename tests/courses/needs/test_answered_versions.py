"""An answer belongs to what was read, whatever the office publishes meanwhile."""

import re

import pytest

from courses.needs import services
from courses.needs.answers import Answers, open_answers, seal_answers
from courses.needs.items.services import publish_draft, withdraw_item
from courses.needs.personal_data import ANALYSES
from courses.needs.queries import (
    find_completed_analysis,
    find_unfinished_analysis,
    get_passage,
    list_given_answers,
    list_questions,
)
from organisations.models import Function
from tests.courses.needs.factories import make_analysis
from tests.courses.needs.item_factories import current_of, general_item, make_special, publish, save
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn

NEW = {"question_de": "Neue Frage?", "option_2_de": "Neue Antwort zwei."}


@pytest.fixture
def office(personas):
    return personas.office.person


@pytest.fixture
def person(personas):
    return personas.owner.person


@pytest.fixture
def client(personas, competencies):
    client = personas.client(personas.owner)
    client.post("/needs")
    return client


def shown_version(page):
    """Which version the form on a page says that it shows."""
    [version] = re.findall(r'name="version"[^>]*value="([^"]+)"', page.text)
    return version


def send(client, number, version, level="2"):
    return client.post(f"/needs/questions/{number}", data={"level": level, "version": version})


def kept(person):
    return open_answers(find_unfinished_analysis(person))


def test_an_answer_in_flight_keeps_the_version_that_was_read(client, competencies, office, person):
    item = general_item(competencies[0])
    old = shown_version(client.get("/needs/questions/1"))
    new = publish(item, office, **NEW)
    sent = send(client, 1, old)
    assert (sent.status_code, sent.location) == (303, "/needs/questions/2")
    assert kept(person).versions == {competencies[0].key: old}
    again = client.get("/needs/questions/1")
    assert shown_version(again) == old, "what was answered stays"
    assert "Neue Antwort zwei." not in again.text
    assert old != new.public_id


def test_a_refused_form_shows_the_version_that_was_read(client, competencies, office):
    old = shown_version(client.get("/needs/questions/1"))
    publish(general_item(competencies[0]), office, **NEW)
    refused = client.post("/needs/questions/1", data={"version": old})
    assert refused.status_code == 422
    assert shown_version(refused) == old
    assert "Neue Antwort zwei." not in refused.text


def test_what_is_not_answered_yet_is_asked_as_it_is_now(client, competencies, office, person):
    send(client, 1, shown_version(client.get("/needs/questions/1")))
    publish(general_item(competencies[1]), office, **NEW)
    page = client.get("/needs/questions/2")
    assert "Neue Antwort zwei." in page.text
    send(client, 2, shown_version(page))
    given = kept(person).versions[competencies[1].key]
    assert given == current_of(general_item(competencies[1])).public_id


def test_a_version_that_is_none_of_this_question_is_answered_anew(
    client, competencies, office, person
):
    other = current_of(general_item(competencies[1])).public_id
    draft = save(general_item(competencies[0]), office, **NEW).public_id
    for forged in (other, draft, "made up", "x" * 400):
        refused = send(client, 1, forged)
        assert refused.status_code == 422
        assert "Diese Frage steht jetzt anders da." in refused.text
        assert shown_version(refused) == current_of(general_item(competencies[0])).public_id
        assert " checked" not in refused.text[refused.text.index("komma-thumb-choices") :]
        with pytest.raises(services.DomainError) as refusal:
            services.answer_question(
                person=person,
                competency=competencies[0],
                level=1,
                actor=person,
                version_id=forged,
            )
        assert refusal.value.field == "version"
    assert kept(person) == Answers()


def test_a_special_item_that_is_withdrawn_in_between_stays_where_it_was_answered(
    client, competencies, office, person
):
    item = make_special(competencies[0], office, Function.EXECUTIVE)
    draft = save(item, office, revision=1, question_de="Nur für Sie?")
    publish_draft(item=item, revision=draft.revision, actor=office, now=START)
    page = client.get("/needs/questions/1")
    assert "Nur für Sie?" in page.text
    withdraw_item(item=item, actor=office, now=START)
    assert send(client, 1, shown_version(page)).status_code == 303
    assert "Nur für Sie?" in client.get("/needs/questions/1").text
    passage = get_passage(find_unfinished_analysis(person))
    assert passage.questions[0].item.question.de == "Nur für Sie?"


def test_answers_are_shown_and_exported_as_they_were_read(client, competencies, office, person):
    for number in range(1, 11):
        send(client, number, shown_version(client.get(f"/needs/questions/{number}")))
    assert client.get("/needs/answers").location == "/needs", "there is no result yet"
    client.post("/needs/situations")
    client.post("/needs/time", data={"minutes": "960"})
    analysis = find_completed_analysis(person)
    before = [given.version.said.options[2].de for given in list_given_answers(analysis)]
    assert len(before) == 10
    publish(general_item(competencies[0]), office, **NEW)
    page = client.get("/needs/answers").text
    assert "Neue Antwort zwei." not in page
    assert page.count("Fassung 1 der Frage") == 10
    [exported] = ANALYSES.export(person.id)
    first = exported["answers"][competencies[0].key]
    assert first == {"chosen": before[0], "item_version": 1, "item_for": ["everybody"]}
    [special] = [one for key, one in exported["answers"].items() if key == "protection"]
    assert special["item_for"] == ["executive"]
    assert "/needs/answers" in client.get("/needs/result").text


def test_nobody_else_reads_the_answers(client, personas, competencies):
    make_analysis(person=personas.owner.person, levels=dict.fromkeys(competencies, 1))
    for account in (personas.colleague, personas.trainer, personas.coordinator, personas.office):
        assert personas.client(account).get("/needs/answers").location == "/needs"


def test_an_analysis_from_before_there_were_versions_still_opens(competencies, person):
    analysis = make_analysis(person=person, levels={competencies[0]: 3}, completed_at=None)
    seal_answers(analysis, Answers({competencies[0].key: 3}))
    assert get_passage(analysis).levels == {competencies[0].key: 3}
    assert list_given_answers(analysis) == []


def test_progress_counts_down(client, competencies):
    first = client.get("/needs/questions/1").text
    assert "Frage 1 von 10, noch etwa 8 Minuten" in first
    for number in range(1, 10):
        send(client, number, shown_version(client.get(f"/needs/questions/{number}")))
    assert "Frage 10 von 10, noch etwa 2 Minuten" in client.get("/needs/questions/10").text


def test_a_question_asks_the_database_as_often_with_many_items(
    client, competencies, office, person
):
    def statements():
        with recorded_queries() as sent:
            assert client.get("/needs/questions/1").status_code == 200
        return len(sent)

    asked = list_questions(person.function)
    send(client, 1, asked[0].version_id)
    before = statements()
    for competency in competencies[4:]:
        publish(general_item(competency), office, **NEW)
    for question in asked[1:6]:
        send(client, question.number, question.version_id)
    assert statements() == before
