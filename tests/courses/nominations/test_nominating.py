"""Nominations: what is said before, what is offered, and that everybody answers for themselves."""

from datetime import timedelta

import pytest

from app.kernel.errors import NotFound
from app.kernel.permissions import Role
from courses.cohorts.errors import EnrolmentClosed
from courses.cohorts.models import EnrolmentStatus
from courses.cohorts.queries import find_enrolment
from courses.cohorts.seats.services import accept_offer, decline_offer, enrol_person, withdraw
from courses.nominations.nominating import (
    NeedsCoordinator,
    Prospect,
    TooLate,
    foresee,
    nominate_people,
)
from courses.nominations.queries import find_nomination
from organisations.models import Function
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_account, make_person

pytestmark = in_turn

DAY = timedelta(days=1)


@pytest.fixture
def coordinator(personas):
    return personas.coordinator.person


@pytest.fixture
def owner(personas):
    return personas.owner.person


@pytest.fixture
def colleague(personas):
    return personas.colleague.person


def nominate(cohort, *people, actor, approves=True, now=START):
    return nominate_people(cohort=cohort, people=people, actor=actor, approves=approves, now=now)


def test_who_is_nominated_is_offered_a_seat_and_takes_it_or_not(coordinator, owner, colleague):
    cohort = make_cohort(starts_at=START + 30 * DAY)
    nominate(cohort, owner, colleague, actor=coordinator)
    for person in (owner, colleague):
        enrolment = find_enrolment(person, cohort)
        assert enrolment.status == EnrolmentStatus.OFFERED
        assert enrolment.offer_until == START + 7 * DAY
        assert find_nomination(person, cohort).nominated_by == coordinator.public_id
    accept_offer(enrolment=find_enrolment(owner, cohort), actor=owner, now=START)
    decline_offer(enrolment=find_enrolment(colleague, cohort), actor=colleague, now=START)
    assert find_enrolment(owner, cohort).takes_part
    assert find_enrolment(colleague, cohort).status == EnrolmentStatus.WITHDRAWN


def test_an_offer_ends_a_day_before_the_start_and_none_is_made_after(coordinator, owner):
    cohort = make_cohort(starts_at=START + 3 * DAY)
    nominate(cohort, owner, actor=coordinator)
    assert find_enrolment(owner, cohort).offer_until == START + 2 * DAY
    with pytest.raises(TooLate):
        nominate(make_cohort(starts_at=START + DAY), owner, actor=coordinator)


def test_where_no_seat_is_left_they_wait_and_nobody_is_enrolled_unasked(coordinator, owner):
    cohort = make_cohort(capacity=1, starts_at=START + 7 * DAY)
    first = make_enrolment(cohort=cohort)
    assert [one.prospect for one in nominate(cohort, owner, actor=coordinator)] == [Prospect.WAIT]
    assert find_enrolment(owner, cohort).invited
    withdraw(enrolment=first, actor=first.person, now=START + 7 * DAY - timedelta(hours=3))
    assert find_enrolment(owner, cohort).status == EnrolmentStatus.WAITLISTED


def test_the_preview_says_what_would_happen_and_writes_nothing(coordinator, owner, colleague):
    needed = make_course()
    course = make_course(audience=[Function.EXECUTIVE], prerequisites=[needed])
    cohort = make_cohort(course=course, capacity=2)
    done = EnrolmentStatus.COMPLETED
    make_enrolment(cohort=make_cohort(course=needed), person=owner, status=done)
    home = {"municipality": owner.municipality, "function": Function.EXECUTIVE}
    late = make_person(**home)
    make_enrolment(cohort=make_cohort(course=needed), person=late, status=done)
    inside = make_enrolment(cohort=cohort, person=make_person(**home)).person
    staff = make_person(municipality=owner.municipality)
    people = [owner, late, colleague, inside, staff, coordinator]
    verdicts = foresee(cohort=cohort, people=people, nominated_by=coordinator, now=START)
    assert [one.prospect for one in verdicts] == [
        *(Prospect.OFFER, Prospect.WAIT, Prospect.LACKS),
        *(Prospect.ALREADY, Prospect.OTHER_FUNCTION, Prospect.ONESELF),
    ]
    assert find_enrolment(owner, cohort) is None
    assert nominate(cohort, *people, actor=coordinator) == verdicts


def test_a_no_is_not_asked_about_again(coordinator, owner):
    cohort = make_cohort()
    nominate(cohort, owner, actor=coordinator)
    decline_offer(enrolment=find_enrolment(owner, cohort), actor=owner, now=START)
    again = nominate(cohort, owner, actor=coordinator)
    assert [one.prospect for one in again] == [Prospect.SAID_NO]
    assert enrol_person(cohort=cohort, person=owner, actor=owner, now=START).takes_part


def test_for_what_is_confidential_nobody_is_nominated(coordinator, owner):
    with pytest.raises(NotFound):
        nominate(make_cohort(course=make_course(confidential=True)), owner, actor=coordinator)


def test_what_was_promised_as_confidential_stays_so(coordinator, owner):
    cohort = make_cohort(course=make_course(confidential=True))
    cohort.course.confidential = False
    with pytest.raises(NotFound):
        nominate(cohort, owner, actor=coordinator)


def test_a_nomination_is_an_approval_which_a_lead_does_not_give(coordinator, owner, lead):
    cohort = make_cohort(course=make_course(needs_approval=True))
    with pytest.raises(NeedsCoordinator):
        nominate(cohort, owner, actor=lead.person, approves=False)
    nominate(cohort, owner, actor=coordinator)
    assert accept_offer(enrolment=find_enrolment(owner, cohort), actor=owner, now=START).takes_part


def test_outside_the_window_nobody_is_nominated(coordinator, owner):
    with pytest.raises(EnrolmentClosed):
        nominate(make_cohort(enrolment_closes_at=START), owner, actor=coordinator)


def test_a_lead_walks_from_the_desk_to_the_offer(personas, lead, elsewhere):
    owner, cohort = personas.owner.person, make_cohort()
    client, address = personas.client(lead), "/municipality/trainings/nominate"
    assert f"{address}/{cohort.public_id}" in client.get(address).text
    page = client.get(f"{address}/{cohort.public_id}").text
    assert owner.name in page
    assert elsewhere.person.name not in page
    chosen = {"people": [owner.public_id, elsewhere.person.public_id]}
    preview = client.post(f"{address}/{cohort.public_id}", data=chosen)
    assert "bekommt einen Platz angeboten" in preview.text
    assert elsewhere.person.name not in preview.text
    assert find_enrolment(owner, cohort) is None
    sent = client.post(f"{address}/{cohort.public_id}/confirm", data=chosen)
    assert sent.status_code == 303
    assert find_enrolment(elsewhere.person, cohort) is None
    offered = personas.client(personas.owner).get(f"/cohorts/{cohort.public_id}").text
    assert f"{lead.person.name} hat Sie vorgeschlagen" in offered


def test_nothing_chosen_is_said_at_the_field(personas):
    client, cohort = personas.client(personas.coordinator), make_cohort()
    address = f"/municipality/trainings/nominate/{cohort.public_id}"
    assert "Bitte wählen Sie mindestens eine Person." in client.post(address).text


def test_another_municipalitys_cohort_and_people_are_not_there(personas):
    client, foreigner = personas.client(personas.coordinator), personas.foreigner.person
    theirs = make_cohort(municipality=foreigner.municipality)
    base = "/municipality/trainings/nominate"
    assert client.get(f"{base}/{theirs.public_id}").status_code == 404
    cohort = make_cohort()
    client.post(f"{base}/{cohort.public_id}/confirm", data={"people": foreigner.public_id})
    assert find_enrolment(foreigner, cohort) is None


def test_a_lead_without_a_team_is_told_whom_to_ask(personas):
    lost = make_account(Role.TEAM_LEAD, municipality=personas.owner.person.municipality)
    answer = personas.client(lost).get("/municipality/trainings")
    assert answer.status_code == 403
    assert "zu keinem Team" in answer.text
