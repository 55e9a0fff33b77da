"""The whole demo, walked through once per test run, and how it is attacked."""

import fcntl
import pickle
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.test import TestResponse

from app.kernel.db import db
from organisations.accounts.models import Account
from organisations.accounts.queries import get_account_by_email
from organisations.demo import ROLES_OF_ACCOUNTS
from tests.attacks.seen import Walk, forms_in, links_in, target_of
from tests.house.client import PageCheckingClient
from tests.house.demo import copied_demo
from tests.house.queries import recorded_queries
from tools.crawler import Answer, Crawler

WALKS = "walks"
#: The second person of the programme office is shown what the first is, and so is nearly all that
#: the second trainer is shown.
ACCOUNTS = (*(name for name in ROLES_OF_ACCOUNTS if name not in {"buero2", "trainer2"}), "team1")

#: How many pages of one route a walk reads; more of the same say nothing new.
MOST_READ = 3

#: Learning units have one route, but each kind has forms of its own: these are read in any case.
UNITS = tuple(
    f"/courses/{slug}/units/{key}"
    for slug, key in (
        ("when-the-joke-is-racist", "the-joke-in-the-meeting"),
        ("when-the-joke-is-racist", "what-helps-and-what-applies"),
        ("when-the-joke-is-racist", "my-sentence"),
        ("town-meetings-that-hold", "an-evening-in-the-hall"),
    )
)

#: Sending these opens pages to which no link leads before.
BEGINNINGS = ("/needs", "/assessments/begin/komma-resilience")


class AttackingClient(PageCheckingClient):
    """Looks at no page's markup: attackers see thousands of pages that others check."""

    def check_page(self, response: TestResponse) -> None:
        pass


@dataclass(frozen=True, eq=False)
class World:
    """An app with the demo in it, and what each of its people was shown."""

    app: Flask
    walks: dict[str, Walk]

    def account(self, name: str) -> Account:
        """A demo account. Needs an app context."""
        return get_account_by_email(f"{name}@example.org")

    def client(self, name: str = "") -> AttackingClient:
        """A browser in which a demo account has signed in, or nobody."""
        client = AttackingClient(self.app, self.app.response_class)
        if name:
            client.sign_in(self.account(name))
        return client


def walks_through(demo: Path, folder: Path) -> dict[str, Walk]:
    """What everybody is shown of the demo; whoever asks first walks, others wait."""
    known = demo.parent / WALKS
    with (demo.parent / "walks.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not known.exists():
            known.write_bytes(pickle.dumps(_walk(demo, folder)))
    return pickle.loads(known.read_bytes())  # noqa: S301 - written by this run


def _walk(demo: Path, folder: Path) -> dict[str, Walk]:
    with copied_demo(demo, folder) as app, app.app_context():
        world = World(app, {})
        return {name: walk_as(world, name) for name in (*ACCOUNTS, "")}


def walk_as(world: World, name: str, *, most_read: int = MOST_READ) -> Walk:
    """Follow every link that an account is shown, and read the forms on the way."""
    client, walk = world.client(name), Walk(name)
    begun = [client.post(address).location for address in BEGINNINGS] if name else []

    read: Counter[str] = Counter()

    def fetch(address: str) -> Answer:
        endpoint = target_of(world.app, address).endpoint
        read[endpoint] += address not in UNITS
        if read[endpoint] > most_read and address not in UNITS:
            return Answer(200, mimetype="text/plain")
        with recorded_queries() as statements:
            answer = client.get(address)
        walk.writes += [(address, each) for each in statements if is_write(each)]
        is_page = answer.status_code == 200 and answer.mimetype == "text/html"
        if is_page:
            walk.addresses |= links_in(answer.text)
            walk.forms += forms_in(answer.text, address)
        location = (answer.location or "").removeprefix("http://localhost")
        return Answer(answer.status_code, answer.mimetype, location, answer.text if is_page else "")

    findings = Crawler(fetch, world.app.url_map).crawl(filter(None, [*begun, *UNITS]))
    walk.addresses |= findings.addresses
    walk.faults += findings.faults
    return walk


@contextmanager
def undone() -> Iterator[None]:
    """Forget what the block does to the database, within a test that forgets everything anyway."""
    db.session.commit()
    db.session.remove()  # a session that is still open would end our savepoint with its own
    connection = db.engines[None]
    savepoint = connection.begin_nested()  # type: ignore[union-attr]
    try:
        yield
    finally:
        db.session.remove()
        savepoint.rollback()


def is_write(statement: str) -> bool:
    """Whether a statement changes rows, also after naming some by WITH."""
    begins = re.compile(r"\s*(WITH\b.*\b)?(INSERT|UPDATE|DELETE)\b", re.DOTALL | re.IGNORECASE)
    return begins.match(statement) is not None
