"""Taking a self-assessment, reading the result, and deleting it for good."""

import pytest

from app.kernel.db import db
from app.kernel.vault import Unreadable
from assessments.administrations import services
from assessments.administrations.models import Administration
from assessments.administrations.queries import find_draft, list_taken
from assessments.administrations.sealed import RECORD
from assessments.instruments.shelf import pages_of, resilience_check
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn

PAGES = len(pages_of(resilience_check()))
NOTE = "Woche mit der Bürgerversammlung"


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


def answer_page(client, number, answer="4", **more):
    items = pages_of(resilience_check())[number - 1]
    data = {f"item_{item.key}": answer for item in items}
    return client.post(f"/assessments/questions/{number}", data=data | more)


def take(client, answer="4", note=NOTE):
    client.post("/assessments")
    for number in range(1, PAGES + 1):
        answer_page(client, number, answer)
    return client.post("/assessments/finish", data={"note": note})


def test_from_the_first_question_to_the_result(owner, personas):
    assert "Noch nicht validiert" in owner.get("/assessments").text
    begun = owner.post("/assessments")
    assert (begun.status_code, begun.location) == (303, "/assessments/questions/1")
    assert owner.get(begun.location).status_code == 200
    assert answer_page(owner, 1).location == "/assessments/questions/2"
    for number in range(2, PAGES + 1):
        last = answer_page(owner, number)
    assert last.location == "/assessments/finish"
    done = owner.post(last.location, data={"note": NOTE})
    result = owner.get(done.location).text
    # Reversed statements count the other way round: 4 and 2 lie on both sides of the middle.
    assert "Manches trägt, manches kostet Kraft" in result
    assert "keine Diagnose" in result
    assert NOTE in result
    assert 'href="/help"' in result
    assert len(list_taken(personas.owner.person)) == 1


def test_a_page_is_kept_and_one_goes_on_later(owner, personas):
    owner.post("/assessments")
    left = answer_page(owner, 1, "2", later="1")
    assert left.location == "/assessments"
    begun = owner.get("/assessments").text
    assert "4 von 20" in begun
    assert 'href="/assessments/questions/2"' in begun
    again = personas.client(personas.owner)
    again.post("/assessments")
    assert db.session.query(Administration).count() == 1
    assert 'value="2" checked' in " ".join(again.get("/assessments/questions/1").text.split())


def test_one_goes_on_at_the_end_once_all_pages_have_an_answer(owner):
    owner.post("/assessments")
    for number in range(1, PAGES + 1):
        answer_page(owner, number)
    assert 'href="/assessments/finish"' in owner.get("/assessments").text


def test_before_the_first_question_one_knows_what_it_is_and_who_sees_it(owner):
    page = " ".join(owner.get("/assessments").text.split())
    start = page.index("Selbsteinschätzung beginnen")
    for known in (
        "20 kurze Fragen, etwa fünf Minuten",
        "Sie dürfen jede Frage überspringen",
        "keine Diagnose",
        "Antworten und Ergebnis sehen nur Sie",
    ):
        assert page.index(known) < start, known
    for also in ("Noch nicht validiert", "Wer sieht Ihre Antworten?", "Wer hilft jetzt?"):
        assert also in page
    owner.post("/assessments")
    questions = owner.get("/assessments/questions/1").text
    assert questions.count("Überspringen") == len(pages_of(resilience_check())[0])
    assert 'href="/help"' in questions.partition("</main>")[0]


def test_any_question_can_be_skipped_and_taken_back(owner, personas):
    take_back = resilience_check().items[0].key
    owner.post("/assessments")
    answer_page(owner, 1)
    answer_page(owner, 1, **{f"item_{take_back}": ""})
    answers = find_draft(personas.owner.person, resilience_check().key).contents.answers
    assert take_back not in answers
    assert len(answers) == 3
    finish = owner.get("/assessments/finish").text
    assert "17 Fragen sind ohne Antwort." in finish
    done = owner.post("/assessments/finish", data={"note": ""})
    assert "Für einen Gesamtwert sind das zu wenige." in owner.get(done.location).text


def test_nothing_at_all_has_no_result(owner):
    owner.post("/assessments")
    assert owner.post("/assessments/finish").location == "/assessments/questions/1"
    assert owner.get("/assessments").text.count("Ihr Verlauf") == 0


@pytest.mark.parametrize("answer", ["0", "6", "high", "1.5"])
def test_an_answer_off_the_scale_says_so_at_its_question(owner, answer):
    owner.post("/assessments")
    refused = answer_page(owner, 1, answer)
    assert refused.status_code == 422
    assert "Bitte wählen Sie eine der Antworten." in refused.text


@pytest.mark.parametrize("number", ["0", "6", "99", "first"])
def test_there_are_no_other_pages(owner, number):
    owner.post("/assessments")
    assert owner.get(f"/assessments/questions/{number}").status_code == 404


def test_a_note_that_is_too_long_says_so(owner):
    owner.post("/assessments")
    answer_page(owner, 1)
    assert owner.post("/assessments/finish", data={"note": "x" * 2001}).status_code == 422


def test_without_a_draft_pages_lead_to_the_beginning(owner):
    for path in ("/assessments/questions/1", "/assessments/finish"):
        assert owner.get(path).location == "/assessments"
        assert owner.post(path).location == "/assessments"


def test_the_course_is_a_chart_and_a_table(owner, clock):
    for lines, answer in enumerate(("2", "3", "5")):
        take(owner, answer)
        assert owner.get("/assessments").text.count("komma-chart__line") == lines
        clock.advance(hours=3)
    page = " ".join(owner.get("/assessments").text.split())
    assert page.count('<circle class="komma-chart__current"') == 3
    assert page.count('href="/assessments/results/') == 3


def test_the_course_asks_as_often_for_many_as_for_one(owner):
    def asked():
        with recorded_queries() as statements:
            owner.get("/assessments")
        return len(statements)

    take(owner)
    once = asked()
    for _ in range(3):
        take(owner)
    assert asked() == once


def test_one_can_be_deleted_for_good(owner, app, personas):
    first = take(owner).location
    kept = db.session.query(Administration).one()
    second = take(owner).location
    subject, sealed = kept.vault_subject, kept.sealed
    assert "Das lässt sich nicht rückgängig machen." in owner.get(f"{first}/delete").text
    assert owner.post(f"{first}/delete").location == "/assessments"
    assert owner.get(first).status_code == 404
    assert owner.get(second).status_code == 200
    vault, person = app.extensions["komma"].vault, personas.owner.person
    with pytest.raises(Unreadable):  # what a backup of the database still holds
        vault.open(subject, RECORD, vault.open(person.vault_subject, RECORD, sealed))
    assert len(list_taken(personas.owner.person)) == 1


def test_all_can_be_deleted_for_good_and_one_can_begin_again(owner, personas):
    take(owner)
    owner.post("/assessments")
    answer_page(owner, 1)
    assert owner.get("/assessments/delete").status_code == 200
    assert owner.post("/assessments/delete").location == "/assessments"
    assert db.session.query(Administration).count() == 0
    assert owner.get(take(owner).location).status_code == 200


def test_an_export_says_it_and_an_erasure_ends_it(owner, personas, app):
    take(owner)
    data = {
        entry.name: entry
        for feature in app.extensions["komma"].features
        for entry in feature.personal_data
    }["assessments"]
    person = personas.owner.person
    exported = data.export(person.id)
    assert (exported[0]["note"], len(exported[0]["answers"])) == (NOTE, 20)
    data.erase(person.id)
    assert data.export(person.id) == []


def test_commands_refuse_without_a_draft_and_without_answers(personas):
    person, instrument = personas.owner.person, resilience_check()
    end = {"person": person, "instrument": instrument, "note": "", "actor": person, "now": START}
    with pytest.raises(services.NoDraft):
        services.finish_assessment(**end)
    services.begin_assessment(person=person, instrument=instrument, actor=person, now=START)
    with pytest.raises(services.NothingAnswered):
        services.finish_assessment(**end)
