"""Guessing passwords is slow, and no guesser keeps the owner out."""

import pytest

from app.kernel.db import db
from app.kernel.throttle import remember_failure
from organisations.accounts.throttling import (
    FAILURES_PER_ADDRESS,
    FAILURES_PER_DEVICE,
    FAILURES_PER_ORIGIN,
    FAILURES_PER_PLACE,
)
from tests.house.databases import in_turn
from tests.organisations.factories import make_account
from tests.organisations.ways_in import is_in, mailed_path, sign_in

pytestmark = in_turn

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.9"


@pytest.fixture
def account(app):
    return make_account(email="kim@example.org")


def at(origin):
    return {"environ_overrides": {"REMOTE_ADDR": origin}}


def guess(client, times, origin, email="kim@example.org"):
    """Send wrong passwords; returns the last answer."""
    for _ in range(times):
        answer = sign_in(client, email, "wrong", **at(origin))
    return answer


def known_browser(app, account):
    """A browser in which the owner signed in before, and out again."""
    client = app.test_client()
    assert sign_in(client, account.email).status_code == 303
    client.post("/logout")
    return client


def fail_from_everywhere(account, clock):
    """As many failures as strangers may have, from as many places."""
    for _ in range(FAILURES_PER_ADDRESS.most):
        remember_failure(FAILURES_PER_ADDRESS, account.email, now=clock.now())
    db.session.flush()


def test_who_guesses_in_one_place_is_stopped_there_and_only_there(app, client, account):
    assert guess(client, FAILURES_PER_PLACE.most, ELSEWHERE).status_code == 422
    assert guess(client, 1, ELSEWHERE).status_code == 429
    assert sign_in(app.test_client(), account.email, **at(HERE)).status_code == 303


def test_many_guesses_from_everywhere_stop_strangers_but_not_the_owner_s_browser(
    app, client, account, clock
):
    owner = known_browser(app, account)
    fail_from_everywhere(account, clock)
    refused = sign_in(client, account.email, **at(HERE))
    assert refused.status_code == 429
    assert "einen Link per Mail" in refused.text
    assert sign_in(owner, account.email, **at(HERE)).status_code == 303


def test_strangers_wait_a_day_at_most(client, account, clock):
    fail_from_everywhere(account, clock)
    clock.advance(hours=24)
    assert sign_in(client, account.email).status_code == 303


def test_a_mailed_link_lets_the_owner_in_from_a_new_browser(client, account, clock):
    fail_from_everywhere(account, clock)
    assert client.post("/login/link", data={"email": account.email}).status_code == 303
    client.post(mailed_path("link"))
    assert is_in(client)


def test_one_place_guessing_at_many_addresses_is_stopped_but_not_a_known_browser_there(
    app, client, account
):
    owner = known_browser(app, account)
    for number in range(FAILURES_PER_ORIGIN.most):
        guess(client, 1, HERE, f"somebody{number}@example.org")
    assert guess(client, 1, HERE, "one.more@example.org").status_code == 429
    assert sign_in(owner, account.email, **at(HERE)).status_code == 303


def test_a_known_browser_has_its_own_limit(app, client, account):
    owner = known_browser(app, account)
    assert guess(owner, FAILURES_PER_DEVICE.most, HERE).status_code == 422
    assert guess(owner, 1, HERE).status_code == 429
    assert sign_in(client, account.email, **at(HERE)).status_code == 303, "nobody else's"


def test_a_browser_is_known_for_one_address_only(app, account):
    owner = known_browser(app, account)
    other = make_account()
    guess(owner, FAILURES_PER_PLACE.most, HERE, other.email)
    assert guess(owner, 1, HERE, other.email).status_code == 429
    assert sign_in(owner, account.email, **at(HERE)).status_code == 303


def test_the_device_cookie_is_kept_from_scripts_and_lasts(app, client, account):
    sign_in(client, account.email)
    cookie = client.get_cookie("komma-device")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.max_age == 365 * 24 * 60 * 60
    client.post("/logout")
    sign_in(client, account.email)
    assert client.get_cookie("komma-device").value == cookie.value, "the browser stays the same"


def test_the_device_cookie_opens_nothing(app, client, account):
    sign_in(client, account.email)
    thief = app.test_client()
    thief.set_cookie("komma-device", client.get_cookie("komma-device").value)
    assert not is_in(thief)
