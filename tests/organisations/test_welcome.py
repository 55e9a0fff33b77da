"""The link by which a person sets their first password."""

import re
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from threading import Barrier
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

import pytest
from sqlalchemy import select

from app.kernel import clock as app_clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from organisations.accounts.invitations import invite
from organisations.accounts.models import Account, Invitation, SignInSession
from organisations.accounts.passwords import is_guessable, names_of, names_the_person
from organisations.accounts.services import password_matches
from tests.house.databases import in_turn
from tests.house.serving import served
from tests.organisations.factories import make_account, make_municipality, make_person

pytestmark = in_turn

GOOD = "Regen auf dem Blechdach"
EMAIL = "new@example.org"


def make_invited(**given):
    """An account without a password, and the token of its link."""
    person = make_person(given_name="Maren", family_name="Lindqvist", **given)
    account = make_account(person=person, email=EMAIL)
    account.password_hash = ""
    invite(account=account, actor=make_person(), now=app_clock.now())
    db.session.flush()
    return account, newest_token()


def newest_token():
    body = db.session.scalar(select(OutboxMessage.body).order_by(OutboxMessage.id.desc()).limit(1))
    return re.search(r"/welcome/(\S+)", body).group(1)


def set_password(client, token, password=GOOD, again=None):
    data = {"password": password, "again": password if again is None else again}
    return client.post(f"/welcome/{token}", data=data)


def test_following_the_link_shows_the_form_and_changes_nothing(client):
    account, token = make_invited()
    for _ in range(2):
        page = client.get(f"/welcome/{token}").text
        assert "Maren Lindqvist" in page
        assert EMAIL in page
    assert not account.has_password
    assert db.session.scalar(select(Invitation.used_at)) is None


def test_the_password_is_set_and_the_person_is_in(client):
    account, token = make_invited()
    answer = set_password(client, token)
    assert (answer.status_code, answer.location) == (303, "/")
    assert password_matches(account.password_hash, GOOD)
    assert "Maren Lindqvist" in client.get("/").text
    actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions == ["account.invited", "account.password_set"]


def test_the_person_signs_in_with_it_later(client, app):
    _account, token = make_invited()
    set_password(client, token)
    answer = app.test_client().post("/login", data={"email": EMAIL, "password": GOOD})
    assert answer.status_code == 303


def test_only_the_hash_of_the_link_is_kept(client):
    _, token = make_invited()
    kept = db.session.scalar(select(Invitation.token_hash))
    assert token not in kept
    assert len(kept) == 64


def is_over(answer):
    return answer.status_code == 410 and "Dieser Link gilt nicht mehr" in answer.text


def test_a_used_link_is_over(client, app):
    account, token = make_invited()
    set_password(client, token)
    before = account.password_hash
    stranger = app.test_client()
    assert is_over(stranger.get(f"/welcome/{token}"))
    assert is_over(set_password(stranger, token, "etwas ganz anderes"))
    assert account.password_hash == before


def test_a_link_is_over_after_seven_days(client, clock):
    account, token = make_invited()
    clock.advance(days=6, hours=23)
    assert client.get(f"/welcome/{token}").status_code == 200
    clock.advance(hours=1)
    assert is_over(client.get(f"/welcome/{token}"))
    assert is_over(set_password(client, token))
    assert not account.has_password


def test_an_unknown_link_says_the_same(client):
    assert is_over(client.get("/welcome/nothing-has-this"))
    assert is_over(set_password(client, "nothing-has-this"))


def test_a_new_link_ends_the_older_one(client, personas):
    account, old = make_invited()
    office = personas.client(personas.office)
    path = f"/manage/people/{account.person.public_id}"
    assert "Noch kein Passwort gesetzt" in office.get(path).text
    assert office.post(f"{path}/invite").status_code == 303
    assert "Der neue Link ist unterwegs." in office.get(path).text
    new = newest_token()
    assert is_over(client.get(f"/welcome/{old}"))
    assert client.get(f"/welcome/{new}").status_code == 200


def test_a_link_holds_for_the_address_it_was_sent_to(client, personas):
    account, old = make_invited(municipality=make_municipality())
    office = personas.client(personas.office)
    office.post(
        f"/manage/people/{account.person.public_id}",
        data={
            "given_name": "Maren",
            "family_name": "Lindqvist",
            "email": "other@example.org",
            "language": "de",
            "function": "staff",
            "municipality": account.person.municipality.public_id,
            "roles": ["trainee"],
        },
    )
    assert account.email == "other@example.org"
    assert is_over(client.get(f"/welcome/{old}"))
    assert client.get(f"/welcome/{newest_token()}").status_code == 200


def test_whoever_has_a_password_cannot_be_invited_out_of_their_account(client, personas):
    office = personas.client(personas.office)
    path = f"/manage/people/{personas.owner.person.public_id}"
    assert "Neuen Link schicken" not in office.get(path).text
    office.post(f"{path}/invite")
    assert "Diese Person hat schon ein Passwort gesetzt." in office.get(path).text
    assert db.session.scalars(select(OutboxMessage)).all() == []


@pytest.mark.parametrize(
    ("password", "again", "complaint"),
    [
        ("", "", "Bitte geben Sie ein Passwort ein."),
        ("elf Zeichen", "elf Zeichen", "mindestens 12 Zeichen"),
        ("x" * 257, "x" * 257, "höchstens 256 Zeichen"),
        (GOOD, "etwas anderes", "Die beiden Passwörter sind nicht gleich."),
        (EMAIL, EMAIL, "nicht Ihren Namen"),
        ("Maren Lindqvist 1978", "Maren Lindqvist 1978", "nicht Ihren Namen"),
        ("qwertzuiopas", "qwertzuiopas", "leicht zu erraten"),
    ],
)
def test_a_password_that_cannot_be_is_refused_at_the_field(client, password, again, complaint):
    account, token = make_invited()
    answer = set_password(client, token, password, again)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert f'value="{password}"' not in answer.text or not password
    assert not account.has_password
    assert client.get(f"/welcome/{token}").status_code == 200, "the link still works"


@pytest.mark.parametrize(
    ("password", "named"),
    [
        ("LINDQVISTmaren!", True),
        ("m-a-r-e-n lindqvist", True),
        ("maren@example.org", True),
        ("Maren mag Regen", False),
        ("839201746352", False),
        ("", False),
    ],
)
def test_a_name_is_no_password(password, named):
    assert names_the_person(password, ["Maren", "Lindqvist", "maren", "example.org"]) is named


@pytest.mark.parametrize(
    ("password", "guessable"),
    [
        ("Passwort1234", True),
        ("Sommer202026", True),
        ("Lindqvist1978", True),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", True),
        ("", True),
        ("Rathaus2026!", True),
        ("Landkreis123", True),
        ("Qwertzuiop12", True),
        ("1qay2wsx3edc", True),
        ("Borussia1909", True),
        ("Muenchen2026", True),
        ("Dezember2026!", True),
        ("Kommune123456", True),
        ("Fußball2026!", True),
        ("Neustedt2026!", True),
        (GOOD, False),
        ("Kaffee Fahrrad Regal", False),
        ("zx9 Bruecke Quitte " * 12, False),
    ],
)
def test_what_lists_and_patterns_lead_to_is_guessable(password, guessable):
    names = names_of("Maren Lindqvist", "ml@example.org", "Landkreis Neustedt")
    assert is_guessable(password, names) is guessable


def test_the_mail_is_in_the_person_s_language_and_says_nothing_of_the_topic(app):
    make_invited(language="en")
    mail = db.session.scalars(select(OutboxMessage)).one()
    assert mail.subject == "Your access to KommA"
    assert "http://localhost/welcome/" in mail.body
    assert "The link works once, until Monday, 30 November 2026" in mail.body
    assert "rassis" not in mail.body.lower()
    assert "racis" not in mail.body.lower()


def test_earlier_sessions_end_with_the_new_password(client):
    _account, token = make_invited()
    set_password(client, token)
    assert db.session.query(SignInSession).count() == 1


class StayHere(HTTPRedirectHandler):
    """Redirects are answers to look at, not to follow."""

    def redirect_request(self, *_args: object) -> None:
        return None


def post(address: str, path: str, password: str, barrier: Barrier) -> int:
    """Open the form at `path` in a browser of its own and send it when all are ready."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()), StayHere())
    with opener.open(address + path, timeout=30) as page:
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode()).group(1)
    data = urlencode({"csrf_token": token, "password": password, "again": password}).encode()
    barrier.wait(30)
    try:
        with opener.open(address + path, data, timeout=30) as answer:
            return answer.status
    except HTTPError as answer:
        with answer:
            return answer.code


def test_of_many_clicks_at_once_one_wins(committing_app):
    clients = 6
    with committing_app.app_context():
        _, token = make_invited()
        db.session.commit()
    passwords = [f"{GOOD} {number}" for number in range(clients)]
    barrier = Barrier(clients)
    with served(committing_app) as address, ThreadPoolExecutor(clients) as pool:
        answers = list(
            pool.map(
                lambda password: post(address, f"/welcome/{token}", password, barrier), passwords
            )
        )
    assert sorted(answers) == [303] + [410] * (clients - 1)
    winner = passwords[answers.index(303)]
    with committing_app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == EMAIL)).one()
        assert password_matches(account.password_hash, winner)
        assert db.session.query(SignInSession).count() == 1
