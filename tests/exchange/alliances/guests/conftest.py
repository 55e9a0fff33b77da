"""Fixtures about guests: a contact, their access, a browser that came in by the mailed link."""

import re

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from exchange.alliances.guests.services import invite_guest
from tests.exchange.alliances.factories import make_contact, make_partner
from tests.house.client import PageCheckingClient
from tests.house.clock import START

ADDRESS = "benali@beratung.example"


def links_to(recipient: str) -> list[str]:
    """The addresses of links that were mailed to `recipient`, in the order written."""
    bodies = db.session.scalars(
        select(OutboxMessage.body)
        .where(OutboxMessage.recipient == recipient)
        .order_by(OutboxMessage.id)
    )
    found = (re.search(r"/login/partner/[\w-]{20,}", body) for body in bodies)
    return [match.group() for match in found if match]


@pytest.fixture
def partner(home):
    return make_partner(home, name="Opferberatung")


@pytest.fixture
def contact(partner):
    return make_contact(partner, name="Samira Benali", email=ADDRESS)


@pytest.fixture
def invited(contact, personas):
    return invite_guest(contact=contact, actor=personas.coordinator.person, now=START)


@pytest.fixture
def guest(invited, app) -> PageCheckingClient:
    """Samira's browser, once she has come in."""
    client: PageCheckingClient = app.test_client()
    [link] = links_to(ADDRESS)
    assert client.post(link).location == "/partner"
    return client
