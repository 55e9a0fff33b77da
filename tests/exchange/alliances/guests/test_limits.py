"""A guest is nobody to the rest of KommA: no route opens, no table of people grows."""

import pytest
from sqlalchemy import func, select

from app.kernel.db import Model, db
from app.kernel.permissions import GUEST, PUBLIC, guard_of
from exchange.alliances.guests.models import Guest
from exchange.alliances.guests.services import invite_guest
from tests.app.test_routes import address, routes
from tests.exchange.alliances.factories import (
    make_commitment,
    make_contact,
    make_meeting,
    make_partner,
    make_task,
)
from tests.exchange.alliances.guests.conftest import links_to
from tests.house.clock import START
from tests.house.databases import on_sqlite_only

pytestmark = on_sqlite_only

#: All that a guest may open. Whoever adds a route for guests adds it here too, on purpose.
ROUTES_OF_GUESTS = {
    "partner_access.sign_out",
    "partner_data.erase",
    "partner_data.export",
    "partner_data.leave",
    "partner_data.show",
    "partner_room.commitment",
    "partner_room.entry",
    "partner_room.finish",
    "partner_room.home",
    "partner_room.meeting",
    "partner_room.meeting_file",
    "partner_room.reopen",
}
#: What grows when somebody comes in as a guest: none of it is counted or listed as people.
GROWING = {"alliance_guests", "alliance_guest_sessions", "audit_entries", "failed_attempts"}
GROWING |= {"outbox_messages"}


def rows() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table))
        for table in Model.metadata.sorted_tables
    }


def test_the_routes_of_guests_are_the_ones_we_know(app):
    assert {
        rule.endpoint for rule in routes(app) if guard_of(app, rule.endpoint) == GUEST
    } == ROUTES_OF_GUESTS


def test_to_every_other_route_a_guest_is_nobody(app, guest):
    """They are asked to sign in as whoever has no account: no role, no `signed_in`."""
    tried = 0
    for rule in routes(app):
        if guard_of(app, rule.endpoint) in (PUBLIC, GUEST):
            continue
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            answer = guest.open(address(rule, app), method=method)
            assert answer.status_code == 303, f"{method} {rule}"
            assert answer.location.startswith("/login"), f"{method} {rule}"
            tried += 1
    assert tried > 300
    assert guest.get("/partner").status_code == 200, "and they are still a guest"
    for page in ("/", "/nothing-here"):
        assert "Gastzugang" in guest.get(page).text, "and find back from where anybody may go"


def test_people_with_an_account_are_no_guests(app, personas):
    client = personas.client(personas.coordinator)
    for rule in routes(app):
        if guard_of(app, rule.endpoint) == GUEST:
            for method in rule.methods - {"OPTIONS", "HEAD"}:
                answer = client.open(address(rule, app), method=method)
                assert answer.location.startswith("/login/partner"), f"{method} {rule}"


def test_what_belongs_to_another_partner_or_municipality_does_not_exist(guest, personas, home):
    actor = personas.coordinator.person
    for municipality in (home, personas.foreigner.person.municipality):
        other = make_partner(municipality)
        meeting = make_meeting(municipality, actor=actor, partners=[other])
        task = make_task(meeting, due_on=START.date(), partner=other)
        promise = make_commitment(other)
        for path in (
            f"/partner/commitments/{promise.public_id}",
            f"/partner/meetings/{meeting.public_id}",
            f"/partner/meetings/{meeting.public_id}.ics",
        ):
            assert guest.get(path).status_code == 404, path
        for path in (f"/partner/commitments/{promise.public_id}", *ticks(task)):
            assert guest.post(path, data={"state": "kept"}).status_code == 404, path
        assert (task.done_at, promise.state) == (None, "agreed")
        assert other.name not in guest.get("/partner").text


def ticks(task):
    return [f"/partner/tasks/{task.public_id}/{what}" for what in ("done", "reopen")]


@pytest.mark.parametrize("who", ["owner", "foreigner", "trainer", "office"])
def test_only_who_keeps_the_alliance_decides_over_guests(guest, personas, at, contact, who):
    client = personas.client(getattr(personas, who))
    for act in ("invite", "renew", "withdraw"):
        answer = client.post(at(f"/contacts/{contact.public_id}/guest/{act}"))
        assert answer.status_code in {403, 404}, act
    if who == "owner":
        assert "Gastzugang" not in client.get(at(f"/partners/{contact.partner.public_id}")).text
    assert guest.get("/partner").status_code == 200


def test_another_municipalitys_guest_does_not_exist(coordinator, personas, at):
    abroad = make_contact(
        make_partner(personas.foreigner.person.municipality), email="g@beratung.example"
    )
    invite_guest(contact=abroad, actor=personas.office.person, now=START)
    for act in ("invite", "renew", "withdraw"):
        address = at(f"/contacts/{abroad.public_id}/guest/{act}")
        assert coordinator.post(address).status_code == 404, act
    assert db.session.scalars(select(Guest)).one().ended_at is None


def test_no_figure_can_count_a_guest(coordinator, personas, at, contact, app):
    """Whatever counts or lists people reads tables that a guest stands in nowhere."""
    db.session.commit()
    before = rows()
    coordinator.post(at(f"/contacts/{contact.public_id}/guest/invite"))
    app.test_client().post(links_to(contact.email)[0])
    after = rows()
    grown = {name for name in after if after[name] != before[name]}
    assert "alliance_guests" in grown
    assert grown <= GROWING
    assert contact.email not in coordinator.get("/manage/people").text
