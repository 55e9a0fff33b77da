"""Target profiles: what the office recommends to all, and what a municipality puts in its place."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import DomainError
from organisations.models import Function
from organisations.topics import content_loading, services
from organisations.topics.content_loading import load_topics, update_target_levels
from organisations.topics.models import TargetLevel
from organisations.topics.queries import (
    get_origin,
    get_target_profile,
    list_competencies,
    list_profiles_of,
    list_recommended_profiles,
    state_of,
)
from tests.house.clock import START
from tests.organisations.factories import make_competency, make_municipality, make_target

STAFF = Function.STAFF


@pytest.fixture
def law(app):
    return make_competency()


@pytest.fixture
def crisis(law):
    return make_competency()


@pytest.fixture
def here(app):
    return make_municipality()


def recommend(personas, function=STAFF, seen=None, **levels):
    """Levels by key of the competency."""
    lines = list_recommended_profiles()[function]
    return services.recommend_targets(
        function=function,
        levels={
            line.competency.id: levels[line.competency.key]
            for line in lines
            if line.competency.key in levels
        },
        seen=state_of(lines, own=False) if seen is None else seen,
        actor=personas.office.person,
        now=START,
    )


def adapt(personas, municipality, levels, seen=None):
    lines = list_profiles_of([municipality])[municipality.id][STAFF]
    return services.adapt_targets(
        municipality=municipality,
        function=STAFF,
        levels={competency.id: level for competency, level in levels.items()},
        seen=state_of(lines, own=True) if seen is None else seen,
        actor=personas.coordinator.person,
        now=START,
    )


def test_a_municipalitys_own_line_takes_the_place_of_the_recommended_one(law, crisis, here):
    there = make_municipality()
    make_target(function=STAFF, competency=law, level=4, municipality=here)
    make_target(function=STAFF, competency=law, level=2)
    make_target(function=STAFF, competency=crisis, level=3)

    assert get_target_profile(STAFF, here.id) == {law.id: 4, crisis.id: 3}
    assert get_target_profile(STAFF, there.id) == {law.id: 2, crisis.id: 3}
    assert get_target_profile(STAFF) == {law.id: 2, crisis.id: 3}
    assert get_target_profile(Function.EXECUTIVE, here.id) == {}
    assert get_target_profile(None, here.id) == {}
    assert get_origin(STAFF, here.id).has_own
    assert not get_origin(STAFF, there.id).has_own
    assert not get_origin(STAFF, None).has_own


def test_level_zero_takes_a_target_away(law, crisis, here):
    make_target(function=STAFF, competency=law, level=2)
    make_target(function=STAFF, competency=crisis, level=0)
    make_target(function=STAFF, competency=law, level=0, municipality=here)
    assert get_target_profile(STAFF) == {law.id: 2}
    assert get_target_profile(STAFF, here.id) == {}


@pytest.mark.parametrize("own", [False, True], ids=["recommended", "own"])
def test_the_database_holds_one_line_each(law, here, own):
    municipality = here if own else None
    make_target(function=STAFF, competency=law, level=2, municipality=municipality)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        make_target(function=STAFF, competency=law, level=3, municipality=municipality)


def test_what_the_office_recommends_reaches_whoever_has_nothing_of_their_own(
    personas, law, crisis, here
):
    there = make_municipality()
    recommend(personas, **{law.key: 2, crisis.key: 1})
    adapt(personas, here, {law: 4})
    assert recommend(personas, **{law.key: 3, crisis.key: 3}) == 2
    assert get_target_profile(STAFF, here.id) == {law.id: 4, crisis.id: 3}
    assert get_target_profile(STAFF, there.id) == {law.id: 3, crisis.id: 3}


def test_back_at_the_recommendation_a_municipality_follows_it(personas, law, crisis, here):
    recommend(personas, **{law.key: 2, crisis.key: 2})
    adapt(personas, here, {law: 4, crisis: 0})
    assert adapt(personas, here, {law: None}) == 1
    returned = services.return_to_recommendation(
        municipality=here, function=STAFF, actor=personas.coordinator.person, now=START
    )
    assert returned == 1
    recommend(personas, **{law.key: 1})
    assert get_target_profile(STAFF, here.id) == {law.id: 1, crisis.id: 2}
    assert not get_origin(STAFF, here.id).has_own


def test_what_was_chosen_from_an_outdated_page_is_refused(personas, law, here):
    seen = state_of(list_recommended_profiles()[STAFF], own=False)
    recommend(personas, **{law.key: 2})
    with pytest.raises(services.ChangedMeanwhile):
        recommend(personas, seen=seen, **{law.key: 4})
    seen = state_of(list_profiles_of([here])[here.id][STAFF], own=True)
    adapt(personas, here, {law: 3})
    with pytest.raises(services.ChangedMeanwhile):
        adapt(personas, here, {law: 1}, seen=seen)
    # What the office recommends meanwhile is no conflict: nothing of one's own is lost.
    seen = state_of(list_profiles_of([here])[here.id][STAFF], own=True)
    recommend(personas, **{law.key: 1})
    assert adapt(personas, here, {law: 4}, seen=seen) == 1


def test_a_level_off_the_scale_is_refused(personas, law, here):
    with pytest.raises(DomainError):
        recommend(personas, **{law.key: 5})
    with pytest.raises(DomainError):
        adapt(personas, here, {law: -1})


def test_the_trail_tells_what_changed_and_nothing_of_people(personas, law, here):
    recommend(personas, **{law.key: 2})
    recommend(personas, **{law.key: 2})
    adapt(personas, here, {law: 4})
    adapt(personas, here, {law: None})
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.action, entry.object_public_id, entry.details) for entry in entries] == [
        (
            "target_level.recommended",
            law.public_id,
            {"function": "staff", "before": 0, "after": 2},
        ),
        (
            "target_level.adapted",
            here.public_id,
            {
                "function": "staff",
                "competency": law.name.de,
                "before": "recommended",
                "after": 4,
            },
        ),
        (
            "target_level.adapted",
            here.public_id,
            {
                "function": "staff",
                "competency": law.name.de,
                "before": 4,
                "after": "recommended",
            },
        ),
    ]


def test_an_update_keeps_what_the_office_has_changed(personas, here, monkeypatch):
    load_topics()
    assert update_target_levels() == 0
    first, second, third, *_ = list_competencies()
    recommend(personas, **{first.key: 1})
    make_target(function=STAFF, competency=second, level=4, municipality=here)
    db.session.delete(
        db.session.scalar(
            select(TargetLevel).where(
                TargetLevel.function == STAFF, TargetLevel.competency_id == third.id
            )
        )
    )
    db.session.flush()
    shipped = [("staff", first.key, 4), ("staff", second.key, 0), ("staff", third.key, 2)]
    unknown = ("staff", "no_such_competency", 1)
    monkeypatch.setattr(content_loading, "shipped_target_levels", lambda: [*shipped, unknown])

    assert update_target_levels() == 2
    profile = get_target_profile(STAFF)
    assert (profile[first.id], profile.get(second.id), profile[third.id]) == (1, None, 2)
    assert get_target_profile(STAFF, here.id)[second.id] == 4


def test_the_last_change_is_that_of_a_target_that_holds(personas, law, crisis, here):
    there, later = make_municipality(), START + timedelta(days=1)
    make_target(function=STAFF, competency=crisis, level=2)
    assert get_origin(STAFF, here.id).changed_at is None
    adapt(personas, here, {law: 3})
    assert get_origin(STAFF, here.id).changed_at == START
    assert get_origin(STAFF, there.id).changed_at is None
    lines = list_recommended_profiles()[STAFF]
    services.recommend_targets(
        function=STAFF,
        levels={law.id: 1},
        seen=state_of(lines, own=False),
        actor=personas.office.person,
        now=later,
    )
    assert get_origin(STAFF, here.id).changed_at == START
    assert get_origin(STAFF, there.id).changed_at == later
    services.return_to_recommendation(
        municipality=here,
        function=STAFF,
        actor=personas.coordinator.person,
        now=later + timedelta(days=1),
    )
    assert get_origin(STAFF, here.id).changed_at == later + timedelta(days=1)
