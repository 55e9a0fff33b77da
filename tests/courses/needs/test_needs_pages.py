"""The way through the needs analysis, as the person who answers walks it."""

import pytest

from app.kernel.db import db
from courses.needs.models import NeedsAnalysis
from courses.needs.queries import (
    find_completed_analysis,
    find_unfinished_analysis,
    get_levels,
    list_met_situations,
    needs_analysis_state,
)
from organisations.models import Function
from organisations.topics.queries import list_competencies
from tests.courses.needs.factories import make_analysis
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = [in_turn, pytest.mark.usefixtures("competencies")]

LEVELS = [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]


def levels_in_order(analysis):
    levels = get_levels(analysis)
    return [levels[competency.key] for competency in list_competencies()]


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


def answer(client, number, level):
    return client.post(f"/needs/questions/{number}", data={"level": level})


def answer_all(client, levels=LEVELS):
    client.post("/needs")
    for number, level in enumerate(levels, start=1):
        last = answer(client, number, level)
    return last


def complete(client, hours=16, situations=()):
    answer_all(client)
    client.post("/needs/situations", data={"situations": list(situations)})
    return client.post("/needs/time", data={"minutes": hours * 60})


def test_the_way_from_the_start_to_the_result(owner, personas):
    intro = owner.get("/needs")
    assert "10 kurze Fragen" in intro.text
    assert "Nur Sie." in intro.text
    begun = owner.post("/needs")
    assert (begun.status_code, begun.location) == (303, "/needs/questions/1")
    first = owner.get(begun.location)
    assert "Frage 1 von 10" in first.text
    assert first.text.count('type="radio"') == 5
    assert answer(owner, 1, 3).location == "/needs/questions/2"
    last = answer_all(owner)
    assert last.location == "/needs/situations"
    told = owner.post(last.location, data={"situations": ["online_hate", "racist_jokes"]})
    assert told.location == "/needs/time"
    assert "16 Stunden" in owner.get(told.location).text
    done = owner.post(told.location, data={"minutes": "960"})
    assert (done.status_code, done.location) == (303, "/needs/result")
    result = owner.get(done.location)
    assert "Ihr Lernpfad steht auch schon bereit" in result.text
    assert "<svg" in result.text
    analysis = find_completed_analysis(personas.owner.person)
    assert levels_in_order(analysis) == LEVELS
    assert {s.key for s in list_met_situations(analysis)} == {"online_hate", "racist_jokes"}
    assert analysis.budget_minutes == 960


def test_the_result_compares_with_the_target_of_the_function(owner, personas):
    complete(owner)
    result = owner.get("/needs/result").text
    # An executive needs level 3 in recognising racism (answered 0), 4 in crisis … (answered 4).
    assert "Von Stufe 0 (noch kein Kontakt) zu Stufe 3 (handelt sicher)." in result
    assert "Was Sie schon mitbringen" in result
    personas.owner.person.function = Function.STAFF
    assert owner.get("/needs/result").text != result


def test_each_page_is_kept_and_one_goes_on_where_one_stopped(owner, personas):
    owner.post("/needs")
    answer(owner, 1, 2)
    answer(owner, 2, 4)
    again = personas.client(personas.owner)
    page = again.get("/needs")
    assert "2 von 10" in page.text
    assert 'href="/needs/questions/3"' in page.text
    assert again.post("/needs").location == "/needs/questions/3"


def test_later_keeps_a_choice_and_asks_for_none(owner, personas):
    owner.post("/needs")
    left = owner.post("/needs/questions/1", data={"level": "3", "later": "1"})
    assert (left.status_code, left.location) == (303, "/")
    assert owner.post("/needs/questions/2", data={"later": "1"}).location == "/"
    analysis = find_unfinished_analysis(personas.owner.person)
    assert list(get_levels(analysis).values()) == [3]
    assert needs_analysis_state(personas.owner.person).answered == 1


def test_an_earlier_answer_can_be_changed_before_the_end(owner, personas):
    answer_all(owner)
    assert 'value="1" checked' in " ".join(owner.get("/needs/questions/2").text.split())
    assert answer(owner, 2, 4).location == "/needs/questions/3"
    analysis = find_unfinished_analysis(personas.owner.person)
    assert levels_in_order(analysis) == [0, 4, *LEVELS[2:]]


def test_situations_can_be_none_and_can_be_changed(owner, personas):
    answer_all(owner)
    person = personas.owner.person
    owner.post("/needs/situations", data={"situations": ["online_hate"]})
    page = " ".join(owner.get("/needs/situations").text.split())
    assert 'value="online_hate" checked' in page
    assert owner.post("/needs/situations").location == "/needs/time"
    assert list_met_situations(find_unfinished_analysis(person)) == []


@pytest.mark.parametrize("page", ["/needs/questions/4", "/needs/situations", "/needs/time"])
def test_skipping_ahead_leads_to_the_first_open_page(owner, page):
    owner.post("/needs")
    answer(owner, 1, 1)
    for skipped in (owner.get(page), owner.post(page, data={"level": "1", "minutes": "240"})):
        assert (skipped.status_code, skipped.location) == (303, "/needs/questions/2")
    assert "Hier geht es weiter." in owner.get("/needs/questions/2").text


def test_the_time_comes_after_the_situations(owner):
    answer_all(owner)
    assert owner.get("/needs/time").location == "/needs/situations"


@pytest.mark.parametrize("number", ["0", "11", "99", "-1", "first"])
def test_there_are_no_other_questions(owner, number):
    assert owner.get(f"/needs/questions/{number}").status_code == 404
    owner.post("/needs")
    assert owner.post(f"/needs/questions/{number}", data={"level": "1"}).status_code == 404


@pytest.mark.parametrize("level", [None, "", "5", "-1", "high", "1.5"])
def test_a_question_without_a_proper_answer_says_so_at_the_field(owner, level, personas):
    owner.post("/needs")
    answered = owner.post("/needs/questions/1", data={} if level is None else {"level": level})
    assert answered.status_code == 422
    assert "Bitte wählen Sie die Antwort, die am ehesten passt." in answered.text
    assert 'aria-invalid="true"' in answered.text
    assert get_levels(find_unfinished_analysis(personas.owner.person)) == {}


def test_a_wrong_situation_or_time_says_so_and_keeps_the_rest(owner):
    answer_all(owner)
    chosen = {"situations": ["racist_jokes", "made_up"]}
    refused = owner.post("/needs/situations", data=chosen)
    assert refused.status_code == 422
    assert 'value="racist_jokes" checked' in " ".join(refused.text.split())
    owner.post("/needs/situations")
    for minutes in ("", "-60", "17", "lots"):
        refused = owner.post("/needs/time", data={"minutes": minutes})
        assert refused.status_code == 422
        assert "Bitte wählen Sie, wie viel Zeit Sie einplanen." in refused.text


def test_forms_that_are_sent_again_change_nothing(owner, personas):
    owner.post("/needs")
    owner.post("/needs")
    answer(owner, 1, 2)
    answer(owner, 1, 2)
    assert db.session.query(NeedsAnalysis).count() == 1
    assert len(get_levels(find_unfinished_analysis(personas.owner.person))) == 1
    complete(owner)
    completed = find_completed_analysis(personas.owner.person).public_id
    again = owner.post("/needs/time", data={"minutes": "240"})
    assert (again.status_code, again.location) == (303, "/needs/result")
    analysis = find_completed_analysis(personas.owner.person)
    assert (analysis.public_id, analysis.budget_minutes) == (completed, 960)


def test_answers_are_final_once_complete(owner, personas):
    complete(owner)
    assert answer(owner, 1, 4).location == "/needs/result"
    assert owner.post("/needs/situations", data={"situations": ["online_hate"]}).status_code == 303
    analysis = find_completed_analysis(personas.owner.person)
    assert levels_in_order(analysis) == LEVELS
    assert list_met_situations(analysis) == []


def test_a_new_analysis_counts_once_it_is_complete(owner, personas, clock):
    person = personas.owner.person
    complete(owner)
    first = find_completed_analysis(person).id
    assert "Neu einschätzen" in owner.get("/needs").text
    clock.advance(days=100)
    client = personas.client(personas.owner)
    assert client.post("/needs").location == "/needs/questions/1"
    assert needs_analysis_state(person).status == "unfinished"
    assert client.get("/needs/result").status_code == 200, "the former result still counts"
    assert find_completed_analysis(person).id == first
    complete(client, hours=4)
    assert find_completed_analysis(person).id != first
    assert db.session.query(NeedsAnalysis).count() == 2, "the former one is kept"


def test_the_state_for_the_dashboard(owner, personas):
    person = personas.owner.person
    assert needs_analysis_state(person).status == "missing"
    answer_all(owner, LEVELS[:3])
    state = needs_analysis_state(person)
    assert (state.status, state.answered, state.questions) == ("unfinished", 3, 10)
    complete(owner)
    assert needs_analysis_state(person).status == "completed"
    assert needs_analysis_state(personas.trainer.person).status == "not_applicable"


def test_without_a_result_one_is_led_to_the_analysis(owner):
    assert owner.get("/needs/result").location == "/needs"
    assert owner.get("/needs/questions/1").location == "/needs"
    assert "Hier können Sie die Bedarfsanalyse beginnen." in owner.get("/needs").text


def test_people_without_a_function_are_told_why_there_is_nothing_to_do(personas):
    for account in (personas.trainer, personas.office):
        client = personas.client(account)
        page = client.get("/needs")
        assert "Für Sie ist nichts auszufüllen" in page.text
        assert 'action="/needs"' not in page.text
        assert client.post("/needs").status_code == 403
    assert db.session.query(NeedsAnalysis).count() == 0


def test_the_questions_are_there_in_english(owner):
    owner.post("/needs")
    german = owner.get("/needs/questions/1").text
    owner.get("/language/en")
    english = owner.get("/needs/questions/1").text
    assert "Question 1 of 10" in english
    assert german != english


def test_pages_ask_the_database_a_fixed_number_of_times(owner, personas, competencies):
    make_analysis(person=personas.owner.person, levels=dict.fromkeys(competencies, 1))
    owner.post("/needs")
    for path, most in {"/needs": 9, "/needs/questions/1": 9, "/needs/result": 12}.items():
        with recorded_queries() as statements:
            assert owner.get(path).status_code == 200
        assert len(statements) <= most, "\n".join(statements)
