"""The calendar page: own dates, and subscriptions with an address that is shown once."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.tokens import token_hash
from organisations.accounts.models import Account
from scheduling.feeds.models import CalendarFeed
from scheduling.feeds.services import MOST_FEEDS
from scheduling.services import cancel_event
from tests.house.client import PageCheckingClient
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account
from tests.scheduling.factories import make_event, make_feed

pytestmark = in_turn

DAY = timedelta(days=1)
ADDRESS = re.compile(r'value="(http://localhost/calendar/([\w-]+)\.ics)"')


@pytest.fixture
def ada(personas):
    return personas.client(personas.owner)


def form_key(client) -> str:
    page = client.get("/calendar").text
    return re.search(r'name="key"[^>]*value="([\w-]+)"', page).group(1)


def send(client, **given):
    form = {"label": "Diensthandy", "key": None} | given
    form["key"] = form["key"] or form_key(client)
    return client.post("/calendar", data={k: v for k, v in form.items() if v is not None})


def feeds() -> list[CalendarFeed]:
    return db.session.query(CalendarFeed).order_by(CalendarFeed.id).all()


def test_the_page_shows_the_own_dates_in_the_own_language(ada, personas):
    event = make_event(personas.owner.person)
    gone = cancel_event(event=make_event(personas.owner.person), now=START)
    foreign = make_event(personas.colleague.person)
    page = ada.get("/calendar").text
    assert event.title.de in page
    assert event.place in page
    assert "10:00–12:00 Uhr" in page, "nine o'clock UTC, in the programme's zone"
    assert gone.title.de in page
    assert "Abgesagt" in page
    assert foreign.title.de not in page
    ada.get("/language/en")
    assert event.title.en in ada.get("/calendar").text


def test_a_person_without_dates_is_told_how_to_get_some(ada):
    assert "Zurzeit keine Termine" in ada.get("/calendar").text


def test_the_page_is_reached_from_the_navigation(ada):
    assert 'href="/calendar"' in ada.get("/").text


def test_the_number_of_queries_does_not_grow(ada, personas):
    def count() -> int:
        db.session.commit()
        with recorded_queries() as recorded:
            ada.get("/calendar")
        return len(recorded)

    make_event(personas.owner.person)
    make_feed(personas.owner.person)
    before = count()
    for _ in range(10):
        make_event(personas.owner.person)
        make_feed(personas.owner.person)
    assert count() == before


def test_the_address_is_shown_once_works_and_is_kept_nowhere(ada, personas, client):
    make_event(personas.owner.person)
    answer = send(ada)
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    address, token = ADDRESS.search(answer.text).groups()
    assert f'href="webcal://localhost/calendar/{token}.ics"' in answer.text
    assert client.get(address).status_code == 200
    [feed] = feeds()
    assert feed.token_hash == token_hash(token)
    assert feed.detail == "appointment"
    with ada.session_transaction() as session:
        assert token not in str(dict(session))
    assert token not in ada.get("/calendar").text
    assert token not in str([entry.__dict__ for entry in db.session.query(AuditEntry)])


def test_a_form_sent_twice_makes_one_subscription_and_shows_the_same_address(ada, clock):
    key = form_key(ada)
    first = send(ada, key=key)
    clock.advance(minutes=2)
    second = send(ada, key=key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert ADDRESS.search(first.text).group(1) == ADDRESS.search(second.text).group(1)
    assert "Dieses Abo gibt es schon" in second.text
    assert len(feeds()) == 1


def test_later_a_form_sent_again_shows_no_address_but_says_what_to_do(ada, clock):
    key = form_key(ada)
    send(ada, key=key)
    clock.advance(minutes=11)
    answer = send(ada, key=key)
    assert answer.status_code == 422
    assert "legen Sie ein neues an" in answer.text
    assert not ADDRESS.search(answer.text)
    assert len(feeds()) == 1
    assert key not in answer.text, "the form on this page is a new one"


def test_a_form_sent_again_never_brings_a_revoked_address_back(ada):
    key = form_key(ada)
    send(ada, key=key)
    [feed] = feeds()
    ada.post(f"/calendar/subscriptions/{feed.public_id}/revoke")
    answer = send(ada, key=key)
    assert answer.status_code == 422
    assert len(feeds()) == 1


def test_the_same_key_with_other_choices_is_another_form(ada):
    key = form_key(ada)
    send(ada, key=key)
    assert send(ada, key=key, detail="full").status_code == 201
    assert [feed.detail for feed in feeds()] == ["appointment", "full"]


def test_one_persons_key_is_nothing_to_another(ada, personas):
    key = form_key(ada)
    mine = ADDRESS.search(send(ada, key=key).text).group(2)
    theirs = ADDRESS.search(send(personas.client(personas.colleague), key=key).text).group(2)
    assert mine != theirs


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"label": "  "}, "Bitte geben Sie dem Abo einen Namen."),
        ({"label": "x" * 81}, "höchstens 80 Zeichen"),
        ({"key": "short"}, "Bitte laden Sie die Seite neu."),
    ],
)
def test_what_is_missing_is_named_and_what_was_typed_is_kept(ada, given, message):
    answer = send(ada, **given)
    assert answer.status_code == 422
    assert message in answer.text
    assert given.get("label", "Diensthandy").strip() in answer.text
    assert feeds() == []


def test_there_are_not_any_number_of_open_doors(ada, personas):
    for _ in range(MOST_FEEDS):
        subscription = make_feed(personas.owner.person)
    refused = send(ada)
    assert refused.status_code == 422
    assert "Beenden Sie zuerst eines" in refused.text
    ada.post(f"/calendar/subscriptions/{subscription.feed.public_id}/revoke")
    assert send(ada).status_code == 201


def test_the_list_says_what_each_subscription_shows_and_when_it_was_used(ada, personas, client):
    used = make_feed(personas.owner.person, label="Bürorechner", discreet=True)
    make_feed(personas.owner.person, label="Privates <Telefon>")
    client.get(f"/calendar/{used.token}.ics")
    page = ada.get("/calendar").text
    assert "Bürorechner" in page
    assert "Privates &lt;Telefon&gt;" in page
    assert "Montag, 23. November 2026" in page
    assert "Noch nie" in page


def test_a_revoked_address_stops_working_at_once_and_leaves_the_list(ada, personas, client):
    subscription = make_feed(personas.owner.person)
    path = f"/calendar/subscriptions/{subscription.feed.public_id}/revoke"
    for _ in range(2):
        answer = ada.post(path)
        assert (answer.status_code, answer.location) == (303, "/calendar")
    assert client.get(f"/calendar/{subscription.token}.ics").status_code == 404
    page = ada.get("/calendar").text
    assert "ist beendet" in page
    assert subscription.feed.public_id not in page
    actions = [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert actions == ["calendar_feed.created", "calendar_feed.revoked"]


def test_nobody_else_can_end_a_subscription(personas):
    subscription = make_feed(personas.owner.person)
    path = f"/calendar/subscriptions/{subscription.feed.public_id}/revoke"
    for account in (personas.colleague, personas.foreigner, personas.coordinator, personas.office):
        assert personas.client(account).post(path).status_code == 404
    assert subscription.feed.revoked_at is None


def test_two_clicks_at_once_make_one_subscription(committing_app):
    with committing_app.app_context():
        account_id = make_account().id
        db.session.commit()
    together, answers = Barrier(2, timeout=60), []

    def click() -> None:
        with committing_app.app_context():
            client: PageCheckingClient = committing_app.test_client()
            client.sign_in(db.session.get_one(Account, account_id))
        together.wait()
        answers.append(send(client, key="k" * 43))

    threads = [Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 201]
    assert len({ADDRESS.search(answer.text).group(1) for answer in answers}) == 1
    with committing_app.app_context():
        assert len(feeds()) == 1
