"""An access from the invitation to its end: links that hold once, and an end that works at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import TooManyAttempts
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from exchange.alliances.guests.jobs import END_JOB
from exchange.alliances.guests.links import JOB_NAME
from exchange.alliances.guests.models import Guest, GuestLink, GuestLinkRequest, GuestSession
from exchange.alliances.guests.services import GuestLinkOver, invite_guest, use_link
from exchange.alliances.partners.contacts import remove_contact
from exchange.alliances.partners.services import end_partner
from organisations.accounts.models import Account
from tests.exchange.alliances.factories import make_contact, make_partner
from tests.exchange.alliances.guests.conftest import ADDRESS, links_to
from tests.house.clock import START
from tests.house.personas import make_personas
from tests.organisations.factories import make_account, make_municipality


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def is_in(client) -> bool:
    answer = client.get("/partner")
    assert answer.status_code == 200 or answer.location == "/login/partner"
    return answer.status_code == 200


def ask(client, email):
    answer = client.post("/login/partner", data={"email": email})
    run_job(JOB_NAME)
    return answer


def actions():
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert ADDRESS not in str([entry.details for entry in entries])
    return [entry.action for entry in entries if entry.action.startswith("alliance_guest")]


def test_an_invitation_lets_in_once_and_only_by_the_button(coordinator, at, contact, app):
    sent = coordinator.post(at(f"/contacts/{contact.public_id}/guest/invite"))
    assert sent.location == at(f"/partners/{contact.partner.public_id}#guests")
    [link] = links_to(ADDRESS)
    client, other = app.test_client(), app.test_client()
    assert "Samira Benali" in client.get(link).text  # as a mail scanner does
    assert not is_in(client)
    assert client.post(link).location == "/partner"
    assert is_in(client)
    for again in (client.post(link), client.get(link)):
        assert again.location == "/partner", "a second click, or the mail once more"
    for late in (other.get(link), other.post(link)):
        assert late.status_code == 410
    assert not is_in(other)
    assert "aktiv" in coordinator.get(sent.location).text
    assert actions() == ["alliance_guest.invited", "alliance_guest.accepted"]


def test_an_invitation_lapses_and_can_be_sent_again(coordinator, at, contact, clock, app, personas):
    client, address = app.test_client(), at(f"/contacts/{contact.public_id}/guest/invite")
    coordinator.post(address)
    clock.advance(days=8)
    coordinator.sign_in(personas.coordinator)
    assert client.post(links_to(ADDRESS)[0]).status_code == 410
    page = coordinator.get(at(f"/partners/{contact.partner.public_id}")).text
    assert "Einladung abgelaufen" in page
    coordinator.post(address)
    coordinator.post(address)
    _first, second, third = links_to(ADDRESS)
    assert client.post(second).status_code == 410, "a newer invitation ends the older one"
    assert client.post(third).status_code == 303
    assert count(Guest) == 1


def test_nobody_is_mailed_more_than_a_few_invitations_a_day(contact, personas):
    act = {"contact": contact, "actor": personas.coordinator.person, "now": START}
    for _time in range(3):
        invite_guest(**act)
    with pytest.raises(TooManyAttempts):
        invite_guest(**act)


def test_without_an_address_nobody_is_invited(coordinator, at, partner):
    contact = make_contact(partner, email="")
    coordinator.post(at(f"/contacts/{contact.public_id}/guest/invite"))
    assert (
        "Dafür fehlt die E-Mail-Adresse"
        in coordinator.get(at(f"/partners/{partner.public_id}")).text
    )
    assert count(Guest) == 0


def test_a_guest_comes_back_by_a_link_they_ask_for(guest, clock, app):
    clock.advance(hours=5)
    assert not is_in(guest)
    late = guest.post("/partner/entry", data={"phone": "030 1"}, follow_redirects=True)
    assert "Ihre letzte Eingabe wurde nicht gespeichert" in late.text
    assert ask(guest, ADDRESS.upper()).location == "/login/partner/sent"
    link = links_to(ADDRESS)[-1]
    clock.advance(minutes=16)
    assert guest.post(link).status_code == 410
    ask(guest, ADDRESS)
    assert guest.post(links_to(ADDRESS)[-1]).status_code == 303
    assert is_in(guest)
    guest.post("/partner/logout")
    assert not is_in(guest)
    assert count(GuestSession) == 0


def test_who_is_a_guest_is_told_to_nobody_who_asks(guest, personas, client):
    answers = [
        ask(client, email) for email in (ADDRESS, "nobody@example.org", personas.owner.email)
    ]
    assert len({(one.status_code, one.location, one.text) for one in answers}) == 1
    assert links_to(personas.owner.email) == []
    assert count(GuestLinkRequest) == 0
    for _time in range(2):
        ask(client, ADDRESS)
        ask(client, "nobody@example.org")
    for email in (ADDRESS, "nobody@example.org"):
        assert ask(client, email).status_code == 429


def test_whoever_was_only_invited_comes_in_by_the_invitation_alone(invited, client):
    ask(client, ADDRESS)
    assert len(links_to(ADDRESS)) == 1


def test_an_address_of_a_person_is_invited_as_any_other(coordinator, at, personas, home, app):
    """Nobody learns of it, their account stays what it is, and each way in leads to its own."""
    person = make_account(email="both@example.org", municipality=make_municipality())
    before = db.session.get_one(Account, person.id).password_hash
    contact = make_contact(make_partner(home), email="Both@Example.org")
    page = coordinator.post(
        at(f"/contacts/{contact.public_id}/guest/invite"), follow_redirects=True
    )
    assert f"Die Einladung an {contact.name} ist unterwegs" in page.text
    browser = personas.client(person)
    assert browser.get("/account").status_code == 200
    browser.post(links_to("both@example.org")[0])
    assert is_in(browser)
    assert browser.get("/account").location.startswith("/login"), "one browser, one of the two"
    browser.sign_in(person)
    assert browser.get("/account").status_code == 200
    assert db.session.get_one(Account, person.id).password_hash == before


def test_a_guest_of_two_alliances_gets_a_link_for_each(guest, personas, client):
    elsewhere = make_contact(make_partner(personas.foreigner.person.municipality), email=ADDRESS)
    invite_guest(contact=elsewhere, actor=personas.office.person, now=START)
    client.post(links_to(ADDRESS)[-1])
    ask(client, ADDRESS)
    first, second = links_to(ADDRESS)[-2:]
    assert "Opferberatung" in client.get(first).text
    assert "Opferberatung" not in client.get(second).text


def test_withdrawing_works_at_once(guest, coordinator, at, contact, app):
    assert is_in(guest)
    ask(guest, ADDRESS)
    link = links_to(ADDRESS)[-1]
    page = at(f"/contacts/{contact.public_id}/guest/withdraw")
    assert "sieht ab sofort nichts mehr" in coordinator.get(page).text
    coordinator.post(page)
    assert not is_in(guest)
    assert guest.post(link).status_code == 410
    assert (count(GuestSession), count(GuestLink)) == (0, 0)
    ended = db.session.scalars(select(Guest)).one()
    assert (ended.email, ended.ended_at) == ("", START)
    assert actions()[-1] == "alliance_guest.withdrawn"
    assert "beendet" in coordinator.get(at(f"/partners/{contact.partner.public_id}")).text
    coordinator.post(at(f"/contacts/{contact.public_id}/guest/invite"))
    assert app.test_client().post(links_to(ADDRESS)[-1]).status_code == 303


@pytest.mark.parametrize("how", ["contact", "partner", "address"])
def test_an_access_ends_with_what_it_hangs_on(guest, coordinator, at, contact, personas, how):
    act = {"actor": personas.coordinator.person, "now": START}
    if how == "contact":
        remove_contact(contact=contact, **act)
    elif how == "partner":
        end_partner(partner=contact.partner, **act)
    else:
        data = {"name": contact.name, "email": "other@beratung.example"}
        assert coordinator.post(at(f"/contacts/{contact.public_id}"), data=data).status_code == 303
    assert not is_in(guest)
    assert actions()[-1] == "alliance_guest.withdrawn"
    assert count(GuestSession) == 0


def test_an_access_ends_by_itself_after_a_year_and_says_so_before(
    guest, coordinator, at, contact, clock, personas
):
    renew = at(f"/contacts/{contact.public_id}/guest/renew")
    clock.advance(days=340)
    assert run_job(END_JOB) == 1
    assert run_job(END_JOB) == 0
    mails = db.session.scalars(select(OutboxMessage).where(OutboxMessage.created_at > START)).all()
    assert [mail.recipient == ADDRESS for mail in mails] == [True, False]
    assert all("Gastzugang" in mail.body or "läuft bald ab" in mail.body for mail in mails)
    coordinator.sign_in(personas.coordinator)
    assert coordinator.post(renew).status_code == 303
    clock.advance(days=30)
    assert run_job(END_JOB) == 0
    clock.advance(days=336)
    ask(guest, ADDRESS)
    assert len(links_to(ADDRESS)) == 1, "it is over, whether a job has noted it or not"
    assert run_job(END_JOB) == 1
    assert actions()[-2:] == ["alliance_guest.renewed", "alliance_guest.expired"]
    coordinator.sign_in(personas.coordinator)
    assert coordinator.post(renew).status_code == 404


def test_of_many_clicks_at_once_one_comes_in(committing_app):
    clicks, barrier = 6, Barrier(6)
    with committing_app.app_context():
        personas = make_personas(committing_app)
        contact = make_contact(make_partner(personas.owner.person.municipality), email=ADDRESS)
        invite_guest(contact=contact, actor=personas.coordinator.person, now=START)
        db.session.commit()
        token = links_to(ADDRESS)[0].rpartition("/")[2]
        db.session.commit()

    def click(_number):
        with committing_app.app_context():
            barrier.wait(30)
            try:
                use_link(token=token, language="de", now=START)
            except GuestLinkOver:
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(clicks) as pool:
        assert sorted(pool.map(click, range(clicks))) == [False] * (clicks - 1) + [True]
    with committing_app.app_context():
        assert count(GuestSession) == 1


def test_two_workers_tell_of_an_end_once(committing_app):
    workers, barrier = 3, Barrier(3)
    with committing_app.app_context():
        personas = make_personas(committing_app)
        contact = make_contact(make_partner(personas.owner.person.municipality), email=ADDRESS)
        guest = invite_guest(contact=contact, actor=personas.coordinator.person, now=START)
        guest.accepted_at, guest.ends_at = START, START + timedelta(days=9)
        db.session.commit()

    def work(_number):
        with committing_app.app_context():
            barrier.wait(30)
            return run_job(END_JOB)

    with ThreadPoolExecutor(workers) as pool:
        assert sum(pool.map(work, range(workers))) == 1
    with committing_app.app_context():
        assert count(OutboxMessage) == 3, "the invitation, and what both sides are told"
