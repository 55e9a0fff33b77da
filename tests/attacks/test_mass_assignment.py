"""No form takes more than it shows: nobody gives themselves roles, another person or a place."""

import pytest
from sqlalchemy import text

from app.kernel.db import db
from tests.attacks.seen import SeenForm, target_of
from tests.attacks.world import World, undone

#: Fields that no form of theirs has, with what would be worth something.
EXTRAS = {
    "role": "programme_office",
    "roles": "programme_office",
    "is_admin": "1",
    "admin": "true",
    "person": "1",
    "person_id": "1",
    "account_id": "1",
    "client_id": "1",
    "coach_id": "1",
    "actor": "1",
    "municipality": "1",
    "municipality_id": "1",
    "team_id": "1",
    "function": "political_leadership",
    "status": "completed",
    "id": "1",
    "public_id": "nothing-has-this",
    "email": "evil@example.org",
    "password_hash": "x",
    "ends_at": "2099-01-01",
    "price": "0",
}

#: All that says who somebody is and what they may do.
WHO_IS_WHO = {
    "role_grants": "id, person_id, role, municipality_id, ends_at",
    "accounts": "id, person_id, email, password_hash",
    "people": "id, public_id, municipality_id, team_id, function",
    "municipalities": "id, public_id, name, membership",
    "teams": "id, public_id, municipality_id",
}


def who_is_who() -> dict[str, list[tuple[object, ...]]]:
    return {
        table: [tuple(row) for row in db.session.execute(text(f"SELECT {columns} FROM {table}"))]  # noqa: S608
        for table, columns in WHO_IS_WHO.items()
    }


def forms_of(world: World, name: str) -> list[SeenForm]:
    """One form for each route and set of fields."""
    kinds = {}
    for form in world.walks[name].forms:
        target = target_of(world.app, form.action, "POST")
        if form.method == "POST" and target:
            kinds.setdefault((target.endpoint, form.names), form)
    return list(kinds.values())


#: Ends a deputyship, and with the last one the role; approves somebody who then has an account.
CHANGE_PEOPLE = ("/end", "/approve")


@pytest.mark.parametrize("name", ["team1", "leitung", "koordination", "coach", "trainerin", ""])
def test_more_fields_than_a_form_shows_change_nothing_of_who_is_who(world, name):
    client, before = world.client(name), who_is_who()
    forms = forms_of(world, name)
    assert forms
    for form in forms:
        extras = {key: [value] for key, value in EXTRAS.items() if key not in form.names}
        with undone():
            answer = client.post(form.action, data=extras | form.filled_in())
            assert answer.status_code < 500
            if form.action.endswith(CHANGE_PEOPLE):
                continue
            assert who_is_who() == before, form.action
