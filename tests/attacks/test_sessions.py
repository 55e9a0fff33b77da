"""A session cookie that somebody else knows or has set is worth nothing."""

from organisations.demo import DEMO_PASSWORD
from tests.attacks.world import AttackingClient

COOKIE = "komma"
SIGN_IN = {"email": "leitung@example.org", "password": DEMO_PASSWORD}


def is_signed_in(client: AttackingClient) -> bool:
    return client.get("/bookings").status_code == 200


def cookie_of(client: AttackingClient) -> str:
    return client.get_cookie(COOKIE).value


def test_a_cookie_set_before_signing_in_is_worth_nothing_afterwards(world):
    attacker, victim = world.client(), world.client()
    attacker.get("/login")
    victim.set_cookie(COOKIE, cookie_of(attacker))
    assert victim.post("/login", data=SIGN_IN).status_code == 303
    assert is_signed_in(victim)
    assert cookie_of(victim) != cookie_of(attacker)
    assert not is_signed_in(attacker)


def test_the_attackers_own_session_is_left_behind_when_signing_in(world):
    """Signed in without noticing as somebody else, and then as oneself: nothing is shared."""
    attacker, victim = world.client("fremd"), world.client()
    victim.set_cookie(COOKIE, cookie_of(attacker))
    victim.post("/logout")
    assert victim.post("/login", data=SIGN_IN).status_code == 303
    assert "leitung" not in attacker.get("/").text
    assert not is_signed_in(attacker)


def test_signing_out_ends_copied_cookies(world):
    victim, thief = world.client("leitung"), world.client()
    thief.set_cookie(COOKIE, cookie_of(victim))
    assert is_signed_in(thief)
    assert victim.post("/logout").status_code == 303
    assert not is_signed_in(thief)


def test_an_altered_cookie_signs_nobody_in(world):
    client = world.client("leitung")
    value = cookie_of(client)
    for altered in (value[:-3], value[1:], value + "A", value.replace(".", "..", 1), "", "a.b.c"):
        thief = world.client()
        thief.set_cookie(COOKIE, altered)
        assert not is_signed_in(thief)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(world):
    answer = world.client().post("/login", data=SIGN_IN)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie
