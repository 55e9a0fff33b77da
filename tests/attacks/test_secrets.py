"""Secrets in addresses stay there: no referrer, no cache, no log and no link carries them away."""

import re
from urllib.parse import urlsplit

import pytest
from lxml import html
from structlog.testing import capture_logs

from tests.attacks.mailing import NEW_PERSON, cause_mails, secret_addresses
from tests.attacks.seen import address_of, arguments_that_nothing_has, routes_with, target_of

#: What calendar programmes fetch may be kept by them, and by nobody between.
MAY_BE_KEPT = {"calendar.feed": "private", "calendar.free_busy": "private"}


@pytest.fixture
def secrets(world) -> set[str]:
    """Real addresses with tokens: from mails, and of a calendar subscription."""
    mailed = secret_addresses(cause_mails(world))
    form = {"label": "Diensthandy", "key": "k" * 43}
    shown = world.client("leitung").post("/calendar", data=form).text
    addresses = mailed | {
        urlsplit(each).path for each in re.findall(r"http://localhost/\S+?\.ics", shown)
    }
    return {each for each in addresses if token_of(world, each)}


def token_of(world, address: str) -> str | None:
    target = target_of(world.app, address)
    return dict(target.arguments).get("token") if target else None


def unknown(world) -> set[str]:
    """Addresses of every route with a token, with one that nothing has."""
    return {
        address_of(world.app, rule.endpoint, **arguments_that_nothing_has(rule))
        for rule in routes_with(world.app, "GET")
        if "token" in rule.arguments
    }


def test_addresses_with_a_token_are_told_to_nobody(world, secrets):
    assert {target_of(world.app, each).endpoint for each in secrets} >= {
        "accounts.welcome",
        "calendar.feed",
    }
    for address in secrets | unknown(world):
        answer = world.client().get(address)
        kept = MAY_BE_KEPT.get(target_of(world.app, address).endpoint, "no-store")
        assert answer.headers["Referrer-Policy"] == "no-referrer", address
        assert answer.headers["Cache-Control"] in {kept, "no-store"}, address


def test_no_link_leads_out_of_the_site_with_a_token(world, secrets):
    for address in secrets:
        answer = world.client().get(address)
        if answer.mimetype == "text/html":
            page = html.document_fromstring(answer.text)
            outward = [link for link in page.xpath("//@href | //@src | //@action") if ":" in link]
            assert not [link for link in outward if token_of(world, address) in link]


def test_following_a_link_by_a_mail_scanner_uses_nothing_up(world, secrets):
    for address in secrets:
        for method in ("HEAD", "GET", "GET"):
            assert world.client().open(address, method=method).status_code < 400, address


def test_no_line_of_the_log_tells_who_or_where(world):
    with capture_logs() as lines:
        tokens = {token_of(world, each) for each in secret_addresses(cause_mails(world))} - {None}
        for name in ("team1", "buero"):
            client, seen = world.client(name), set()
            for address in world.walks[name].addresses:
                target = target_of(world.app, address)
                if target and target.endpoint not in seen | {"static"}:
                    seen.add(target.endpoint)
                    client.get(address)
        for address in unknown(world):
            world.client().get(address, query_string={"next": "/geheim"})
        world.client().post("/login", data={"email": "geheim@example.org", "password": "geheim"})
    assert tokens
    assert lines
    ids = {
        value
        for walk in world.walks.values()
        for each in walk.addresses
        if (target := target_of(world.app, each)) and target.endpoint != "language.choose"
        for name, value in target.arguments
        if name.endswith("id")
    }
    hidden = tokens | ids | {"@example", "geheim", NEW_PERSON["email"], "nothing-has-this"}
    for line in map(str, lines):
        assert not [secret for secret in hidden if secret in line], line
