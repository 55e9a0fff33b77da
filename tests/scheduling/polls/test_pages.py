"""The pages of a poll: read, answer, choose; nothing for anybody else."""

from datetime import timedelta

import pytest
from lxml import html

from app.kernel.errors import DomainError
from app.kernel.i18n import Bilingual
from scheduling.polls import queries
from scheduling.polls.events import DateChosen
from scheduling.polls.forms import name_of
from scheduling.polls.models import Choice, PollStatus
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account
from tests.scheduling.factories import make_busy_calendar, make_event
from tests.scheduling.polls.factories import DAY, make_answers, make_poll

pytestmark = in_turn

YES, MAYBE, NO = Choice.YES, Choice.IF_NEED_BE, Choice.NO


@pytest.fixture
def poll(personas):
    people = [one.person for one in (personas.owner, personas.colleague, personas.foreigner)]
    return make_poll(*people, *people[:1], title=Bilingual(de="Beratung", en="Consultation"))


def address(poll, *more):
    return "/".join([f"/date-polls/{poll.public_id}", *more])


def filled(poll, *choices, comment=""):
    named = zip(poll.proposals, choices, strict=True)
    return {name_of(one): choice for one, choice in named} | {"comment": comment}


def test_members_answer_and_see_who_can_when(personas, poll):
    bela = personas.client(personas.colleague)
    page = bela.get(address(poll))
    assert "Beratung" in page.text
    assert "Diesen Termin wählen" not in page.text
    sent = bela.post(address(poll), data=filled(poll, YES, MAYBE, NO, comment="Gern vormittags"))
    assert sent.status_code == 303
    page = personas.client(personas.foreigner).get(address(poll))
    assert "Bela" in page.text
    assert "Gern vormittags" in page.text
    assert "Passt am besten" in page.text


def test_an_answer_is_wanted_for_each_time(personas, poll):
    answers = filled(poll, YES, MAYBE, NO)
    answers.pop(name_of(poll.proposals[1]))
    page = personas.client(personas.colleague).post(address(poll), data=answers)
    assert page.status_code == 422
    assert "Bitte wählen Sie eine Antwort." in page.text
    assert queries.list_answers(poll) == {}


def test_a_poll_is_nothing_for_those_who_are_not_asked(personas, poll):
    proposal = poll.proposals[0].public_id
    for account in (personas.office, personas.coordinator, personas.trainer):
        client = personas.client(account)
        assert client.get(address(poll)).status_code == 404
        assert client.post(address(poll), data=filled(poll, YES, YES, YES)).status_code == 404
    member = personas.client(personas.colleague)
    for page in ("edit", "call-off", f"proposals/{proposal}/choose"):
        assert member.get(address(poll, page)).status_code == 404
        assert member.post(address(poll, page)).status_code == 404
    other = make_poll(personas.owner.person, personas.owner.person)
    strange = personas.client(personas.owner)
    assert strange.get(address(other, f"proposals/{proposal}/choose")).status_code == 404


def test_own_appointments_are_told_to_oneself_alone(personas, poll):
    first, second, third = poll.proposals
    make_event(
        personas.colleague.person,
        title=Bilingual(de="Zahnarzt", en="Dentist"),
        starts_at=first.starts_at,
        exclusive=True,
    )
    make_event(
        personas.colleague.person,
        title=Bilingual(de="Fortbildung", en="Training"),
        starts_at=second.starts_at,
    )
    make_busy_calendar(
        personas.colleague.person,
        (third.starts_at, third.starts_at + timedelta(hours=1)),
        label="Geheim",
    )
    page = personas.client(personas.colleague).get(address(poll))
    assert "Sie haben da schon: Zahnarzt" in page.text
    assert "Sie haben da schon: Fortbildung" in page.text
    assert "belegt in Ihrem Kalender" in page.text
    assert "Geheim" not in page.text
    assert page.text.count("Deshalb ist Nein vorgeschlagen") == 2
    checked = html.fromstring(page.text).xpath("//input[@type='radio'][@checked]/@value")
    assert checked == ["no", "no"]
    for account in (personas.owner, personas.foreigner):
        seen = personas.client(account).get(address(poll)).text
        assert "Zahnarzt" not in seen
        assert "schon:" not in seen


def test_what_a_calendar_elsewhere_mirrors_of_us_is_said_once(personas, poll):
    first = poll.proposals[0]
    event = make_event(personas.colleague.person, starts_at=first.starts_at)
    make_busy_calendar(personas.colleague.person, (event.starts_at, event.ends_at))
    page = personas.client(personas.colleague).get(address(poll))
    assert page.text.count("Sie haben da schon") == 1


def test_the_organiser_chooses_after_reading_who_cannot(personas, poll):
    make_answers(poll, personas.colleague.person, YES, NO, NO)
    ada = personas.client(personas.owner)
    choose = address(poll, "proposals", poll.proposals[1].public_id, "choose")
    asked = ada.get(choose)
    assert "Bela" in asked.text
    assert poll.is_open
    assert ada.post(choose).status_code == 303
    assert "Der Termin steht fest" in ada.get(address(poll)).text
    assert poll.status == PollStatus.CHOSEN
    late = personas.client(personas.colleague)
    refused = late.post(address(poll), data=filled(poll, NO, NO, NO))
    assert refused.status_code == 422
    assert "Diese Umfrage ist beendet" in refused.text
    assert ada.get(address(poll, "edit")).status_code == 422


def test_what_the_owner_of_the_date_refuses_is_said_where_it_was_chosen(
    app, personas, poll, monkeypatch
):
    def refuse(_chosen):
        raise DomainError("Da ist das Rathaus zu.")

    # Not subscribed: all tests of a process share the bus, and numbers of polls come again.
    monkeypatch.setitem(app.extensions["komma"].bus._handlers, DateChosen, [refuse])
    choose = address(poll, "proposals", poll.proposals[0].public_id, "choose")
    page = personas.client(personas.owner).post(choose)
    assert page.status_code == 422
    assert "Da ist das Rathaus zu." in page.text
    assert "Termin wählen" in page.text


def test_times_are_added_by_the_clock_of_the_poll(personas, clock):
    """Two days at the same time: before the clocks change and after. A leapt hour is refused."""
    ada = personas.owner.person
    clock.instant = START
    poll = make_poll(ada, ada, zone="Europe/Berlin")
    client = personas.client(personas.owner)
    more = client.post(address(poll, "edit"), data={"add_row": "1", "times-0-day": "2027-03-27"})
    assert more.status_code == 200
    days = html.fromstring(more.text).xpath("//input[@type='date'][contains(@name, '-day')]/@value")
    assert days == ["2027-03-27", *[""] * 4]
    leapt = {"times-0-day": "2027-03-28", "times-0-start": "02:30"}
    refused = client.post(address(poll, "edit"), data=leapt)
    assert refused.status_code == 422
    assert "Die Uhr wird umgestellt" in refused.text
    rows = {
        "times-0-day": "2027-03-27",
        "times-0-start": "09:00",
        "times-1-day": "2027-03-29",
        "times-1-start": "",
    }
    assert client.post(address(poll, "edit"), data=rows).status_code == 303
    added = [one.starts_at.isoformat() for one in poll.proposals[-2:]]
    assert added == ["2027-03-27T08:00:00+00:00", "2027-03-29T07:00:00+00:00"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({}, "mindestens eine Zeit"),
        ({"times-0-start": "09:00"}, "Bitte geben Sie einen Tag ein."),
        ({"times-0-day": "2027-03-27"}, "Bitte geben Sie eine Uhrzeit ein."),
        ({"times-0-day": "2020-03-27", "times-0-start": "09:00"}, "nicht in der Zukunft"),
        ({"times-0-day": "2207-03-27", "times-0-start": "09:00"}, "innerhalb eines Jahres"),
        ({"times-0-day": "9999-12-31", "times-0-start": "23:59"}, "times-0-day"),
        ({"times-0-day": "0001-01-01", "times-0-start": "00:00"}, "times-0-day"),
        ({"times-0-day": "2027-13-45", "times-0-start": "09:00"}, "times-0-day"),
    ],
)
def test_what_is_wrong_with_times_stands_on_the_page(personas, poll, rows, message):
    page = personas.client(personas.owner).post(address(poll, "edit"), data=rows)
    assert page.status_code == 422
    assert message in page.text


def test_the_deadline_moves_and_the_poll_ends(personas, poll, clock):
    ada = personas.client(personas.owner)
    later = {"closes_at": "2026-11-29", "closes_time": "12:00"}
    assert ada.post(address(poll, "deadline"), data=later).status_code == 303
    assert poll.closes_at.isoformat() == "2026-11-29T11:00:00+00:00"
    for wrong in ({"closes_at": "2020-01-01", "closes_time": "12:00"}, {"closes_at": ""}):
        assert ada.post(address(poll, "deadline"), data=wrong).status_code == 422
    withdrawn = address(poll, "proposals", poll.proposals[0].public_id, "withdraw")
    assert ada.get(withdrawn).status_code == 200
    assert ada.post(withdrawn).status_code == 303
    assert len(poll.proposals) == 2
    assert ada.get(address(poll, "call-off")).status_code == 200
    assert ada.post(address(poll, "call-off")).status_code == 303
    assert "ohne dass ein Termin gewählt wurde" in ada.get(address(poll)).text


def test_dashboard_and_calendar_lead_to_what_waits(personas, poll):
    bela = personas.client(personas.colleague)
    assert address(poll) in bela.get("/").text
    assert address(poll) in bela.get("/calendar").text
    bela.post(address(poll), data=filled(poll, YES, YES, YES))
    assert address(poll) not in bela.get("/").text
    assert "wartet auf Sie" not in bela.get("/calendar").text
    assert address(poll) in bela.get("/calendar").text, "answers can be changed"
    ada = personas.client(personas.owner)
    assert "Bitte antworten Sie bis" in ada.get("/").text
    for account in (personas.owner, personas.foreigner):
        personas.client(account).post(address(poll), data=filled(poll, YES, YES, YES))
    assert "Sie können einen Termin wählen" in ada.get("/").text
    assert address(poll) not in personas.client(personas.office).get("/calendar").text


def test_more_people_and_times_are_no_more_questions(personas):
    ada = personas.owner.person
    counts = []
    for number in (2, 8):
        people = [ada, *(make_account(family_name=f"P{one}").person for one in range(number))]
        poll = make_poll(
            *people[:1], *people, proposals=[START + (7 + day) * DAY for day in range(number)]
        )
        for person in people:
            make_answers(poll, person, *([MAYBE] * number))
        make_event(ada, starts_at=poll.proposals[0].starts_at)
        client = personas.client(personas.owner)
        with recorded_queries() as statements:
            assert client.get(address(poll)).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12
