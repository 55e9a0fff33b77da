"""The forms of steps on screen: written by who coordinates, filled in by who handles a case."""

import pytest

from exchange.procedures.cases.answers import list_answers
from exchange.procedures.writing import queries
from organisations.topics.content_loading import load_topics
from tests.exchange.procedures.factories import QUESTIONS, make_case, make_step, make_version
from tests.exchange.procedures.test_pages import WRITING, written
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn

FIRST = "steps-0-questions-0"


@pytest.fixture
def coordinator(personas):
    return personas.client(personas.coordinator)


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


@pytest.fixture
def version(personas):
    return make_version(
        personas.coordinator.person,
        steps=[make_step(questions=QUESTIONS), make_step("Anzeigen", checklist=[])],
    )


@pytest.fixture
def page(version, personas):
    return f"/cases/{make_case(version, personas.owner.person).public_id}"


def asked(questions):
    """What the form sends for the questions of the first step."""
    return {
        f"steps-0-questions-{row}-{name}": "\r\n".join(value) if name == "choices" else value
        for row, question in enumerate(questions)
        for name, value in question.items()
        if value is not False
    }


def test_questions_are_written_compared_and_put_in_force(coordinator, owner, version):
    place, public_id = f"{WRITING}/{version.procedure.public_id}", version.procedure.public_id
    unchanged = coordinator.post(f"{place}/edit", data=written(version, **asked(QUESTIONS)))
    assert unchanged.location == f"/procedures/{public_id}"
    assert queries.find_draft(version.procedure) is None
    changed = [QUESTIONS[0] | {"label": "Wie kam es an?"}, *QUESTIONS[1:]]
    longer = written(version, add_question="0", **asked(changed))
    assert "steps-0-questions-5-label" in coordinator.post(f"{place}/edit", data=longer).text
    coordinator.post(f"{place}/edit", data=written(version, **asked(changed)))
    text = coordinator.get(f"{place}/draft").text
    assert "Schritt 1, Formular" in text
    assert "<ins>" in text
    assert queries.find_draft(version.procedure).content["steps"][0]["questions"] == changed
    text = owner.get(f"/procedures/{public_id}").text
    assert "Im Vorgang wird festgehalten" in text
    assert "Auswahl: Brief / Anruf; Pflicht" in text
    assert "Wie kam es an?" not in text


def test_a_question_that_cannot_be_asked_is_said_at_its_field(coordinator, version):
    place = f"{WRITING}/{version.procedure.public_id}/edit"
    for question, message in (
        ({"label": "", "help": "Nur so"}, "Bitte schreiben Sie die Frage."),
        ({"label": "Was?", "kind": "choice", "choices": ["Eins"]}, "mindestens zwei Antworten"),
        ({"label": "Was?", "kind": "choice", "choices": list("abcdefghijklm")}, "höchstens 12"),
        ({"label": "x" * 161}, "höchstens 160 Zeichen"),
    ):
        refused = coordinator.post(place, data=written(version, **asked([question])))
        assert refused.status_code == 422, message
        assert message in refused.text
        assert f'href="#{FIRST}' in refused.text


def test_what_ships_reads_the_same_after_it_was_saved(coordinator, personas):
    load_topics()
    begun = coordinator.post(f"{WRITING}/new", data={"template": "threat_against_a_person"})
    [shelf] = queries.list_shelves(personas.coordinator)
    data = written(shelf.draft, revision="1")
    for row, step in enumerate(shelf.draft.content["steps"]):
        for number, question in enumerate(step.get("questions", ())):
            data |= {
                f"steps-{row}-questions-{number}-{name}": (
                    "\r\n".join(value) if name == "choices" else value
                )
                for name, value in question.items()
            }
    before = shelf.draft.content["steps"]
    coordinator.post(begun.location, data=data)
    assert queries.find_draft(shelf.procedure).content["steps"] == before


def test_a_step_without_its_answers_is_not_ticked_off_but_shown_what_is_missing(owner, page):
    text = owner.get(page).text
    assert "fehlt noch" in text
    assert text.index(f'href="{page}/steps/1/form"') < text.index('id="steps"'), "comes next"
    owner.post(f"{page}/ticks", data={"step": "1", "item": "1"})
    refused = owner.post(f"{page}/ticks", data={"step": "1", "item": "2"})
    assert refused.status_code == 422
    assert 'action="' + f"{page}/steps/1/form" in refused.text
    assert "Auf welchem Weg? – Bitte beantworten" in refused.text
    saved = {
        "revision": "0",
        "question_1": "Anruf",
        "question_2": "Leitung",
        "question_4": "2026-11-20",
        "question_5": "no",
    }
    assert owner.post(f"{page}/steps/1/form", data=saved).location == f"{page}#step-1"
    text = owner.get(page).text
    for words in ("Anruf", "Leitung", "Freitag, 20. November 2026", "Nein"):
        assert words in text
    assert "fehlt noch" not in text
    ticked = owner.post(f"{page}/ticks", data={"step": "1", "item": "2"})
    assert ticked.location == f"{page}#step-1"
    emptied = owner.post(f"{page}/steps/1/form", data=saved | {"revision": "1", "question_2": ""})
    assert emptied.status_code == 422
    assert "Wer ist betroffen? – Bitte beantworten" in emptied.text


def test_a_wrong_answer_is_said_at_its_field(owner, page):
    for answers, message in (
        ({"question_1": "Rauchzeichen"}, "Bitte wählen Sie eine der Antworten."),
        ({"question_2": "x" * 301}, "höchstens 300 Zeichen"),
        ({"question_4": "0026-11-20"}, "Bitte prüfen Sie das Jahr."),
    ):
        refused = owner.post(f"{page}/steps/1/form", data={"revision": "0"} | answers)
        assert refused.status_code == 422
        assert message in refused.text


def test_answers_saved_meanwhile_are_shown_beside_ones_own(owner, page):
    owner.post(f"{page}/steps/1/form", data={"revision": "0", "question_2": "Erstens"})
    conflict = owner.post(f"{page}/steps/1/form", data={"revision": "0", "question_2": "Zweitens"})
    assert conflict.status_code == 422
    assert "Erstens" in conflict.text
    assert "Zweitens" in conflict.text
    again = owner.post(f"{page}/steps/1/form", data={"revision": "1", "question_2": "Zweitens"})
    assert again.status_code == 303


def test_the_form_of_a_step_is_there_for_handlers_alone(owner, page, personas):
    assert owner.get(f"{page}/steps/1/form").status_code == 200
    for step in (0, 2, 9):
        assert owner.get(f"{page}/steps/{step}/form").status_code == 404
    for account in (personas.colleague, personas.coordinator, personas.foreigner):
        client = personas.client(account)
        assert client.get(f"{page}/steps/1/form").status_code == 404
        assert client.post(f"{page}/steps/1/form", data={"revision": "0"}).status_code == 404
    owner.post(f"{page}/close", data={"outcome": "resolved"})
    assert owner.get(f"{page}/steps/1/form").location == f"{page}#step-1"


def test_the_page_of_a_case_asks_as_often_for_many_answers_as_for_few(personas, owner):
    def statements(steps):
        version = make_version(
            personas.coordinator.person,
            steps=[make_step(f"Schritt {one}", questions=QUESTIONS) for one in range(steps)],
        )
        case = make_case(version, personas.owner.person)
        page = f"/cases/{case.public_id}"
        for step in range(1, steps + 1):
            data = {"revision": "0", "question_2": "Leitung"}
            owner.post(f"{page}/steps/{step}/form", data=data)
        assert len(list_answers(case)) == steps
        owner.get(page)
        with recorded_queries() as recorded:
            owner.get(page)
        return len(recorded)

    assert statements(1) == statements(6)
