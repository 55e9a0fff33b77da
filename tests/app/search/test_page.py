"""What somebody looks for may name a threat: it stands in no title, no log and no referrer."""

import pytest
from structlog.testing import capture_logs

from courses.catalogue.content_loading import load_courses
from organisations.topics.content_loading import load_topics
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_account

pytestmark = in_turn

WORD = "Morddrohung"


def search(client, phrase, status=200):
    answer = client.get("/search", query_string={"q": phrase})
    assert answer.status_code == status
    return answer


def test_the_words_leave_the_page_by_no_way(personas):
    client = personas.client(personas.owner)
    with capture_logs() as logs:
        answer = search(client, WORD)
    title = answer.text.partition("<title>")[2].partition("</title>")[0]
    assert title == "Suche – KommA"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert [entry["route"] for entry in logs] == ["/search"]
    assert WORD not in str(logs)


def test_only_who_is_signed_in_searches(client, personas):
    assert client.get("/search?q=a").status_code == 303
    assert 'action="/search"' not in client.get("/").text
    page = personas.client(personas.owner).get("/").text
    assert 'action="/search"' in page
    assert 'href="/search"' in page


def test_nothing_is_asked_of_nobody_and_a_long_text_is_refused_at_the_field(personas):
    client = personas.client(personas.owner)
    for phrase in ("", "  "):
        assert "Treffer" not in search(client, phrase).text
    assert "höchstens 200 Zeichen" in search(client, "a" * 201, 422).text


@pytest.mark.parametrize("phrase", ["' OR 1=1 --", "<script>alert(1)</script>", "a" * 200])
def test_any_words_are_only_words(personas, phrase):
    page = search(personas.client(personas.office), phrase).text
    assert "<script>alert" not in page


@pytest.mark.parametrize("phrase", ['"', "%", "…!?"])
def test_signs_alone_are_no_words(personas, phrase):
    page = search(personas.client(personas.office), phrase, status=422).text
    assert "mindestens ein Wort" in page


def test_of_many_the_best_are_shown_and_the_list_of_the_area_takes_over_the_words(personas):
    load_topics()
    load_courses(START)
    page = search(personas.client(personas.owner), "Rassismus").text
    assert "Die besten Treffer" in page
    assert "<mark>Rassis" in page
    assert 'href="/courses?q=Rassismus"' in page
    for number in range(7):
        make_account(given_name=f"Anna{number}", municipality=personas.owner.person.municipality)
    page = search(personas.client(personas.coordinator), "Anna").text
    assert page.count("<mark>Anna") == 5
    assert 'href="/manage/people?q=Anna"' in page


def test_the_page_speaks_english(personas):
    account = make_account(language="en")
    page = search(personas.client(account), WORD).text
    assert "Nothing found" in page
