"""Looking for a course: words, filters, what was found, and what to do where nothing was."""

from datetime import timedelta

import pytest

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from courses.catalogue.models import CourseFormat
from organisations.models import Function
from tests.courses.factories import make_cohort, make_course
from tests.house.clock import START
from tests.house.databases import on_sqlite_only
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_competency, make_situation


@pytest.fixture
def client(personas):
    """The owner's browser."""
    return personas.client(personas.owner)


def both(text: str) -> Bilingual:
    return Bilingual(de=text, en=f"{text} (en)")


def titles(page: str, *candidates: str) -> list[str]:
    """Which of `candidates` are among the cards, in their order."""
    results = page[page.index('id="results"') :]
    found = [(results.find(f">{one}</a>"), one) for one in candidates]
    return [one for place, one in sorted(found) if place >= 0]


@on_sqlite_only
def test_words_and_filters_together_find_and_can_be_taken_away_again(client):
    law, calm = make_competency(), make_competency()
    make_course(title=both("Shitstorm"), raises={law: 2}, audience=[Function.EXECUTIVE])
    make_course(title=both("Ruhe"), description=both("Wenn ein Shitstorm kommt"), raises={calm: 1})
    make_course(title=both("Anderes"), format=CourseFormat.ONLINE)
    names = ("Shitstorm", "Ruhe", "Anderes")
    page = client.get("/courses?q=shitstorms").text
    assert titles(page, *names) == ["Shitstorm", "Ruhe"]
    assert ">2 Kurse gefunden</h2></div>" in page
    assert "<title>2 Kurse gefunden – Kurse – KommA</title>" in " ".join(page.split())
    page = client.get(f"/courses?q=shitstorm&competency={law.key}&function=executive").text
    assert titles(page, *names) == ["Shitstorm"]
    assert f'href="/courses?q=shitstorm&amp;competency={law.key}#results"' in page
    assert f"Kompetenz: {law.name.de}" in page
    assert "Funktion: Führungskräfte" in page
    assert 'value="shitstorm"' in page


@on_sqlite_only
def test_where_nothing_is_found_it_says_what_to_drop(client):
    make_course(title=both("Shitstorm"))
    page = client.get("/courses?q=shitstorm&format=online&length=two_hours").text
    assert "Nichts gefunden" in page
    assert "auch nicht, wenn Sie eines weglassen" in page
    page = client.get("/courses?q=shitstorm&format=online").text
    assert "Ohne „Format: Online“" in page
    assert 'href="/courses?q=shitstorm#results"' in page
    assert "1 Kurs<" in page


@on_sqlite_only
def test_dates_are_looked_for_by_month_or_at_all(client, personas):
    soon, later, never = (make_course(title=both(name)) for name in ("Bald", "Später", "Nie"))
    make_cohort(course=soon, starts_at=START + timedelta(days=3))
    make_cohort(course=later, starts_at=START + timedelta(days=40))
    make_cohort(course=never, municipality=personas.foreigner.person.municipality)
    names = ("Bald", "Später", "Nie")
    page = client.get("/courses?when=any").text
    assert titles(page, *names) == ["Bald", "Später"]
    assert "Januar 2027</option>" in page
    assert titles(client.get("/courses?when=2027-01").text, *names) == ["Später"]
    assert titles(client.get("/courses?when=2020-01").text, *names) == list(names), "long gone"


@on_sqlite_only
def test_a_situation_finds_what_helps_most_first(client):
    one, two = make_competency(), make_competency()
    situation = make_situation(one, two)
    make_course(title=both("Wenig"), raises={one: 1})
    make_course(title=both("Viel"), raises={one: 2, two: 2})
    make_course(title=both("Nichts"))
    page = client.get(f"/courses?situation={situation.key}").text
    assert titles(page, "Wenig", "Viel", "Nichts") == ["Viel", "Wenig"]


@on_sqlite_only
def test_words_are_looked_for_in_the_language_of_the_page(client):
    make_course(title=Bilingual(de="Drohung", en="Threat"))
    assert titles(client.get("/courses?q=threats").text, "Drohung") == []
    client.get("/language/en")
    assert titles(client.get("/courses?q=threats").text, "Threat") == ["Threat"]


@on_sqlite_only
def test_signs_that_nobody_sees_part_words_and_endless_text_is_refused(client):
    make_course(title=both("Ruhe bewahren"))
    assert titles(client.get("/courses?q=ruhe%07bewahren").text, "Ruhe bewahren")
    answer = client.get(f"/courses?q={'x' * 10_001}")
    assert answer.status_code == 422
    assert 'id="q-error"' in answer.text


@pytest.mark.parametrize("number", [10, 300])
def test_the_list_asks_a_fixed_number_of_questions_and_shows_a_page_at_a_time(client, number):
    competency = make_competency()
    make_situation(competency)
    for _ in range(number):
        make_course(raises={competency: 1}, audience=[Function.EXECUTIVE])
    make_cohort()
    db.session.commit()
    client.get("/courses")
    with recorded_queries() as statements:
        page = client.get("/courses?q=kurs&when=").text
    # Who is signed in with their roles; courses with effects and audience; coming dates;
    # competencies, situations and what matters in them; benefits, for the navigation.
    assert len([s for s in statements if s.startswith("SELECT")]) == 10
    assert page.count("komma-card ") == min(number + 1, 24)
    assert ("Seite 1 von 13" in page) == (number == 300)
    if number == 300:
        assert client.get("/courses?page=13").text.count("komma-card ") == 13
        assert client.get("/courses?page=99").text.count("komma-card ") == 13
