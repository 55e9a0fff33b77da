"""What each part of the programme tells of a municipality, and what it keeps to itself."""

from datetime import timedelta

import pytest

from app.kernel.progress import Stage, people_told
from app.pages.overview.queries import list_parts
from courses.cohorts.models import EnrolmentStatus
from exchange.alliances.partners.models import PartnerKind
from exchange.toolbox.content_loading import update_aids
from exchange.toolbox.queries import get_aid
from exchange.toolbox.services import create_text, release_text, submit_text
from organisations.models import Membership
from tests.app.overview.world import LONG_AGO, YESTERDAY
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.courses.needs.factories import make_analysis
from tests.exchange.alliances.factories import (
    LATER,
    make_commitment,
    make_contact,
    make_meeting,
    make_partner,
)
from tests.exchange.procedures import factories as procedures
from tests.exchange.strategies import factories as strategies
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_municipality, make_person

pytestmark = in_turn

LAST_MONTH = START.replace(day=1) - timedelta(days=10)


@pytest.fixture
def standing(app):
    """Where a municipality stands in the part of a name; None where it has not begun."""

    def find(name, place):
        part = next(one for one in list_parts() if one.name == name)
        return part.standings([place.id], START).get(place.id)

    return find


def test_a_municipality_has_arrived_with_a_coordinator_and_others(standing, home):
    assert standing("arrival", home).stage is Stage.REACHED
    assert standing("arrival", home).figures == (
        "Koordination benannt; registriert: weniger als 7 Personen"
    )


def test_nobody_coordinates_is_said_of_whom_it_is_expected(standing):
    model, platform = make_municipality(), make_municipality(membership=Membership.PLATFORM)
    assert standing("arrival", model).risk == "Niemand koordiniert das Programm."
    assert standing("arrival", platform).risk == ""
    make_person(municipality=platform)
    assert standing("arrival", platform).stage is Stage.UNDER_WAY
    assert standing("arrival", platform).risk


@pytest.mark.parametrize(
    ("done", "of", "told"),
    [
        (0, 0, "niemand"),
        (0, 30, "weniger als 7 Personen"),
        (6, 30, "weniger als 7 Personen"),
        (7, 30, "7 Personen"),
        (23, 30, "23 Personen"),
        (24, 30, "mindestens 7 Personen"),
        (30, 30, "mindestens 7 Personen"),
    ],
)
def test_neither_few_nor_all_but_few_are_told_to_have_done_something(app, done, of, told):
    assert people_told(done, of=of) == told


def complete(place, people, *, starts_at=LAST_MONTH, **given):
    cohort = make_cohort(starts_at=starts_at, capacity=people, **given)
    for _number in range(people):
        make_enrolment(
            cohort=cohort,
            person=make_person(municipality=place),
            status=EnrolmentStatus.COMPLETED,
        )


def completed(standing, place):
    return standing("trainings", place).figures.rpartition(": ")[2]


def test_completed_courses_are_told_from_seven_on_of_months_that_are_over(standing):
    place = make_municipality()
    complete(place, 6)
    complete(place, 5, starts_at=START.replace(day=2))
    assert completed(standing, place) == "weniger als 7 Personen"
    assert standing("trainings", place).stage is Stage.UNDER_WAY
    complete(place, 2)
    assert standing("trainings", place).stage is Stage.REACHED
    assert completed(standing, place) == "mindestens 7 Personen"
    complete(place, 3, starts_at=START.replace(day=3))
    assert completed(standing, place) == "8 Personen"


def test_confidential_courses_count_for_no_municipality(standing):
    place = make_municipality()
    complete(place, 9, course=make_course(confidential=True))
    make_cohort(municipality=place, starts_at=LATER, course=make_course(confidential=True))
    assert completed(standing, place) == "weniger als 7 Personen"
    assert standing("trainings", place).next_on is None


def test_a_training_for_one_municipality_is_its_next_date(standing):
    place = make_municipality()
    make_cohort(municipality=place, starts_at=LATER)
    assert standing("trainings", place).next_on == LATER.date()
    assert standing("trainings", place).next_step == "Training nur für die Kommune"


def test_needs_analyses_are_told_of_all_together_in_steps(app):
    together = next(one for one in list_parts() if one.name == "trainings").together
    for _number in range(6):
        make_analysis(person=make_person(), levels={}, completed_at=LAST_MONTH)
    make_analysis(person=make_person(), levels={}, completed_at=START)
    assert "weniger als 7" in together(START)
    for _number in range(7):
        make_analysis(person=make_person(), levels={}, completed_at=LAST_MONTH)
    assert "mindestens 10 Personen" in together(START)


def test_an_alliance_tells_of_areas_gaps_confirmation_and_what_is_late(standing, personas, home):
    assert standing("alliance", home) is None
    for kind in (PartnerKind.ADMINISTRATION, PartnerKind.COUNSELLING, PartnerKind.MEDIA):
        partner = make_partner(home, kind=kind)
    make_contact(partner, confirmed_at=LONG_AGO, name="Wer das ist, sieht niemand")
    make_meeting(home, actor=personas.coordinator.person)
    found = standing("alliance", home)
    assert found.stage is Stage.UNDER_WAY
    assert found.figures.startswith("2 von 3 Bereichen")
    assert found.figures.endswith("zuletzt bestätigt: 19.10.2025")
    assert (found.next_on, found.next_step) == (LATER.date(), "Sitzung der Allianz")
    assert found.risk == "1 Kontakt ist seit über einem Jahr nicht bestätigt."
    make_commitment(partner, due_on=YESTERDAY)
    assert standing("alliance", home).risk == "1 Zusage ist überfällig."
    make_partner(home, kind=PartnerKind.SECURITY)
    assert standing("alliance", home).stage is Stage.REACHED
    assert standing("wider_alliance", home).figures == "1 Partner, 1 von 3 Bereichen"


def test_a_strategy_is_under_way_then_adopted_then_due(standing, personas, home):
    coordinator = personas.coordinator.person
    draft = strategies.make_draft(coordinator)
    assert standing("strategies", home).stage is Stage.UNDER_WAY
    assert standing("strategies", home).figures == "In Arbeit, noch nichts beschlossen"
    strategies.adopt(draft, coordinator)
    found = standing("strategies", home)
    assert found.stage is Stage.REACHED
    assert found.figures == "1 von 3 Konzepten beschlossen, 0 von 2 Maßnahmen erledigt"
    assert found.next_step == "Frist einer Maßnahme"
    assert found.risk == "1 Maßnahme ist überfällig."


def test_a_procedure_counts_by_the_situations_that_it_is_in_force_for(standing, personas, home):
    version = procedures.make_version(personas.coordinator.person)
    assert standing("procedures", home).stage is Stage.REACHED
    assert standing("procedures", home).figures == "In Kraft für 1 von 1 Situationen"
    assert version.title not in standing("procedures", home).figures


def test_few_released_texts_are_not_told_as_a_number(standing, personas, home, write_text):
    write_text()
    assert standing("toolbox", home).figures == "In Arbeit, noch nichts freigegeben"
    write_text(released=True)
    assert standing("toolbox", home).stage is Stage.REACHED
    assert standing("toolbox", home).figures == "Weniger als 7 Texte freigegeben"


@pytest.fixture
def write_text(app, personas, home):
    update_aids(START)

    def write(*, released=False):
        author, second = personas.owner.person, personas.coordinator.person
        text = create_text(
            municipality=home,
            version=get_aid("statement-attack-on-staff"),
            language="de",
            title="Stellungnahme",
            body="Wir stehen zusammen.",
            actor=author,
            now=START,
        )
        if released:
            submit_text(text=text, revision=text.revision, actor=author, now=START)
            release_text(text=text, revision=text.revision, comment="", actor=second, now=START)
        return text

    return write
