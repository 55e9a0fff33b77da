"""Nobody learns from an answer, nor from how long it takes, whether an address has an account.

How long it takes follows from what is done: the same statements and the same hashing. What the
clock says about it, `python -m benchmarks.ways_in` measures.
"""

import re

import pytest
from argon2 import PasswordHasher

from organisations.accounts import services
from organisations.accounts.services import hash_password, password_matches
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account

KNOWN, UNKNOWN = "kim@example.org", "nobody@example.org"


class CountingHasher(PasswordHasher):
    """argon2 as ever; remembers the parameters of each hash that it worked out."""

    def __init__(self):
        super().__init__()
        self.worked = []

    def verify(self, hash, password):
        self.worked.append(re.search(r"m=\d+,t=\d+,p=\d+", hash)[0])
        return super().verify(hash, password)


@pytest.fixture
def hasher(app, monkeypatch):
    """The real parameters for everybody, as in production; the account has such a hash."""
    counting = CountingHasher()
    monkeypatch.setattr(services, "_hasher", counting)
    monkeypatch.setattr(services, "_quick_hasher", counting)
    password_matches(None, "the hash of nobody is made once, by whoever comes first")
    make_account(email=KNOWN).password_hash = hash_password("Regen auf dem Blechdach")
    counting.worked.clear()
    return counting


def statements_of(client, path, data):
    client.get(path)
    with recorded_queries() as statements:
        answer = client.post(path, data=data)
    return answer.status_code, statements


def test_signing_in_does_the_same_for_known_and_unknown_addresses(client, hasher):
    known = statements_of(client, "/login", {"email": KNOWN, "password": "wrong"})
    unknown = statements_of(client, "/login", {"email": UNKNOWN, "password": "wrong"})
    assert known == unknown
    assert known[0] == 422
    first, second = hasher.worked
    assert first == second


@pytest.mark.parametrize("path", ["/login/link", "/login/forgotten"])
def test_asking_for_a_link_does_the_same_for_known_and_unknown_addresses(client, hasher, path):
    known = statements_of(client, path, {"email": KNOWN})
    unknown = statements_of(client, path, {"email": UNKNOWN})
    assert known == unknown
    assert known[0] == 303
    assert not any("accounts" in statement for statement in known[1]), "the job asks, not we"
    assert hasher.worked == []
