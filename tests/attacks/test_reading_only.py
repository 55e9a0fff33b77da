"""Looking changes nothing: no GET and no HEAD writes, whoever asks, but for a few on purpose."""

from urllib.parse import urlsplit

from tests.attacks.seen import address_of, arguments_that_nothing_has, routes_with, target_of
from tests.attacks.world import is_write
from tests.house.queries import recorded_queries

#: What a GET may write, and why.
WRITING = {
    "certificates.download": "the first download ends the reminder on the home page",
    "calendar.feed": "notes when a subscription was last used",
    "calendar.free_busy": "notes when a subscription was last used",
}


def test_walking_through_the_site_writes_nothing(world):
    written = [
        f"{walk.account}: {address}: {statement}"
        for walk in world.walks.values()
        for address, statement in walk.writes
        if target_of(world.app, address).endpoint not in WRITING
    ]
    assert not written, "\n".join(written)


def test_walks_meet_no_faults(world):
    faults = [f"{walk.account}: {fault}" for walk in world.walks.values() for fault in walk.faults]
    assert not faults, "\n".join(faults)


def test_head_writes_nothing_either(world):
    written = []
    for name in ("buero", "coach", "team1", ""):
        client, seen = world.client(name), set()
        for address in sorted(world.walks[name].addresses):
            target = target_of(world.app, address)
            if target is None or target.endpoint in seen | {"static"}:
                continue
            seen.add(target.endpoint)
            with recorded_queries() as statements:
                client.head(urlsplit(address).path)
            written += [f"{name}: {address}: {each}" for each in statements if is_write(each)]
    assert not written, "\n".join(written)


def test_addresses_of_nothing_write_nothing_for_get(world):
    client = world.client("leitung")
    for rule in routes_with(world.app, "GET"):
        address = address_of(world.app, rule.endpoint, **arguments_that_nothing_has(rule))
        with recorded_queries() as statements:
            client.get(address)
        assert not [each for each in statements if is_write(each)] or rule.endpoint in (
            "certificate_checks.result",
            "credentials.credential",
        ), rule


def test_every_exception_is_still_needed(world):
    assert {rule.endpoint for rule in routes_with(world.app, "GET")} >= WRITING.keys()
