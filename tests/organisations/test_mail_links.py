"""Links by mail: a new password, and signing in without one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import TooManyAttempts
from app.kernel.jobs import run_job
from organisations.accounts.models import Account, SignInSession
from organisations.accounts.services import password_matches
from organisations.mail_links.models import MailLink, MailLinkRequest, Purpose
from organisations.mail_links.services import (
    JOB_NAME,
    MOST_PER_ADDRESS,
    MOST_PER_ORIGIN,
    LinkOver,
    ask_for_link,
    use_sign_in_link,
)
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import PASSWORD, make_account
from tests.organisations.ways_in import (
    code_of,
    count_mails,
    is_in,
    mailed_path,
    newest_mail,
    sign_in,
    with_second_factor,
)

pytestmark = in_turn

NEW = "Regen auf dem Blechdach"
EMAIL = "maren@example.org"
WAYS = pytest.mark.parametrize("way", ["link", "forgotten"])


@pytest.fixture
def account(app):
    return make_account(email=EMAIL, given_name="Maren", family_name="Lindqvist")


def ask(client, way, email=EMAIL):
    return client.post(f"/login/{way}", data={"email": email})


def reset(client, path, password=NEW):
    return client.post(path, data={"password": password, "again": password})


def is_over(answer):
    return answer.status_code == 410 and "Dieser Link gilt nicht mehr" in answer.text


# --- asking ---------------------------------------------------------------------------------


@WAYS
def test_known_and_unknown_addresses_get_the_same_answer(client, account, way):
    known, unknown = ask(client, way), ask(client, way, "nobody@example.org")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert "Bitte sehen Sie in Ihr Postfach" in client.get(known.location).text
    assert count_mails() == 0, "whose address it is, only the job asks"


@WAYS
def test_the_job_mails_those_who_have_an_account(client, account, way):
    ask(client, way, " Maren@Example.org ")
    ask(client, way, "nobody@example.org")
    assert run_job(JOB_NAME) == 1
    assert newest_mail().recipient == EMAIL
    assert db.session.query(MailLinkRequest).count() == 0, "what was typed is not kept"
    assert run_job(JOB_NAME) == 0


@WAYS
def test_an_address_that_is_none_is_refused_at_the_field(client, way):
    answer = ask(client, way, "maren")
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text


@WAYS
def test_an_address_gets_a_few_links_and_those_work(client, account, way):
    for _ in range(MOST_PER_ADDRESS):
        assert ask(client, way).status_code == 303
    path = mailed_path(way)
    refused = ask(client, way)
    assert refused.status_code == 429
    assert "in Ihr Postfach" in refused.text
    assert client.get(path).status_code == 200
    for _ in range(MOST_PER_ADDRESS):
        assert ask(client, way, "nobody@example.org").status_code == 303
    assert ask(client, way, "nobody@example.org").status_code == 429, "the unknown alike"


@pytest.mark.parametrize("purpose", Purpose)
def test_one_place_asks_for_some_addresses_only(app, purpose):
    def ask_as(number):
        ask_for_link(
            email=f"somebody{number}@example.org", purpose=purpose, origin="192.0.2.1", now=START
        )
        db.session.flush()

    for number in range(MOST_PER_ORIGIN):
        ask_as(number)
    with pytest.raises(TooManyAttempts):
        ask_as(MOST_PER_ORIGIN)


def test_a_request_that_lay_too_long_is_dropped(client, account, clock):
    ask(client, "link")
    clock.advance(minutes=16)
    assert run_job(JOB_NAME) == 0
    assert db.session.query(MailLinkRequest).count() == 0


@WAYS
def test_only_the_hash_of_a_link_is_kept(client, account, way):
    ask(client, way)
    token = mailed_path(way).rpartition("/")[2]
    assert token not in db.session.scalar(select(MailLink.token_hash))


@pytest.mark.parametrize(
    ("way", "subject"),
    [("link", "Your link to sign in to KommA"), ("forgotten", "Your new password for KommA")],
)
def test_the_mail_is_in_the_person_s_language(client, account, way, subject):
    account.person.language = "en"
    ask(client, way)
    mailed_path(way)
    assert newest_mail().subject == subject


def test_who_was_invited_and_lost_the_link_sets_a_password(client, account):
    account.password_hash = ""
    ask(client, "link")
    reset(client, mailed_path("forgotten"))
    assert account.has_password


# --- following, and using -------------------------------------------------------------------


@WAYS
def test_following_a_link_changes_nothing(client, account, way):
    ask(client, way)
    path = mailed_path(way)
    for _ in range(2):
        assert "Maren Lindqvist" in client.get(path).text
    assert client.head(path).status_code == 200
    assert not is_in(client)
    assert db.session.query(MailLink).count() == 1
    assert password_matches(account.password_hash, PASSWORD)


def test_a_link_signs_in_once(app, client, account):
    ask(client, "link")
    path = mailed_path("link")
    answer = client.post(path)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)
    other = app.test_client()
    assert is_over(other.post(path))
    assert is_over(other.get(path))
    assert "account.link_used" in db.session.scalars(select(AuditEntry.action)).all()


def test_a_password_is_reset_and_everybody_who_was_in_is_out(app, client, account):
    before = app.test_client()
    sign_in(before, EMAIL)
    ask(client, "forgotten")
    ask(client, "link")
    link = mailed_path("link")
    path = link.replace("link", "forgotten")
    assert is_over(client.get(path)), "a link is good for what it was sent for"
    ask(client, "forgotten")
    path = mailed_path("forgotten")
    assert reset(client, path).status_code == 303
    assert "Ihr neues Passwort ist gespeichert." in client.get("/").text
    assert is_in(client)
    assert not is_in(before)
    assert password_matches(account.password_hash, NEW)
    assert is_over(client.get(link)), "other links end, too"
    assert is_over(reset(app.test_client(), path, "etwas ganz anderes Langes"))
    assert password_matches(account.password_hash, NEW)
    assert "Das Passwort Ihres Kontos ist geändert" in newest_mail().body


@pytest.mark.parametrize(("way", "minutes"), [("link", 15), ("forgotten", 60)])
def test_a_link_is_over_after_its_time(client, account, clock, way, minutes):
    ask(client, way)
    path = mailed_path(way)
    clock.advance(minutes=minutes, seconds=-1)
    assert client.get(path).status_code == 200
    clock.advance(seconds=1)
    assert is_over(client.get(path))
    assert is_over(reset(client, path))


@WAYS
def test_a_link_holds_for_the_address_it_was_sent_to(client, account, way):
    ask(client, way)
    path = mailed_path(way)
    account.email = "other@example.org"
    assert is_over(client.get(path))
    assert is_over(reset(client, path))


@WAYS
def test_an_unknown_link_says_the_same(client, way):
    assert is_over(client.get(f"/login/{way}/nothing-has-this"))
    assert is_over(reset(client, f"/login/{way}/nothing-has-this"))


@pytest.mark.parametrize(
    ("password", "complaint"),
    [
        ("elf Zeichen", "mindestens 12 Zeichen"),
        ("Passwort2026", "leicht zu erraten"),
        ("Maren Lindqvist", "nicht Ihren Namen"),
    ],
)
def test_a_poor_password_is_refused_and_the_link_stays(client, account, password, complaint):
    ask(client, "forgotten")
    path = mailed_path("forgotten")
    answer = reset(client, path, password)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert reset(client, path).status_code == 303


@WAYS
def test_with_a_second_factor_the_mailbox_is_not_enough(client, account, clock, way):
    secret, _ = with_second_factor(account, clock.now())
    clock.advance(minutes=1)
    ask(client, way)
    answer = reset(client, mailed_path(way))
    assert answer.location == "/login/code?next=/"
    assert not is_in(client)
    client.post(answer.location, data={"code": code_of(secret, clock.now())})
    assert is_in(client)


def test_of_many_clicks_at_once_one_wins(committing_app):
    clicks = 6
    with committing_app.app_context():
        make_account(email=EMAIL)
        ask_for_link(email=EMAIL, purpose=Purpose.SIGN_IN, origin="", now=START)
        db.session.commit()
        token = mailed_path("link").rpartition("/")[2]
        db.session.commit()
    barrier = Barrier(clicks)

    def click(_number):
        with committing_app.app_context():
            barrier.wait(30)
            try:
                use_sign_in_link(token=token, now=START)
            except LinkOver:
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(clicks) as pool:
        assert sorted(pool.map(click, range(clicks))) == [False] * (clicks - 1) + [True]


def test_two_workers_send_one_link(committing_app):
    workers = 4
    with committing_app.app_context():
        make_account(email=EMAIL)
        ask_for_link(email=EMAIL, purpose=Purpose.RESET, origin="", now=START)
        db.session.commit()
    barrier = Barrier(workers)

    def work(_number):
        with committing_app.app_context():
            barrier.wait(30)
            return run_job(JOB_NAME)

    with ThreadPoolExecutor(workers) as pool:
        assert sum(pool.map(work, range(workers))) == 1
    with committing_app.app_context():
        assert count_mails() == 1
        assert db.session.query(SignInSession).count() == 0
        assert db.session.query(Account).count() == 1
