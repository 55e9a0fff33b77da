"""Sharing levels on pages: preview, agreement, end, and what trainers find on the roster."""

import re

import pytest

from courses.needs.sharing.queries import Scope
from tests.courses.factories import make_enrolment
from tests.courses.needs.factories import make_analysis
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_person

pytestmark = [in_turn, pytest.mark.usefixtures("enrolment")]

SHARED = "teilt Stufen mit Ihnen"


@pytest.fixture
def reader(personas):
    """The owner's browser."""
    return personas.client(personas.owner)


@pytest.fixture
def page(cohort):
    return f"/cohorts/{cohort.public_id}"


def fields_of(text):
    names = ("scope", "analysis", "trainers")
    return {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', text).group(1) for name in names}


def levels_in(text):
    return re.findall(r"Kompetenz \d+: \d – [^<]*", text)


def test_what_trainers_see_is_what_the_preview_showed(
    personas, reader, page, analysis, law, crisis
):
    trainer = personas.client(personas.trainer)
    assert "Ohne Ihr Zutun sieht sie nichts davon" in reader.get(page).text
    assert SHARED not in trainer.get(f"/manage{page}").text
    for scope, number in (("course", 1), ("all", 2)):
        preview = reader.get(f"{page}/levels?scope={scope}").text
        levels = levels_in(preview[preview.index("preview-heading") :])
        assert len(levels) == number
        assert personas.trainer.person.name in preview
        assert reader.post(f"{page}/levels", data=fields_of(preview)).location == page
        roster = trainer.get(f"/manage{page}").text
        assert SHARED in roster
        assert levels_in(roster) == levels
    assert "Mit wem Sie Stufen teilen" in reader.get("/needs/result").text
    assert f"teilen Stufen aus Ihrer Bedarfsanalyse mit: {personas.trainer.person.name}" in (
        reader.get(page).text
    )
    assert reader.post(f"{page}/levels/end").location == page
    assert SHARED not in trainer.get(f"/manage{page}").text
    assert "Mit wem Sie Stufen teilen" not in reader.get("/needs/result").text


def test_neither_office_nor_coordination_nor_lists_tell_of_it(
    personas, page, enrolment, analysis, share
):
    share(enrolment, Scope.ALL)
    office = personas.client(personas.office)
    assert SHARED not in office.get(f"/manage{page}").text
    trainer = personas.client(personas.trainer)
    for path in (f"/manage{page}/roster", f"/manage{page}/notes", "/manage/cohorts"):
        assert SHARED not in trainer.get(path).text
    coordinator = personas.client(personas.coordinator)
    for path in (page, "/manage/trainings"):
        assert not levels_in(coordinator.get(path).text)


@pytest.mark.parametrize("who", ["colleague", "foreigner", "coordinator"])
def test_who_takes_no_part_has_nothing_to_share(personas, page, who):
    client = personas.client(getattr(personas, who))
    assert client.get(f"{page}/levels").status_code == 404
    assert client.post(f"{page}/levels", data={"scope": "all"}).status_code == 404
    assert client.post(f"{page}/levels/end").status_code == 404
    assert "Ihre Stufen" not in client.get(page).text


def test_without_an_analysis_there_is_nothing_to_share(reader, page):
    assert "Ihre Stufen" not in reader.get(page).text
    assert "zuerst eine abgeschlossene Bedarfsanalyse" in reader.get(f"{page}/levels").text
    assert reader.post(f"{page}/levels", data={"scope": "all"}).status_code == 422


def test_an_outdated_preview_shares_nothing_and_shows_the_new_one(
    personas, reader, page, analysis, law
):
    opened = fields_of(reader.get(f"{page}/levels").text)
    make_analysis(person=personas.owner.person, levels={law: 3}, completed_at=START)
    late = reader.post(f"{page}/levels", data=opened)
    assert late.status_code == 422
    assert "Inzwischen hat sich etwas geändert" in late.text
    assert SHARED not in personas.client(personas.trainer).get(f"/manage{page}").text
    assert reader.post(f"{page}/levels", data=fields_of(late.text)).status_code == 303
    assert reader.post(f"{page}/levels", data=opened | {"scope": "x"}).status_code == 422


def test_a_newer_analysis_and_a_new_trainer_are_named(
    personas, reader, page, cohort, trainer, enrolment, analysis, law, share
):
    share(enrolment)
    make_analysis(person=personas.owner.person, levels={law: 3}, completed_at=START)
    second = make_person(function=None, given_name="Nico")
    cohort.trainers = [trainer, second]
    text = reader.get(page).text
    assert "Das Neue ist nicht geteilt" in text
    assert f"Nicht dabei: {second.name}" in text
    cohort.trainers = [second]
    assert "Was Sie geteilt haben, sieht niemand mehr" in reader.get(page).text


def test_the_roster_asks_a_fixed_number_of_questions(personas, page, cohort, law, crisis, share):
    trainer = personas.client(personas.trainer)

    def statements(people):
        for _ in range(people):
            enrolment = make_enrolment(cohort=cohort)
            make_analysis(person=enrolment.person, levels={law: 2, crisis: 1})
            share(enrolment, Scope.ALL)
        trainer.get(f"/manage{page}")
        with recorded_queries() as asked:
            found = levels_in(trainer.get(f"/manage{page}").text)
        return len(asked), len(found)

    one, shown = statements(1)
    more, more_shown = statements(4)
    assert (shown, more_shown) == (2, 10)
    assert one == more
