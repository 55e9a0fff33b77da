"""Filling in: from what one knows beforehand to the last question, in any order and twice over."""

from dataclasses import replace

import pytest

from app.kernel.bilingual import Bilingual
from app.kernel.db import db
from assessments.administrations import filling_views, views
from assessments.administrations.binder import Layout
from assessments.administrations.models import Administration
from assessments.administrations.passage import minutes_for, next_open, without_answer
from assessments.administrations.queries import find_draft, get_layout, list_taken
from tests.assessments.administrations.filling import NOTE, OWN, alike, answer, begin, take
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn

QUESTIONS = len(OWN.items)


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


@pytest.fixture
def kept(personas):
    """What the draft holds, by the number of the question."""

    def answers():
        found = find_draft(personas.owner.person, OWN.key).contents.answers
        return {n: found[item.key] for n, item in enumerate(OWN.items, 1) if item.key in found}

    return answers


@pytest.fixture
def another(monkeypatch):
    """A second questionnaire on offer."""
    instrument = replace(
        OWN,
        key="another",
        title=Bilingual(de="Ein anderer", en="Another"),
        validated=True,
        items=OWN.items[:6],
    )
    both = {each.key: each for each in (OWN, instrument)}
    monkeypatch.setattr(views, "list_offered", lambda: list(both.values()))
    monkeypatch.setattr(views, "find_offered", both.get)
    monkeypatch.setattr(filling_views, "get_instrument", lambda key, _version: both[key])
    return instrument


def flat(answer_of_app):
    return " ".join(answer_of_app.text.split())


def test_before_the_first_question_one_knows_what_it_is_and_who_sees_it(owner):
    start = flat(owner.get("/assessments"))
    for known in ("20 Fragen", "etwa 5 Minuten", "noch nicht validiert", "sehen nur Sie"):
        assert known in start, known
    page = flat(owner.get(f"/assessments/begin/{OWN.key}"))
    first = page.index("Zur ersten Frage")
    for known in (
        "Niemand erfährt, ob Sie mitmachen",
        "Sie machen freiwillig mit",
        "jederzeit unterbrechen oder löschen",
        "keine Diagnose",
        "noch nicht wissenschaftlich geprüft",
        "nur die Woche",
        "mindestens 7 Menschen",
        "Wer den Server betreibt",
        'href="/privacy"',
    ):
        assert page.index(known) < first, known
    assert db.session.query(Administration).count() == 0


def test_help_and_the_notice_are_within_reach_of_every_screen(owner):
    draft = begin(owner)
    answer(owner, draft, {1: "3"})
    result = take(owner).location
    for address in (
        "/assessments",
        f"{(again := begin(owner))}/questions",
        f"{again}/questions/1",
        result,
    ):
        page = owner.get(address).text.partition("</main>")[0]
        assert "Hilfe jetzt" in page, address
        assert 'href="tel:' in page, address
        assert "Wer sieht Ihre Antworten?" in page or "Das sehen nur Sie" in page, address


def test_one_question_after_the_other_to_the_result(owner, personas):
    draft = begin(owner, layout="single")
    page = flat(owner.get(f"{draft}/questions/3"))
    assert f"3 von {QUESTIONS}" in page
    assert page.count('role="radiogroup"') == 1
    for number in range(1, QUESTIONS + 1):
        sent = answer(owner, draft, {number: "4"}, page=f"/{number}")
        follows = f"questions/{number + 1}" if number < QUESTIONS else "finish"
        assert sent.location == f"{draft}/{follows}"
    done = owner.post(f"{draft}/finish", data={"note": NOTE})
    result = owner.get(done.location).text
    # Reversed statements count the other way round: 4 and 2 lie on both sides of the middle.
    assert "Manches trägt, manches kostet Kraft" in result
    assert NOTE in result
    assert len(list_taken(personas.owner.person)) == 1


def test_the_layout_is_remembered_and_changing_it_loses_no_answer(owner, personas, kept):
    draft = begin(owner, layout="single")
    switched = answer(owner, draft, {1: "2"}, page="/1", switch="1")
    assert switched.location == f"{draft}/questions"
    back = answer(owner, draft, {2: "3", 5: "1"}, switch="1")
    assert back.location == f"{draft}/questions/6"
    assert kept() == {1: 2, 2: 3, 5: 1}
    assert get_layout(personas.owner.person) is Layout.SINGLE
    answer(owner, draft, {}, switch="1", page="/6")
    assert f'href="{draft}/questions#question-6"' in owner.get("/assessments").text
    assert get_layout(personas.owner.person) is Layout.ALL


def test_what_is_sent_to_the_other_page_is_kept_all_the_same(owner, kept):
    draft = begin(owner)
    assert answer(owner, draft, {1: "2", 2: "3"}, page="/7").status_code == 303
    assert answer(owner, draft, {9: "5"}).status_code == 303
    assert kept() == {1: 2, 2: 3, 9: 5}


def test_one_leaves_and_goes_on_after_the_last_answer(owner, personas):
    draft = begin(owner, layout="single")
    left = answer(owner, draft, {4: "2"}, page="/4", later="1")
    assert left.location == "/assessments"
    page = flat(personas.client(personas.owner).get("/assessments"))
    assert "1 von 20" in page
    assert f'href="{draft}/questions/5"' in page
    assert begin(owner) == draft
    assert db.session.query(Administration).count() == 1


def test_a_question_is_skipped_or_its_answer_taken_back(owner, kept):
    draft = begin(owner, layout="single")
    assert answer(owner, draft, {1: "3"}, page="/1", skip="1").location == f"{draft}/questions/2"
    assert kept() == {}
    answer(owner, draft, {1: "3", 2: "3"})
    assert "Antwort löschen und weiter" in owner.get(f"{draft}/questions/1").text
    answer(owner, draft, {}, page="/1", skip="1")
    answer(owner, draft, {2: ""})
    answer(owner, draft, {3: "1"}, page="/3", back="1")
    assert kept() == {3: 1}


def test_the_end_lists_what_was_skipped_and_leads_back_and_forth(owner):
    draft = begin(owner, layout="single")
    answer(owner, draft, alike("3", most=QUESTIONS - 1))
    page = flat(owner.get(f"{draft}/finish"))
    assert "1 Frage ist ohne Antwort" in page
    missing = f"{draft}/questions/{QUESTIONS}?review=1"
    assert missing in page
    third = owner.post(f"{draft}/questions/3?review=1", data={"item_3": "2"})
    assert third.location == f"{draft}/finish"


@pytest.mark.parametrize("page", ["", "/1"])
@pytest.mark.parametrize("point", ["0", "6", "high", "1.5"])
def test_an_answer_off_the_scale_says_so_at_its_question(owner, kept, point, page):
    draft = begin(owner)
    refused = answer(owner, draft, {1: point}, page=page)
    assert refused.status_code == 422
    assert "Bitte wählen Sie eine der Antworten." in refused.text
    assert 'href="#item_1-0"' in refused.text
    assert 'id="item_1-0"' in refused.text
    assert kept() == {}


def test_an_answer_to_a_question_that_there_is_not_is_refused(owner, kept):
    draft = begin(owner)
    refused = answer(owner, draft, {1: "3", QUESTIONS + 1: "3"})
    assert refused.status_code == 422
    assert "Diese Frage gibt es in diesem Fragebogen nicht." in refused.text
    assert kept() == {}


@pytest.mark.parametrize("number", ["0", "21", "first"])
def test_there_are_no_other_questions(owner, number):
    assert owner.get(f"{begin(owner)}/questions/{number}").status_code == 404


def test_nothing_at_all_has_no_result(owner):
    draft = begin(owner)
    assert owner.post(f"{draft}/finish").location == f"{draft}/questions"
    assert owner.get("/assessments").text.count("Ihr Verlauf") == 0


def test_a_note_that_is_too_long_says_so(owner):
    draft = begin(owner)
    answer(owner, draft, {1: "3"})
    assert owner.post(f"{draft}/finish", data={"note": "x" * 2001}).status_code == 422


def test_another_window_that_comes_too_late_is_led_to_the_result(owner, personas):
    draft = begin(owner)
    answer(owner, draft, alike("3"))
    result = owner.post(f"{draft}/finish", data={"note": ""}).location
    fresh = begin(owner)
    for late in (
        owner.get(f"{draft}/questions"),
        owner.get(f"{draft}/questions/2"),
        owner.get(f"{draft}/finish"),
        answer(owner, draft, {1: "1"}),
        answer(owner, draft, {1: "1"}, page="/1"),
        owner.post(f"{draft}/finish", data={"note": "twice"}),
    ):
        assert (late.status_code, late.location) == (303, result)
    assert fresh != draft
    assert find_draft(personas.owner.person, OWN.key).contents.answers == {}
    assert set(list_taken(personas.owner.person)[0].contents.answers.values()) == {3}


def test_drafts_are_their_owner_s(owner, personas):
    draft = begin(owner)
    answer(owner, draft, {1: "3"})
    for account in (personas.colleague, personas.coordinator, personas.foreigner):
        other = personas.client(account)
        for page in ("/questions", "/questions/1", "/finish"):
            assert other.get(draft + page).status_code == 404
            assert other.post(draft + page, data={"item_1": "1"}).status_code == 404


def test_two_questionnaires_are_gone_through_side_by_side(owner, another, personas):
    start = flat(owner.get("/assessments"))
    assert start.index("Resilienz-Check") < start.index("Ein anderer")
    assert "wissenschaftlich geprüft" in start
    own, other = begin(owner), begin(owner, key=another.key)
    answer(owner, own, {1: "1"})
    answer(owner, other, {1: "5", 2: "5"})
    assert answer(owner, other, {7: "5"}).status_code == 422
    start = flat(owner.get("/assessments"))
    assert "1 von 20" in start
    assert "2 von 6" in start
    assert owner.get("/assessments/begin/nowhere-to-be-found").status_code == 404


def test_the_start_asks_as_often_for_several_drafts_as_for_one(owner, another):
    def asked():
        with recorded_queries() as statements:
            owner.get("/assessments")
        return len(statements)

    begin(owner)
    once = asked()
    begin(owner, key=another.key)
    assert asked() == once


def test_where_one_goes_on():
    keys = [item.key for item in OWN.items]
    assert next_open(OWN, []) == 1
    assert next_open(OWN, keys[:3]) == 4
    assert next_open(OWN, [keys[0], keys[9]]) == 11
    assert next_open(OWN, [keys[-1]]) is None
    assert [number for number, _ in without_answer(OWN, keys[1:-1])] == [1, QUESTIONS]
    assert minutes_for(OWN) == 5
    assert minutes_for(replace(OWN, items=OWN.items[:5])) == 2
