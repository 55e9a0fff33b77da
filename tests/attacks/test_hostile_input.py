"""Whatever is sent to whatever takes something: a refusal or a normal answer, never a failure.

The two databases take turns: each field and each address meets each kind of input on one of them,
and each kind half of the fields on either.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

import pytest

from tests.attacks.seen import (
    SeenForm,
    address_of,
    arguments_that_nothing_has,
    queries_in,
    routes_with,
    target_of,
)
from tests.attacks.world import AttackingClient, World, undone
from tests.house.databases import forgetting
from tests.house.demo import demo_on_postgresql

#: As bytes on the wire. Long texts stay below what a whole request may hold, so that fields decide.
HOSTILE = {
    "nul": b"A\0B",
    "no UTF-8": b"A\xed\xa0\x80B\xff\xfe\xc3",  # half a surrogate pair, and bytes of nothing
    "huge number": b"1" + b"0" * 30,
    "negative": b"-1",
    "markup": '=HYPERLINK(1)"><b>{{7*7}}\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe'.encode(),
    "far away": b"9999-12-31",
    "long": b"x" * 300_000,
}
#: What choices are tried with: they refuse all else as they refuse these.
FOR_CHOICES = {"nul", "huge number"}
IN_ADDRESSES = ("nul", "no UTF-8", "huge number", "digits", "negative", "markup", "far away")
DIGITS = b"9" * 5000  # more than Python makes an integer of
MEGABYTE = b"x" * 1_100_000

#: Whose pages hold every form and every route there is.
ATTACKERS = ("buero", "coach", "team1", "leitung", "")

WHERE = [
    pytest.param("sqlite", marks=pytest.mark.sqlite),
    pytest.param("postgresql", marks=pytest.mark.postgresql),
]


@pytest.fixture(scope="module", params=WHERE)
def attacked(
    request: pytest.FixtureRequest, demo_world: World, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The demo on each database; what people are shown of it is the same."""
    if request.param == "sqlite":
        with forgetting(demo_world.app):
            yield demo_world
        return
    url = request.getfixturevalue("postgresql_app").extensions["komma"].settings.database_url
    template, folder = request.getfixturevalue("demo_template"), tmp_path_factory.mktemp("attacked")
    with demo_on_postgresql(template, url, folder) as app:
        app.config["PROPAGATE_EXCEPTIONS"] = False
        yield World(app, demo_world.walks)


def has_turn(attacked: World, number: int, kind: str, kinds: Iterable[str]) -> bool:
    """Whether the `number`th of what is attacked meets `kind` on this database."""
    on_postgresql = attacked.app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql")
    return (number + list(kinds).index(kind)) % 2 == on_postgresql


def forms_of(world: World) -> list[tuple[str, SeenForm]]:
    """One form of each kind, with somebody who is shown it."""
    kinds = {}
    for name in ATTACKERS:
        for form in world.walks[name].forms:
            target = target_of(world.app, form.action, form.method)
            if target and form.names:
                kinds.setdefault((target.endpoint, len(worth_trying(form))), (name, form))
    return list(kinds.values())


def worth_trying(form: SeenForm) -> list[str]:
    """The fields of a form; of rows that are all alike, those of the first."""
    alike = {re.sub(r"-\d+-", "-n-", name): name for name in reversed(form.names)}
    return list(reversed(alike.values()))


def send(client: AttackingClient, form: SeenForm, field: str, value: bytes) -> int:
    """Send the form as it is but for one field; gives the status."""
    pairs = [
        (name, text.encode()) for name, text in form.fields if name not in {field, "csrf_token"}
    ]
    pairs += [(field, value), ("csrf_token", client._csrf_token().encode())]
    body = "&".join(f"{quote(name)}={quote(text)}" for name, text in pairs)
    if form.method == "GET":
        return client.get(f"{form.action}?{body}").status_code
    kind = "application/x-www-form-urlencoded"
    return client.post(form.action, data=body, content_type=kind).status_code


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_field_of_a_form_brings_the_site_down(attacked, kind):
    failures = []
    clients = {name: attacked.client(name) for name in ATTACKERS}
    fields = [
        (name, form, field) for name, form in forms_of(attacked) for field in worth_trying(form)
    ]
    for number, (name, form, field) in enumerate(fields):
        if field in form.choices and kind not in FOR_CHOICES:
            continue
        if not has_turn(attacked, number, kind, HOSTILE):
            continue
        with undone():
            status = send(clients[name], form, field, HOSTILE[kind])
        if status >= 500:
            failures.append(f"{form.action} {field}: {status}")
    assert not failures, "\n".join(failures)


def test_a_field_of_a_megabyte_is_refused(attacked):
    client = attacked.client("buero")
    for name, form in forms_of(attacked):
        typed = [field for field in form.names if field not in form.choices]
        if form.action.endswith("/gender-form"):
            continue  # a choice; a version that is no number only counts as outdated
        if name == "buero" and form.method == "POST" and typed:
            assert send(client, form, typed[0], MEGABYTE) == 422, form.action


@pytest.mark.parametrize("kind", IN_ADDRESSES)
def test_no_address_brings_the_site_down(attacked, kind):
    failures = []
    clients = {name: attacked.client(name) for name in ATTACKERS}
    value = quote(HOSTILE.get(kind, DIGITS), safe="")
    for number, (name, address) in enumerate(addresses_to_attack(attacked, value)):
        if not has_turn(attacked, number, kind, IN_ADDRESSES):
            continue
        status = clients[name].get(address).status_code
        if status >= 500:
            failures.append(f"{name}: {address[:120]}: {status}")
    assert not failures, "\n".join(failures)


def addresses_to_attack(world: World, value: str) -> Iterator[tuple[str, str]]:
    """Addresses with `value` (quoted already) in place of each argument, and for each query."""
    for name in ATTACKERS:
        queries = queries_in(world.walks[name].addresses)
        for path in sorted(queries):
            for each in sorted(queries[path]):
                yield name, f"{path}?{each}={value}"
    for rule in routes_with(world.app, "GET"):
        nothing = arguments_that_nothing_has(rule)
        for argument in sorted(rule.arguments):
            marked = address_of(world.app, rule.endpoint, **(nothing | {argument: "7357"}))
            yield "buero", marked.replace("7357", value)
            yield "team1", marked.replace("7357", value)


@pytest.mark.parametrize("path", ["/courses/%00", "/courses?q=%00", "/login?next=%00", "/%00"])
def test_nul_in_an_address_is_refused(attacked, path):
    answer = attacked.client().get(path)
    assert answer.status_code == 400
    assert "Die Anfrage war nicht vollständig" in answer.text
