"""Answers, result and path are the owner's: nobody else finds them on any page."""

import pytest
from werkzeug.routing import IntegerConverter, Rule

from courses.paths.queries import find_current_path
from organisations.topics.content_loading import load_topics
from organisations.topics.queries import list_competencies, list_situations
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.courses.needs.factories import make_analysis
from tests.house.clock import START
from tests.house.databases import on_sqlite_only

#: Minutes that nobody else would have: they stand on the owner's path.
TIME = 2399
TIME_ON_SCREEN = "39 Std. 59 Min."


@pytest.fixture
def secrets(app, personas) -> dict[str, list[str]]:
    """The owner's analysis and path; what must not leak, and what addresses can be tried with."""
    load_topics()
    person, competencies = personas.owner.person, list(list_competencies())
    analysis = make_analysis(
        person=person,
        levels=dict.fromkeys(competencies, 1),
        situations=list_situations()[:2],
        budget_minutes=TIME,
    )
    course = make_course(raises={competencies[0]: 3})
    cohort = make_cohort(course=course, trainers=[personas.trainer.person])
    make_enrolment(cohort=cohort, person=person)
    assert personas.client(personas.owner).post("/path").status_code == 303
    path = find_current_path(person)
    assert path.computed_at == START
    return {
        "hidden": [analysis.public_id, path.public_id, TIME_ON_SCREEN],
        "ids": [analysis.public_id, path.public_id, cohort.public_id, person.public_id],
        "slugs": [course.slug],
    }


def addresses(app, rule: Rule, secrets) -> list[str]:
    """The rule's addresses with everything of the owner's that could stand in them."""
    if not rule.arguments:
        return [rule.rule]
    tried = [*secrets["ids"], *secrets["slugs"], "1"]
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        found = []
        for value in tried:
            values = {
                name: int(value) if isinstance(converter, IntegerConverter) else value
                for name, converter in rule._converters.items()
                if not isinstance(converter, IntegerConverter) or value.isdecimal()
            }
            if values.keys() == rule.arguments:
                found.append(adapter.build(rule.endpoint, values))
        return found


def test_the_owner_sees_it(personas, secrets):
    assert TIME_ON_SCREEN in personas.client(personas.owner).get("/path").text


@on_sqlite_only
@pytest.mark.parametrize("who", ["colleague", "foreigner", "trainer", "coordinator", "office"])
def test_nobody_else_does_on_any_page(app, personas, secrets, who):
    client = personas.client(getattr(personas, who))
    seen = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in {"static", "language.choose"}:
            continue
        for address in addresses(app, rule, secrets):
            answer = client.get(address)
            seen += answer.status_code == 200
            for hidden in secrets["hidden"]:
                assert hidden not in answer.text.replace(address, ""), f"{address} as {who}"
    assert seen > 10


def test_no_address_of_needs_or_path_names_a_person_or_an_analysis(app):
    arguments = {
        rule.rule: rule.arguments
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/needs", "/path"))
    }
    for page in (
        "/questions/<int:number>",
        "/results/<int:number>",
        "/results/<int:number>/delete",
    ):
        assert arguments.pop(f"/needs{page}") == {"number"}
    assert set(map(frozenset, arguments.values())) == {frozenset()}
