"""No other site can have a person change anything: every writing request needs their own token."""

import re

import pytest

from organisations.demo import DEMO_PASSWORD
from tests.attacks.seen import address_of, arguments_that_nothing_has, routes_with, target_of
from tests.attacks.world import AttackingClient, World, is_write
from tests.house.queries import recorded_queries


def token_in(page: str) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]


def refusals(world: World, client: AttackingClient, token: str | None, **how: object) -> None:
    """Send every kind of form that anyone was shown, and something to every other route."""
    given = {"csrf_token": token} if token else {}
    shown = [form for walk in world.walks.values() for form in walk.forms if form.method == "POST"]
    kinds = {target_of(world.app, form.action, "POST").endpoint: form for form in shown}
    sendings = {form.action: form.filled_in() for form in kinds.values()}
    for rule in routes_with(world.app, "POST"):
        address = address_of(world.app, rule.endpoint, **arguments_that_nothing_has(rule))
        sendings.setdefault(address, {})
    with recorded_queries() as statements:
        for address, data in sendings.items():
            answer = client.post(address, data=data | given, csrf=False, **how)
            assert answer.status_code == 400, address
    assert not [each for each in statements if is_write(each)]


def test_without_a_token_nothing_is_changed(world):
    refusals(world, world.client("buero"), None)


def test_with_the_token_of_somebody_else_nothing_is_changed(world):
    refusals(world, world.client("buero"), world.client("leitung")._csrf_token())


def test_with_the_token_of_before_signing_in_nothing_is_changed(world):
    client = world.client()
    token = token_in(client.get("/login").text)
    sign_in = {"email": "buero@example.org", "password": DEMO_PASSWORD, "csrf_token": token}
    assert client.post("/login", data=sign_in, csrf=False).status_code == 303
    assert client.get("/bookings").status_code == 200, "signed in"
    refusals(world, client, token)


@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
def test_what_a_browser_says_comes_from_elsewhere_is_refused_even_with_the_token(world, origin):
    client = world.client("leitung")
    refusals(world, client, client._csrf_token(), headers={"Sec-Fetch-Site": origin})


def test_forms_work_where_browsers_send_no_referrer(world):
    """Pages with secret addresses send none, over HTTPS too."""
    client = world.client("leitung")
    data = {"csrf_token": client._csrf_token()}
    answer = client.post("/path", data=data, base_url="https://localhost")
    assert answer.status_code == 303
