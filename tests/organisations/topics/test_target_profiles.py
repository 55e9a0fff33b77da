"""Target profiles: what the office recommends to all, and what a municipality puts in its place."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from organisations.models import Function
from organisations.topics.queries import get_target_profile
from tests.organisations.factories import make_competency, make_municipality, make_target

STAFF = Function.STAFF


def test_a_municipalitys_own_line_takes_the_place_of_the_recommended_one(app):
    law, crisis = make_competency(), make_competency()
    here, there = make_municipality(), make_municipality()
    make_target(function=STAFF, competency=law, level=4, municipality=here)
    make_target(function=STAFF, competency=law, level=2)
    make_target(function=STAFF, competency=crisis, level=3)

    assert get_target_profile(STAFF, here.id) == {law.id: 4, crisis.id: 3}
    assert get_target_profile(STAFF, there.id) == {law.id: 2, crisis.id: 3}
    assert get_target_profile(STAFF) == {law.id: 2, crisis.id: 3}
    assert get_target_profile(Function.EXECUTIVE, here.id) == {}
    assert get_target_profile(None, here.id) == {}


@pytest.mark.parametrize("own", [False, True], ids=["recommended", "own"])
def test_the_database_holds_one_line_each(app, own):
    municipality, competency = make_municipality() if own else None, make_competency()
    make_target(function=STAFF, competency=competency, level=2, municipality=municipality)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        make_target(function=STAFF, competency=competency, level=3, municipality=municipality)
