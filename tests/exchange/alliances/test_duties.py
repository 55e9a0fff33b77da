"""The responsibility matrix: one is responsible, many take part, and gaps stay visible."""

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.errors import NotFound
from exchange.alliances.duties.loading import load_duties, shipped_duties
from exchange.alliances.duties.models import Duty, Part, Responsibility
from exchange.alliances.duties.services import Assignment, assign_duty
from organisations.models import Municipality, Person, Team
from tests.exchange.alliances.factories import make_duty, make_partner
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.personas import make_personas
from tests.organisations.factories import make_municipality, make_team


@pytest.fixture
def duty(home):
    return make_duty()


def parts(duty):
    rows = db.session.scalars(select(Responsibility).where(Responsibility.duty_id == duty.id))
    return {(row.partner_id or -row.team_id): row.part for row in rows}


@in_turn
def test_who_has_which_part_is_said_on_one_page(coordinator, at, home, duty, personas):
    partner, other = make_partner(home), make_partner(home)
    team = personas.owner.person.team
    data = {
        "responsible": partner.public_id,
        # Whoever is responsible has no other part besides.
        "participating": [team.public_id, partner.public_id],
        "informed": other.public_id,
    }
    assert coordinator.post(at(f"/duties/{duty.public_id}"), data=data).status_code == 303
    assert parts(duty) == {
        partner.id: Part.RESPONSIBLE,
        -team.id: Part.PARTICIPATES,
        other.id: Part.INFORMED,
    }
    page = coordinator.get(at("/duties")).text
    assert "niemand verantwortlich" not in page
    coordinator.post(at(f"/duties/{duty.public_id}"), data={"responsible": team.public_id})
    assert parts(duty) == {-team.id: Part.RESPONSIBLE}
    coordinator.post(at(f"/duties/{duty.public_id}"), data={"responsible": ""})
    assert "Für 1 Aufgabe ist niemand verantwortlich" in coordinator.get(at("/duties")).text


@in_turn
def test_only_ones_own_partners_and_teams_have_a_part(personas, home, duty):
    elsewhere = make_municipality()
    coordinator = personas.coordinator.person
    foreign = [make_partner(elsewhere), make_team(municipality=elsewhere)]
    gone = make_partner(home, ended_at=START)
    for party in (*foreign, gone):
        with pytest.raises(NotFound):
            assign_duty(
                duty=duty,
                municipality=home,
                assignment=Assignment(party),
                actor=coordinator,
                now=START,
            )
    assert parts(duty) == {}


@in_turn
def test_a_municipality_adds_duties_that_nobody_else_has(personas, coordinator, at, home):
    sent = coordinator.post(
        at("/duties/new"), data={"title": "Kitas warnen", "description": "Am selben Tag."}
    )
    own = db.session.scalars(select(Duty)).one()
    assert sent.location == at(f"/duties/{own.public_id}")
    coordinator.post(at(f"/duties/{own.public_id}/edit"), data={"title": "Schulen warnen"})
    assert "Schulen warnen" in coordinator.get(at("/duties")).text
    elsewhere = personas.foreigner.person.municipality.public_id
    foreigner = personas.client(personas.foreigner)
    assert "Schulen warnen" not in foreigner.get(f"/alliances/{elsewhere}/duties").text
    assert "löschen?" in coordinator.get(at(f"/duties/{own.public_id}/remove")).text
    coordinator.post(at(f"/duties/{own.public_id}/remove"))
    assert db.session.scalars(select(Duty)).all() == []


@in_turn
def test_shipped_duties_stay_as_they_are(coordinator, at, duty):
    for rest in ("edit", "remove"):
        assert coordinator.get(at(f"/duties/{duty.public_id}/{rest}")).status_code == 404
        assert coordinator.post(at(f"/duties/{duty.public_id}/{rest}")).status_code == 404


def test_loading_adds_what_is_missing_and_brings_words_up_to_date(app):
    assert load_duties() == len(shipped_duties())
    assert load_duties() == 0
    old = db.session.scalars(select(Duty)).first()
    db.session.delete(db.session.scalars(select(Duty).where(Duty.id != old.id)).first())
    old.position = 99
    db.session.flush()
    assert load_duties() == 2


def test_two_are_never_responsible(app, home, duty):
    for _ in range(2):
        db.session.add(
            Responsibility(
                municipality_id=home.id,
                duty_id=duty.id,
                partner_id=make_partner(home).id,
                part=Part.RESPONSIBLE,
            )
        )
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_of_two_who_assign_at_once_one_after_the_other_holds(committing_app):
    with committing_app.app_context():
        personas = make_personas(committing_app)
        home, duty = personas.owner.person.municipality, make_duty()
        ids = [make_partner(home).id for _ in range(2)]
        home_id, duty_id, actor_id = home.id, duty.id, personas.coordinator.person_id
        db.session.commit()
    both = threading.Barrier(2)

    def assign(partner_id: int) -> None:
        from exchange.alliances.partners.models import Partner

        with committing_app.app_context():
            both.wait()
            assign_duty(
                duty=db.session.get(Duty, duty_id),
                municipality=db.session.get(Municipality, home_id),
                assignment=Assignment(db.session.get(Partner, partner_id)),
                actor=db.session.get(Person, actor_id),
                now=START,
            )
            db.session.commit()
            db.session.remove()

    threads = [threading.Thread(target=assign, args=(each,)) for each in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with committing_app.app_context():
        row = db.session.scalars(select(Responsibility)).one()
        assert row.partner_id in ids
        assert db.session.scalars(select(Team)).first() is not None
