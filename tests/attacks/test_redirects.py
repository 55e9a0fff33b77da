"""Nobody is led to another site: neither by `next`, nor by a forged name of the host."""

import re

import pytest

from organisations.demo import DEMO_PASSWORD
from tests.attacks.mailing import cause_mails
from tests.attacks.seen import address_of, arguments_that_nothing_has, routes_with

EVIL = "evil.example"
SHAPES = [
    f"//{EVIL}",
    f"///{EVIL}",
    f"/\\{EVIL}",
    f"\\\\{EVIL}",
    f"\\/{EVIL}",
    f"/\t/{EVIL}",
    f"/\n/{EVIL}",
    f"/\r/{EVIL}",
    f"\t//{EVIL}",
    f" //{EVIL}",
    f"\x00//{EVIL}",
    f"https:{EVIL}",
    f"https:/{EVIL}",
    f"https://{EVIL}",
    f"HtTpS://{EVIL}",
    f"//localhost@{EVIL}",
    f"https://localhost@{EVIL}/",
    f"/@{EVIL}",
    f"/.//{EVIL}",
    f"/..//{EVIL}",
    f"%2f%2f{EVIL}",
    f"/%2f{EVIL}",
    f"/%5c{EVIL}",
    f"%252f%252f{EVIL}",
    f"/\N{FULLWIDTH SOLIDUS}{EVIL}",
    f"\N{FRACTION SLASH}\N{FRACTION SLASH}{EVIL}",
    f"/\N{FULLWIDTH REVERSE SOLIDUS}{EVIL}",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    f"mailto:x@{EVIL}",
    "",
    "?",
    "#",
    "/" + "x" * 100_000,
]
FORGED = [
    {"Host": EVIL},
    {"X-Forwarded-Host": EVIL},
    {"X-Forwarded-Server": EVIL, "Forwarded": f"host={EVIL}", "X-Host": EVIL},
]


def leads_elsewhere(location: str) -> bool:
    """Whether a browser would leave the site (WHATWG URL: it drops tabs and turns backslashes)."""
    read = re.sub(r"[\t\n\r]", "", location).strip("".join(map(chr, range(33))))
    read = read.replace("\\", "/")
    while (folded := re.sub(r"^/\.{1,2}(?=/)", "", read)) != read:
        read = folded  # a browser never joins what is left to a host, but be strict
    return not read.startswith("/") or read.startswith("//")


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: ascii(shape)[:30])
def test_next_stays_on_the_site(world, shape):
    for address in ("/language/en", "/login"):
        client = world.client("leitung" if address == "/login" else "")
        answer = client.get(address, query_string={"next": shape})
        assert answer.status_code in {303, 400}
        assert answer.status_code == 400 or not leads_elsewhere(answer.location)


def test_signing_in_leads_to_no_other_site(world):
    for shape in (f"//{EVIL}", f"/\\{EVIL}", f"https://{EVIL}"):
        client = world.client()
        data = {"email": "leitung@example.org", "password": DEMO_PASSWORD}
        answer = client.post("/login", query_string={"next": shape}, data=data)
        assert answer.status_code == 303
        assert answer.location == "/"


@pytest.mark.parametrize("headers", FORGED, ids=lambda headers: next(iter(headers)))
def test_no_answer_names_a_forged_host(world, headers):
    for name in ("", "leitung"):
        client = world.client(name)
        for rule in routes_with(world.app, "GET"):
            address = address_of(world.app, rule.endpoint, **arguments_that_nothing_has(rule))
            answer = client.get(address, headers=headers)
            assert EVIL not in answer.text, address
            assert EVIL not in str(answer.headers), address


@pytest.mark.parametrize("headers", FORGED, ids=lambda headers: next(iter(headers)))
def test_no_mail_names_a_forged_host(world, headers):
    mails = cause_mails(world, headers=headers)
    assert mails
    for mail in mails:
        assert EVIL not in mail.body + mail.subject + (mail.calendar_body or "")
        assert "http://localhost/" in mail.body
