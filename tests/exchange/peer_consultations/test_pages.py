"""Pages: what each role finds, foreign ones are not there, statements do not grow with rows."""

import re
from datetime import date, timedelta

import pytest

from app.kernel.db import db
from app.kernel.vault import current_vault
from exchange.peer_consultations.groups import case_texts, services
from exchange.peer_consultations.groups.models import HeldConsultation, Invitation, Role
from exchange.peer_consultations.groups.polling import open_poll
from exchange.peer_consultations.peers.models import Hours
from exchange.peer_consultations.peers.queries import find_profile
from exchange.peer_consultations.peers.services import save_profile
from exchange.peer_consultations.progress import standings
from exchange.peer_consultations.sessions.services import add_note
from organisations.accounts.models import Account
from organisations.models import Function, MunicipalityKind
from organisations.protection.services import hide_contact
from tests.exchange.peer_consultations.factories import (
    STORY,
    begin,
    go_on,
    hold,
    join,
    make_consultation,
    make_group,
    make_topic,
)
from tests.house.clock import START
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality

#: Asked every few seconds by everybody in the room: who is signed in, and where the session stands.
MOST_STATEMENTS = 4


@pytest.fixture
def client(personas):
    return personas.client(personas.owner)


@pytest.fixture
def group(personas):
    return make_group(personas.owner.person)


def client_of(personas, person):
    return personas.client(db.session.query(Account).filter_by(person=person).one())


def find_me(person, topic, hours=(Hours.MORNING,), only_others=False):
    return save_profile(
        person=person, topics=[topic], hours=hours, only_others=only_others, now=START
    )


def test_from_opening_to_a_shared_case(client, personas):
    topic = make_topic()
    answer = client.post(
        "/peer-consultations/new", data={"topic": topic, "brings_case": "yes", "months": 3}
    )
    address = answer.location
    page = client.get(address)
    assert "mindestens 4" in page.text
    sent = {"revision": "0", "title": "Im Amt", "question": "Was tun?", "story": "Frau Meier kam."}
    answer = client.post(f"{address}/case/edit", data=sent)
    page = client.get(answer.location)
    assert "Frau Meier" in page.text
    assert "Ist daran jemand zu erkennen?" in page.text
    assert client.post(f"{address}/case/share", data={}).status_code == 422
    client.post(f"{address}/case/share", data={"looked": "y"})
    assert "Die Gruppe kann den Fall lesen" in client.get(f"{address}/case").text
    assert client.post(f"{address}/case/edit", data=sent).status_code == 422, "seen before"
    assert personas.client(personas.colleague).get(address).status_code == 404


def test_what_lies_under_an_erased_key_is_not_there_any_more(client, personas):
    consultation = make_consultation(personas.owner.person)
    case = case_texts.save_case(
        consultation=consultation,
        text=case_texts.CaseText("Im Amt", "Was tun?", STORY),
        revision=0,
        actor=personas.owner.person,
    )
    current_vault().erase(case.vault_subject, now=START)
    address = f"/peer-consultations/{consultation.public_id}/case/edit"
    sent = {"revision": "1", "title": "Im Amt", "question": "Was tun?", "story": "Doch anders."}
    assert client.post(address, data=sent).status_code == 404


def test_no_topic_is_chosen_for_who_opens_a_consultation(client):
    make_topic()
    answer = client.post("/peer-consultations/new", data={"topic": "", "months": 3})
    assert answer.status_code == 422
    assert "Bitte wählen Sie ein Thema." in answer.text


def test_who_accepts_twice_comes_to_the_group_all_the_same(personas):
    consultation = make_consultation(personas.owner.person)
    services.invite_person(
        consultation=consultation,
        person=personas.foreigner.person,
        suggested=False,
        actor=personas.owner.person,
        now=START,
    )
    public_id = db.session.query(Invitation).one().public_id
    address = f"/peer-consultations/invitations/{public_id}/accept"
    group = {"group": consultation.public_id}
    guest = personas.client(personas.foreigner)
    for _click in range(2):
        answer = guest.post(address, data=group)
        assert answer.location == f"/peer-consultations/{consultation.public_id}"
    assert personas.client(personas.colleague).post(address, data=group).status_code == 404


def test_home_asks_for_two_weeks_what_came_of_it(personas, clock):
    consultation, people = make_group(personas.owner.person)
    hold(consultation, people)
    consultation.asked_at = START
    db.session.commit()
    for days, asked in ((13, True), (1, False)):
        clock.advance(days=days)
        home = personas.client(personas.owner).get("/")
        assert ("Rückblick schreiben" in home.text) is asked


@pytest.mark.parametrize(("days", "asked"), [(28, False), (29, True)])
def test_a_question_is_promised_only_where_it_comes_before_the_deletion(
    client, personas, days, asked
):
    consultation, people = make_group(
        personas.owner.person, delete_on=(START + timedelta(days=days)).date()
    )
    hold(consultation, people)
    page = client.get(f"/peer-consultations/{consultation.public_id}")
    assert ("Nach vier Wochen fragt KommA" in page.text) is asked


def test_the_poll_for_a_date_leads_back_to_the_group(client, personas):
    consultation, _people = make_group(personas.owner.person)
    poll = open_poll(
        consultation=consultation,
        proposals=[START + timedelta(days=5)],
        duration=timedelta(minutes=90),
        zone="Europe/Berlin",
        closes_at=START + timedelta(days=3),
        actor=personas.owner.person,
        now=START,
    )
    page = client.get(f"/date-polls/{poll.public_id}")
    assert f'href="/peer-consultations/{consultation.public_id}"' in page.text


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "/date",
        "/invite",
        "/case",
        "/case/edit",
        "/case/delete",
        "/session",
        "/session/now",
        "/reflection",
        "/leave",
        "/call-off",
    ],
)
def test_for_everybody_else_it_is_not_there(group, personas, rest):
    consultation, _people = group
    for account in (personas.colleague, personas.coordinator):
        answer = personas.client(account).get(f"/peer-consultations/{consultation.public_id}{rest}")
        assert answer.status_code == 404


def test_what_is_suggested_says_no_name_and_shows_nobody_who_is_protected(client, personas):
    topic = make_topic()
    consultation = make_consultation(personas.owner.person, topic=topic)
    address = f"/peer-consultations/{consultation.public_id}/invite"
    assert "zuerst selbst" in client.get(address).text
    find_me(personas.owner.person, topic)
    county = make_municipality(kind=MunicipalityKind.LANDKREIS)
    found = make_account(municipality=county, function=Function.EXECUTIVE, given_name="Zora").person
    hidden = make_account(municipality=county, function=Function.EXECUTIVE).person
    for person in (found, hidden):
        find_me(person, topic)
    hide_contact(person=hidden, actor=personas.office.person, now=START)
    db.session.commit()
    page = client.get(address)
    assert "1 passende Person" in page.text
    assert "Führungskraft" in page.text
    assert "Landkreis" not in page.text, "there is only one in the programme"
    assert found.name not in page.text
    assert found.public_id not in page.text
    [mark] = re.findall(r'name="chosen"[^>]*value="(\w{24})"', page.text)
    client.post(f"{address}/suggested", data={"chosen": [mark]})
    [invitation] = db.session.query(Invitation)
    assert invitation.person_id == found.id
    guest = client_of(personas, found)
    shown = guest.get(f"/peer-consultations/invitations/{invitation.public_id}").text
    assert personas.owner.person.name not in shown
    answer = guest.post(f"/peer-consultations/invitations/{invitation.public_id}/accept")
    assert personas.owner.person.name in guest.get(answer.location).text
    assert found.name in client.get(answer.location).text


def test_whoever_agrees_can_be_found_until_they_take_it_back(client, personas):
    topic = make_topic()
    assert client.get("/peer-consultations/profile").status_code == 200
    told = {"topics": [topic], "hours": ["morning"], "reach": "all"}
    assert client.post("/peer-consultations/profile", data=told).status_code == 422
    client.post("/peer-consultations/profile", data=told | {"agreed": "y"})
    profile = find_profile(personas.owner.person)
    assert (profile.topics, profile.hours, profile.only_others) == ([topic], ["morning"], False)
    client.post("/peer-consultations/profile/delete")
    assert find_profile(personas.owner.person) is None


def test_an_address_gets_the_same_answer_known_or_not(client, personas):
    consultation = make_consultation(personas.owner.person)
    db.session.commit()
    address = f"/peer-consultations/{consultation.public_id}/invite"
    pages = []
    for email in ("nobody@example.org", personas.foreigner.email):
        client.post(address, data={"email": email})
        pages.append(re.sub(r'name="csrf_token"[^>]*', "", client.get(address).text))
    assert pages[0] == pages[1]
    assert db.session.query(Invitation).count() == 1


def test_the_room_shows_each_role_its_part_and_answers_shortly_when_nothing_is_new(group, client):
    consultation, people = group
    room = f"/peer-consultations/{consultation.public_id}/session"
    assert "noch nicht begonnen" in client.get(room).text
    begin(consultation, people)
    go_on(consultation, people)
    db.session.commit()
    page = client.get(room)
    assert "Phase 2 von 7" in page.text
    assert "Erzählen Sie" in page.text
    assert STORY in page.text
    assert "Nächste Phase" not in page.text
    with recorded_queries() as statements:
        assert client.get(f"{room}/now?seen={consultation.seen}").json == {"part": ""}
    assert len(statements) <= MOST_STATEMENTS
    add_note(consultation=consultation, text="Eine Idee", actor=people[Role.NOTE_KEEPER], now=START)
    db.session.commit()
    assert "Eine Idee" in client.get(f"{room}/now?seen=2.0").json["part"]


def test_the_moderators_second_click_changes_nothing(group, personas):
    consultation, people = group
    begin(consultation, people)
    db.session.commit()
    moderator = client_of(personas, people[Role.MODERATOR])
    room = f"/peer-consultations/{consultation.public_id}/session"
    for _click in range(2):
        answer = moderator.post(f"{room}/on", data={"turn": "1"})
        assert answer.status_code == 303
    db.session.refresh(consultation)
    assert consultation.phase == 2
    assert "inzwischen schon geschehen" in moderator.get(room).text
    assert moderator.post(f"{room}/on", data={"turn": "x"}).status_code == 404


def test_the_office_sees_quarters_from_seven_on(personas):
    office = personas.client(personas.office)
    third, fourth = date(2026, 7, 1), date(2026, 10, 1)
    db.session.add_all(HeldConsultation(quarter=quarter) for quarter in [third] * 7 + [fourth])
    db.session.commit()
    page = office.get("/peer-consultation-figures").text
    assert "3. Quartal 2026" in page
    assert "weniger als 7" in page
    assert personas.client(personas.owner).get("/peer-consultation-figures").status_code == 403


def test_a_municipality_shows_a_number_from_seven_people_on(personas):
    home = personas.owner.person.municipality
    consultation, people = make_group(personas.owner.person)
    hold(consultation, people)
    assert str(standings([home.id], START)[home.id].figures) == "begonnen"
    for person in (make_account(municipality=home).person for _number in range(6)):
        other = make_consultation(person)
        other.state, other.ended_at = "held", START
    db.session.flush()
    assert str(standings([home.id], START)[home.id].figures).endswith("7")


def test_reflections_are_the_writers_until_they_are_shared(personas, client):
    consultation, people = make_group(personas.owner.person)
    hold(consultation, people)
    db.session.commit()
    address = f"/peer-consultations/{consultation.public_id}/reflection"
    other = client_of(personas, people[Role.ADVISER])
    client.post(address, data={"text": "Ich habe gefragt"})
    assert "Ich habe gefragt" in client.get(address).text
    assert "Ich habe gefragt" not in other.get(address).text
    client.post(address, data={"text": "Ich habe gefragt", "shared": "y"})
    assert "Ich habe gefragt" in other.get(address).text
    client.post(f"{address}/delete")
    assert "Ich habe gefragt" not in other.get(address).text


def test_lists_and_pages_ask_as_often_however_much_there_is(personas, client):
    owner = personas.owner.person
    topic = make_topic()
    find_me(owner, topic)
    consultation, people = make_group(owner, topic=topic)
    begin(consultation, people)
    add_note(consultation=consultation, text="x", actor=people[Role.NOTE_KEEPER], now=START)
    planned = make_consultation(owner, topic=topic)
    db.session.commit()
    pages = (
        "/peer-consultations",
        f"/peer-consultations/{consultation.public_id}",
        f"/peer-consultations/{consultation.public_id}/session",
        f"/peer-consultations/{planned.public_id}/invite",
    )

    def asked():
        counts = []
        for page in pages:
            with recorded_queries() as statements:
                client.get(page)
            counts.append(len(statements))
        return counts

    asked()
    before = asked()
    for _number in range(3):
        make_consultation(owner)
        join(consultation=planned, organiser=owner, person=make_account().person)
        find_me(make_account(municipality=make_municipality()).person, topic)
    for number in range(4):
        add_note(
            consultation=consultation, text=str(number), actor=people[Role.NOTE_KEEPER], now=START
        )
    db.session.commit()
    assert asked() == before


def test_a_foreign_invitation_is_not_there(personas, client):
    consultation = make_consultation(personas.foreigner.person)
    services.invite_person(
        consultation=consultation,
        person=personas.colleague.person,
        suggested=True,
        actor=personas.foreigner.person,
        now=START,
    )
    db.session.commit()
    [invitation] = db.session.query(Invitation)
    address = f"/peer-consultations/invitations/{invitation.public_id}"
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/accept").status_code == 404
    assert case_texts.find_case(consultation) is None
