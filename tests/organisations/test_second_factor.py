"""The second factor: set up, asked for, lost, taken away."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.vault import SubjectsErased, current_vault
from organisations.accounts.models import Account, SignInSession
from organisations.second_factor import codes
from organisations.second_factor.handlers import subjects_erased
from organisations.second_factor.models import RecoveryCode, SecondFactor
from organisations.second_factor.queries import find_second_factor
from organisations.second_factor.services import WrongCode, use_code
from organisations.second_factor.throttling import CODES_PER_ACCOUNT, CODES_PER_DAY
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import PASSWORD, make_account
from tests.organisations.ways_in import (
    code_of,
    count_mails,
    is_in,
    newest_mail,
    sign_in,
    with_second_factor,
)

pytestmark = in_turn

PAGE = "/account/second-factor"


@pytest.fixture
def account(app):
    return make_account(email="kim@example.org")


@pytest.fixture
def factor(account, clock):
    """The secret and the paper codes of an account whose code of this moment is used up."""
    secret, paper = with_second_factor(account, clock.now())
    clock.advance(minutes=2)
    return secret, paper


def shown_secret(page):
    return re.search(r'<code class="komma-secret">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")


def shown_codes(page):
    return re.findall(r"<li><code>([a-z0-9-]+)</code></li>", page)


def send_code(client, code):
    return client.post("/login/code", data={"code": code})


# --- codes ----------------------------------------------------------------------------------


def test_codes_are_those_of_rfc_6238():
    # Appendix B, SHA-1, the last six of its eight digits.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    at = START.fromtimestamp(1111111109, START.tzinfo)
    assert codes.find_step(secret, "081804", now=at) == 1111111109 // 30


@pytest.mark.parametrize(
    ("seconds", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_clock_may_go_half_a_minute_wrong(seconds, right):
    secret = codes.new_secret()
    code = code_of(secret, START + timedelta(seconds=seconds))
    assert (codes.find_step(secret, code, now=START) is not None) is right


@pytest.mark.parametrize("code", ["", "000", "abcdef", "12345678", "ä"])
def test_what_is_no_code_is_wrong(code):
    assert codes.find_step(codes.new_secret(), codes.plain(code), now=START) is None


def test_paper_codes_differ_and_can_be_typed_anyhow():
    made = codes.new_recovery_codes()
    assert len(set(made)) == codes.RECOVERY_CODES
    assert codes.plain(made[0].upper().replace("-", " ")) == made[0].replace("-", "")
    assert not codes.is_from_app(codes.plain(made[0]))


# --- setting up -----------------------------------------------------------------------------


def test_it_is_set_up_with_a_code_and_the_paper_codes_are_shown_once(client, account, clock):
    client.sign_in(account)
    assert "Jetzt einrichten" in client.get(PAGE).text
    assert client.post(f"{PAGE}/begin").location == PAGE
    page = client.get(PAGE).text
    assert "<svg" in page
    assert "otpauth://totp/KommA" in page
    assert account.second_factor_since is None, "nothing counts before the code"
    answer = client.post(PAGE, data={"code": code_of(shown_secret(page), clock.now())})
    paper = shown_codes(answer.text)
    assert len(paper) == codes.RECOVERY_CODES
    assert account.second_factor_since == START
    assert is_in(client)
    later = client.get(PAGE).text
    assert "komma-secret" not in later
    assert paper[0] not in later
    assert "zweiter Faktor eingerichtet" in newest_mail().body
    # The answer's own forms work: it belongs to a new session.
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)[1]
    assert client.post("/logout", data={"csrf_token": token}, csrf=False).status_code == 303


def test_a_wrong_code_turns_nothing_on(client, account):
    client.sign_in(account)
    client.post(f"{PAGE}/begin")
    secret = shown_secret(client.get(PAGE).text)
    answer = client.post(PAGE, data={"code": "000000"})
    assert answer.status_code == 422
    assert shown_secret(answer.text) == secret, "the app keeps what it has scanned"
    assert account.second_factor_since is None


def test_beginning_anew_makes_another_secret_until_it_is_on(client, account, clock):
    client.sign_in(account)
    client.post(f"{PAGE}/begin")
    first = shown_secret(client.get(PAGE).text)
    client.post(f"{PAGE}/begin")
    second = shown_secret(client.get(PAGE).text)
    assert first != second
    client.post(PAGE, data={"code": code_of(second, clock.now())})
    kept = find_second_factor(account).sealed
    client.post(f"{PAGE}/begin")
    assert find_second_factor(account).sealed == kept
    assert client.post(PAGE, data={"code": "123456"}).location == PAGE


def test_turning_it_on_signs_out_whoever_came_in_without(app, client, account, clock):
    other = app.test_client()
    other.sign_in(account)
    client.sign_in(account)
    client.post(f"{PAGE}/begin")
    code = code_of(shown_secret(client.get(PAGE).text), clock.now())
    client.post(PAGE, data={"code": code})
    assert not is_in(other)


def test_the_secret_and_the_paper_codes_stand_nowhere_in_clear(client, account, factor):
    secret, paper = factor
    row = find_second_factor(account)
    assert secret.encode() not in row.sealed
    hashes = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert len(hashes) == len(paper)
    assert not {codes.plain(code) for code in paper} & set(hashes)


# --- signing in -----------------------------------------------------------------------------


def test_the_password_alone_opens_nothing(client, account, factor, clock):
    answer = client.post(
        "/login",
        data={"email": account.email, "password": PASSWORD},
        query_string={"next": "/courses"},
    )
    assert answer.location == "/login/code?next=/courses"
    assert not is_in(client)
    assert client.get_cookie("komma-device") is None, "the browser is not known yet"
    page = client.get(answer.location)
    assert "Code eingeben" in page.text
    code = code_of(factor[0], clock.now())
    entered = client.post(answer.location, data={"code": f" {code[:3]} {code[3:]} "})
    assert entered.location == "/courses"
    assert is_in(client)


def test_the_session_is_a_new_one_after_the_code(app, client, account, factor, clock):
    sign_in(client, account.email)
    half = client.get_cookie("komma").value
    send_code(client, code_of(factor[0], clock.now()))
    thief = app.test_client()
    thief.set_cookie("komma", half)
    assert not is_in(thief)
    assert thief.get("/login/code").location == "/login?next=/"
    assert db.session.query(SignInSession).count() == 1


def test_a_code_is_asked_for_ten_minutes(client, account, factor, clock):
    sign_in(client, account.email)
    clock.advance(minutes=10)
    assert send_code(client, code_of(factor[0], clock.now())).location == "/login?next=/"
    assert not is_in(client)


def test_without_a_password_there_is_no_code_to_enter(client):
    assert client.get("/login/code").location == "/login?next=/"
    assert send_code(client, "123456").location == "/login?next=/"


def test_a_used_code_is_never_accepted_again(app, client, account, factor, clock):
    code = code_of(factor[0], clock.now())
    sign_in(client, account.email)
    assert send_code(client, code).status_code == 303
    other = app.test_client()
    sign_in(other, account.email)
    answer = send_code(other, code)
    assert answer.status_code == 422
    assert "Dieser Code gilt nicht" in answer.text
    clock.advance(seconds=30)
    assert send_code(other, code_of(factor[0], clock.now())).status_code == 303


def test_a_paper_code_works_once(app, client, account, factor):
    _, paper = factor
    sign_in(client, account.email)
    assert send_code(client, paper[3].upper()).status_code == 303
    other = app.test_client()
    sign_in(other, account.email)
    assert send_code(other, paper[3]).status_code == 422
    assert send_code(other, paper[4]).status_code == 303
    assert "9" not in client.get(PAGE).text.split("Unbenutzte")[1].split("</dd>")[0]


def test_the_paper_codes_of_another_open_nothing(client, account, factor, clock):
    _, others = with_second_factor(make_account(), clock.now())
    sign_in(client, account.email)
    assert send_code(client, others[0]).status_code == 422


def test_wrong_codes_are_slowed_down_for_strangers(client, account, factor, clock):
    sign_in(client, account.email)
    for _ in range(CODES_PER_ACCOUNT.most):
        assert send_code(client, "000000").status_code == 422
    right = code_of(factor[0], clock.now())
    assert send_code(client, right).status_code == 429
    clock.advance(minutes=15)
    sign_in(client, account.email)
    assert send_code(client, code_of(factor[0], clock.now())).status_code == 303


def test_strangers_with_the_password_do_not_stop_the_owner_s_browser(
    app, client, account, factor, clock
):
    owner = app.test_client()
    sign_in(owner, account.email)
    send_code(owner, code_of(factor[0], clock.now()))
    owner.post("/logout")
    for _ in range(CODES_PER_DAY.most // CODES_PER_ACCOUNT.most):
        clock.advance(minutes=15)
        sign_in(client, account.email)
        for _ in range(CODES_PER_ACCOUNT.most):
            send_code(client, "000000")
    clock.advance(minutes=15)
    sign_in(client, account.email)
    assert send_code(client, "000000").status_code == 429, "for the day"
    sign_in(owner, account.email)
    assert send_code(owner, code_of(factor[0], clock.now())).status_code == 303


@pytest.mark.parametrize("from_app", [True, False], ids=["app", "paper"])
def test_of_the_same_code_sent_at_once_one_is_accepted(committing_app, from_app):
    tries = 6
    later = START + timedelta(minutes=1)
    with committing_app.app_context():
        account = make_account()
        secret, paper = with_second_factor(account, START)
        account_id = account.id
        db.session.commit()
    code = code_of(secret, later) if from_app else paper[0]
    barrier = Barrier(tries)

    def attempt(_number):
        with committing_app.app_context():
            account = db.session.get_one(Account, account_id)
            db.session.rollback()
            barrier.wait(30)
            try:
                use_code(account=account, typed=code, now=later)
            except WrongCode:
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(tries) as pool:
        assert sorted(pool.map(attempt, range(tries))) == [False] * (tries - 1) + [True]


# --- taking it away -------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["off", "codes"])
def test_changes_need_the_password(client, account, factor, page):
    client.sign_in(account)
    assert client.get(f"{PAGE}/{page}").status_code == 200
    before = count_mails()
    answer = client.post(f"{PAGE}/{page}", data={"current": "wrong"})
    assert answer.status_code == 422
    assert "Das Passwort stimmt nicht." in answer.text
    assert account.second_factor_since
    assert count_mails() == before


def test_it_is_turned_off_with_the_password(client, account, factor):
    subject = find_second_factor(account).vault_subject
    client.sign_in(account)
    answer = client.post(f"{PAGE}/off", data={"current": PASSWORD})
    assert answer.location == "/account"
    assert is_in(client)
    assert account.second_factor_since is None
    assert db.session.query(SecondFactor).count() == db.session.query(RecoveryCode).count() == 0
    assert subject in current_vault().list_erasures()
    assert "abgeschaltet" in newest_mail().body
    client.post("/logout")
    assert sign_in(client, account.email).location == "/"


def test_new_paper_codes_end_the_old_ones(app, client, account, factor):
    _, old = factor
    client.sign_in(account)
    new = shown_codes(client.post(f"{PAGE}/codes", data={"current": PASSWORD}).text)
    other = app.test_client()
    sign_in(other, account.email)
    assert send_code(other, old[0]).status_code == 422
    assert send_code(other, new[0]).status_code == 303


@pytest.mark.parametrize("page", ["off", "codes"])
def test_without_a_second_factor_there_is_nothing_to_change(client, account, page):
    client.sign_in(account)
    assert client.get(f"{PAGE}/{page}").location == PAGE
    assert client.post(f"{PAGE}/{page}", data={"current": PASSWORD}).location == PAGE


def test_the_office_resets_it_for_somebody_who_lost_everything(personas, clock):
    owner, office = personas.owner, personas.client(personas.office)
    with_second_factor(owner, clock.now())
    browser = personas.client(owner)
    path = f"/manage/people/{owner.person.public_id}"
    assert "Zweiten Faktor zurücksetzen" in office.get(path).text
    assert office.post(f"{path}/second-factor/reset").location == path
    assert owner.second_factor_since is None
    assert not is_in(browser)
    assert newest_mail().recipient == owner.email
    assert "zurückgesetzt" in newest_mail().body
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "second_factor.reset")
    ).one()
    assert entry.actor_public_id == personas.office.person.public_id
    assert "Zweiten Faktor zurücksetzen" not in office.get(path).text
    mails = count_mails()
    office.post(f"{path}/second-factor/reset")
    assert count_mails() == mails, "harmless to repeat"


def test_the_office_cannot_take_away_its_own_without_the_password(personas, clock):
    with_second_factor(personas.office, clock.now())
    office = personas.client(personas.office)
    path = f"/manage/people/{personas.office.person.public_id}"
    office.post(f"{path}/second-factor/reset")
    assert "schalten Sie in Ihrem Konto ab" in office.get(path).text
    assert personas.office.second_factor_since


@pytest.mark.parametrize("who", ["owner", "colleague", "trainer", "coordinator"])
def test_nobody_but_the_office_resets_it(personas, clock, who):
    with_second_factor(personas.foreigner, clock.now())
    client = personas.client(getattr(personas, who))
    path = f"/manage/people/{personas.foreigner.person.public_id}/second-factor/reset"
    assert client.post(path).status_code == 403
    assert personas.foreigner.second_factor_since


def test_a_backup_brings_back_no_factor_that_would_lock_somebody_out(account, factor):
    row = find_second_factor(account)
    subjects_erased(SubjectsErased(frozenset({"second_factor:of somebody else"})))
    assert account.second_factor_since
    subjects_erased(SubjectsErased(frozenset({row.vault_subject})))
    assert account.second_factor_since is None
    assert find_second_factor(account) is None


def test_with_its_key_lost_paper_codes_still_work(client, account, factor, clock):
    secret, paper = factor
    current_vault().erase(find_second_factor(account).vault_subject, now=clock.now())
    sign_in(client, account.email)
    assert send_code(client, code_of(secret, clock.now())).status_code == 422
    assert send_code(client, paper[0]).status_code == 303
