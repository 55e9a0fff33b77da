"""The pages of a quiz: answering, going wrong, seeing why, passing."""

import re

import pytest
from lxml import html

from app.kernel.db import db
from courses.catalogue.models import CourseFormat
from courses.learning.models import QuizAttempt
from courses.learning.queries import progress_in
from courses.learning.quizzes import list_attempts
from tests.courses.factories import add_unit_of_kind, make_course
from tests.courses.learning import contents
from tests.house.databases import on_sqlite_only

pytestmark = on_sqlite_only
ADDRESS = "/courses/reading/units/quiz"

RIGHT = ["Der Mensch", "Wasser", "Ruhe"]
PARTNERS = {"AGG": "Beschwerde", "StGB": "Antrag"}
ORDER = ["Anhalten", "Benennen", "Weitergehen"]


@pytest.fixture
def course(app):
    return make_course(slug="reading", format=CourseFormat.SELF_PACED, attendance_percent=None)


@pytest.fixture
def unit(course):
    return add_unit_of_kind(course, "quiz", contents.quiz())


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def filled_in(page, *, right=RIGHT, order=ORDER, partners=PARTNERS):
    """What a browser would send after somebody has read the page and answered so."""
    form = html.document_fromstring(page.text).xpath("//form[.//*[@name='fingerprint']]")[0]
    labels = {label.get("for"): label.text_content().strip() for label in form.iter("label")}
    data = {name: form.fields[name] for name in ("number", "fingerprint")}
    for field in form.iter("input"):
        if field.get("type") in ("radio", "checkbox") and labels[field.get("id")] in right:
            data.setdefault(field.get("name"), []).append(field.get("value"))
    for field in form.iter("select"):
        item = labels[field.get("id")]
        wanted = partners.get(item) or f"{order.index(item) + 1}."
        values = {option.text_content(): option.get("value") for option in field.iter("option")}
        data[field.get("name")] = values[wanted]
    return data


def test_nothing_on_the_page_says_what_is_right(owner, unit):
    page = owner.get(ADDRESS)
    assert "Frage 4 von 4" in words(page)
    assert "Zu Der Mensch" not in page.text
    assert "right" not in page.text.split("<main")[1].split("</main")[0].replace("copyright", "")
    # Values count as things are shown, and items are not shown in their right order.
    shown = re.findall(r'for="question_3_\d">([^<]+)<', page.text)
    assert sorted(shown) == sorted(ORDER)
    assert shown != ORDER


def test_right_answers_pass_and_complete_the_course(owner, personas, course, unit):
    answer = owner.post(ADDRESS + "/quiz", data=filled_in(owner.get(ADDRESS)))
    assert (answer.status_code, answer.location) == (303, f"{ADDRESS}/quiz/1")
    result = words(owner.get(answer.location))
    assert "Geschafft! Sie haben den Kurs abgeschlossen." in result
    assert "100 Prozent, bestanden ab 75. Ganz richtig sind 4 von 4 Fragen." in result
    assert "Zu Anhalten" in result
    assert "Noch einmal üben" in result
    assert progress_in(personas.owner.person, course).complete
    assert "Bestanden bleibt bestanden." in words(owner.get(ADDRESS))


def test_wrong_answers_say_what_would_be_right_and_why(owner, personas, course, unit):
    wrong = filled_in(owner.get(ADDRESS), right=["Das Formular", "Ausfragen"], order=ORDER[::-1])
    answer = owner.post(ADDRESS + "/quiz", data=wrong)
    result = words(owner.get(answer.location))
    assert "Noch nicht bestanden" in result
    assert "33 Prozent" in result
    assert "Das Formular stimmt nicht Zu Das Formular" in result
    assert "Der Mensch wäre richtig gewesen Zu Der Mensch" in result
    assert "Anhalten Ihre Antwort: 3. Stelle Zu Anhalten" in result
    assert "AGG: Beschwerde richtig" in result
    assert not progress_in(personas.owner.person, course).begun
    assert owner.post(ADDRESS).status_code == 403, "nobody ticks a quiz off"
    assert "Versuch 1: 33 Prozent" in words(owner.get(ADDRESS))


def test_what_is_missing_is_said_and_what_was_answered_stays(owner, personas, unit):
    data = filled_in(owner.get(ADDRESS))
    del data["question_1_1"], data["question_4_1"]
    data["question_3_2"] = data["question_3_1"]
    answer = owner.post(ADDRESS + "/quiz", data=data)
    assert answer.status_code == 422
    assert "Bitte beantworten Sie diese Frage." in words(answer)
    assert "Diese Stelle haben Sie schon vergeben." in words(answer)
    assert "Bitte wählen Sie etwas aus." in words(answer)
    assert answer.text.count(" checked") == 2
    assert list_attempts(personas.owner.person, unit) == []


def test_a_form_sent_twice_counts_once(owner, personas, unit):
    page = owner.get(ADDRESS)
    data, other = filled_in(page), filled_in(page, right=["Das Formular", "Wasser"])
    first, second = (owner.post(ADDRESS + "/quiz", data=data) for _ in range(2))
    assert first.location == second.location
    assert "schon abgegeben" not in owner.get(first.location).text
    assert "schon abgegeben" in owner.get(owner.post(ADDRESS + "/quiz", data=other).location).text
    assert len(list_attempts(personas.owner.person, unit)) == 1
    assert owner.post(ADDRESS + "/quiz", data=data | {"number": "7"}).status_code == 404
    assert owner.post(ADDRESS + "/quiz", data=data | {"number": "x"}).status_code == 422


def test_what_is_far_too_long_is_refused(owner, unit):
    data = filled_in(owner.get(ADDRESS))
    for field in ("number", "fingerprint"):
        answer = owner.post(ADDRESS + "/quiz", data=data | {field: "1" * 300_000})
        assert answer.status_code == 422
        assert "Bitte höchstens" in answer.text


def test_attempts_can_be_limited(owner, course):
    add_unit_of_kind(course, "quiz", contents.quiz(attempts=1))
    page = owner.get(ADDRESS)
    assert "Sie haben noch einen Versuch." in words(page)
    data = filled_in(page, right=["Das Formular", "Ausfragen"])
    result = owner.get(owner.post(ADDRESS + "/quiz", data=data).location)
    assert "Noch einmal versuchen" not in words(result)
    page = owner.get(ADDRESS)
    assert "Sie haben alle Versuche gebraucht" in words(page)
    assert "Antworten abgeben" not in page.text
    answer = owner.post(ADDRESS + "/quiz", data=data | {"number": "2"})
    assert answer.status_code == 422


def test_answers_to_other_questions_are_not_marked(owner, personas, unit):
    data = filled_in(owner.get(ADDRESS))
    owner.post(ADDRESS + "/quiz", data=data)
    unit.content = contents.quiz(pass_percent=50)
    answer = owner.post(ADDRESS + "/quiz", data=data | {"number": "2"})
    assert answer.status_code == 422
    assert "Das Quiz wurde gerade geändert." in words(answer)
    assert "Ihre Antworten von damals passen nicht mehr" in words(owner.get(ADDRESS + "/quiz/1"))


def test_nobody_sees_the_answers_of_another(owner, personas, unit):
    owner.post(ADDRESS + "/quiz", data=filled_in(owner.get(ADDRESS)))
    for account in (personas.colleague, personas.trainer, personas.coordinator, personas.office):
        client = personas.client(account)
        assert "Ihre Versuche" not in client.get(ADDRESS).text
        assert client.get(ADDRESS + "/quiz/1").status_code == 404
    sealed = db.session.query(QuizAttempt).one().sealed
    assert b"answers" not in sealed


def test_other_units_are_no_quiz(owner, course):
    add_unit_of_kind(course, "reflection", contents.reflection())
    address = "/courses/reading/units/reflection"
    assert owner.post(address + "/quiz").status_code == 404
    assert owner.get(address + "/quiz/1").status_code == 404
    assert owner.post(address + "/scenario/choose").status_code == 404
    assert owner.post(address + "/scenario/back").status_code == 404
