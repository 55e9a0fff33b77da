"""Causes every mail that people can cause by a form, and reads the secrets out of them."""

import re

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from tests.attacks.seen import SeenForm, target_of
from tests.attacks.world import AttackingClient, World

NEW_PERSON = {
    "given_name": "Neu",
    "family_name": "Hier",
    "email": "neu@example.org",
    "language": "de",
    "municipality": "none",
    "function": "none",
    "roles": "trainer",
}


def cause_mails(
    world: World, *, headers: dict[str, str] | None = None, person: dict[str, str] | None = None
) -> list[OutboxMessage]:
    """The mails of an invitation, a booking with its end, and of every form for those outside.

    Whoever is outside names the address of `leitung`: that is how links to sign in or to set a new
    password are asked for.
    """
    before = set(db.session.scalars(select(OutboxMessage.id)))
    data = NEW_PERSON | (person or {})
    _browser(world, "buero", headers).post("/manage/people/new", data=data, headers=headers)
    for form in world.walks[""].forms:
        if form.method == "POST" and "email" in form.names:
            data = form.filled_in(email="leitung@example.org")
            _browser(world, "", headers).post(form.action, data=data, headers=headers)
    _book_and_cancel(world, headers)
    messages = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    return [message for message in messages if message.id not in before]


def _browser(world: World, name: str, headers: dict[str, str] | None) -> AttackingClient:
    """A browser that takes its cookie along to whatever host the headers name."""
    client = world.client(name)
    client._csrf_token()
    host, cookie = (headers or {}).get("Host"), client.get_cookie("komma")
    if host and cookie:
        client.set_cookie(cookie.key, cookie.value, domain=host)
    return client


def _book_and_cancel(world: World, headers: dict[str, str] | None) -> None:
    client = _browser(world, "team1", headers)
    for form in world.walks["team1"].forms:
        if _is_for(world, form, "coaching.book"):
            hold = client.post(form.action, data=form.filled_in(), headers=headers)
            assert hold.status_code == 303
            booked = client.post(hold.location, headers=headers)
            client.post(f"{booked.location}/cancel", headers=headers)
            return
    raise AssertionError("no coach has a free time for team1")


def _is_for(world: World, form: SeenForm, endpoint: str) -> bool:
    target = target_of(world.app, form.action, form.method)
    return target is not None and target.endpoint == endpoint and bool(form.names)


def secret_addresses(mails: list[OutboxMessage]) -> set[str]:
    """The paths in mails, as those who get them follow them."""
    return {path for mail in mails for path in re.findall(r"http://localhost(/\S+)", mail.body)}
