"""Figures of cases: of seven and more, once for each half-year, and never of a rest that is few."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.db import db
from app.kernel.jobs import run_job
from exchange.procedures.figures.computing import Closed, figures_of, programme_wide, span_of
from exchange.procedures.figures.half_years import (
    half_year_after,
    half_year_before,
    half_year_of,
)
from exchange.procedures.figures.jobs import PUBLISHING_JOB
from exchange.procedures.figures.models import CaseFigures, CountedCase
from exchange.procedures.figures.outcomes import COUNTED, Outcome
from exchange.procedures.figures.services import count_case
from tests.house.clock import START
from tests.organisations.factories import make_municipality, make_situation

SITUATIONS = ("a", "b", "c", "d")
cases = st.lists(
    st.builds(
        Closed, st.sampled_from(SITUATIONS), st.sampled_from(COUNTED), days=st.integers(0, 200)
    ),
    max_size=40,
)


def table(given_cases):
    return figures_of(given_cases, SITUATIONS, COUNTED)


@given(cases)
def test_nothing_is_shown_of_fewer_than_seven_nor_can_it_be_worked_out(given_cases):
    found = table(given_cases)
    if len(given_cases) < 7:
        assert found is None
    if found is None:
        return
    for rows in (found["situations"], found["outcomes"]):
        shown = [row["count"] for row in rows if row["count"] is not None]
        rest = found["total"] - sum(shown)
        assert all(count >= 7 for count in shown)
        hidden = len(rows) - len(shown)
        assert hidden != 1, "a single one would be the rest"
        assert hidden == 0 or rest >= 0
        assert all(row["span"] is None for row in rows if row["count"] is None)


@given(st.dictionaries(st.integers(1, 6), cases, max_size=6))
def test_the_programme_less_its_municipalities_is_nobody_or_seven(by_municipality):
    published = frozenset(key for key, own in by_municipality.items() if table(own) is not None)
    counted = programme_wide(by_municipality, published)
    rest = len(counted) - sum(len(by_municipality[key]) for key in published)
    assert rest == 0 or rest >= 7


def test_days_are_published_as_spans():
    assert [span_of(days) for days in (0, 7, 8, 14, 90, 91)] == [0, 0, 1, 1, 4, 5]


def test_half_years_follow_each_other():
    assert half_year_of(START.date()) == "2026-2"
    assert half_year_before("2026-1") == "2025-2"
    assert half_year_before("2026-2") == "2026-1"
    assert half_year_after("2026-2") == "2027-1"


def close(municipality, situation, times, *, now=START, outcome=Outcome.RESOLVED):
    for _ in range(times):
        count_case(
            municipality_id=municipality.id,
            situation=situation.key,
            outcome=outcome,
            started_at=now - timedelta(days=10),
            now=now,
        )


@pytest.fixture
def counted(app):
    """A municipality with enough cases, one with few; both in the half-year of START."""
    large, small = make_municipality(name="Groß"), make_municipality(name="Klein")
    for situation in (make_situation(), make_situation()):
        for outcome in (Outcome.RESOLVED, Outcome.REFERRED):
            close(large, situation, 8, outcome=outcome)
    close(small, situation, 3)
    db.session.commit()
    return large, small


def rows():
    return {row.municipality_id: row.figures for row in db.session.query(CaseFigures)}


def test_a_half_year_is_published_once_when_it_is_over_and_what_was_counted_goes(counted, clock):
    large, _small = counted
    run_job(PUBLISHING_JOB)
    assert {row.half_year for row in db.session.query(CaseFigures)} == {"2026-1"}, "not this one"
    clock.advance(days=60)
    assert run_job(PUBLISHING_JOB) == 2
    assert run_job(PUBLISHING_JOB) == 0
    published = {
        row.municipality_id: row.figures
        for row in db.session.query(CaseFigures)
        if row.half_year == "2026-2"
    }
    assert set(published) == {None, large.id}, "nothing of the small one"
    assert published[large.id]["total"] == 32
    assert published[None]["total"] == 32, "three more would give the small one away"
    assert published[large.id]["span"] == 1
    assert db.session.query(CountedCase).count() == 0


def test_who_comes_too_late_counts_in_the_next_half_year(counted, clock):
    _large, small = counted
    clock.advance(days=60)
    run_job(PUBLISHING_JOB)
    close(small, make_situation(), 1)
    [late] = db.session.query(CountedCase)
    assert late.half_year == "2027-1"


def test_published_figures_are_not_changed(counted, clock):
    clock.advance(days=60)
    run_job(PUBLISHING_JOB)
    row = db.session.query(CaseFigures).filter(CaseFigures.figures.is_not(None)).first()
    row.figures = {}
    with pytest.raises(Exception, match="case_figures_are_final"):
        db.session.flush()


def test_each_sees_their_own_and_nobody_both(personas, clock):
    home, situation = personas.coordinator.person.municipality, make_situation()
    make_situation()
    close(home, situation, 20)
    db.session.commit()
    clock.advance(days=60)
    run_job(PUBLISHING_JOB)
    own = personas.client(personas.coordinator).get("/municipality/case-figures")
    assert "2. Halbjahr 2026" in own.text
    assert ">20<" in own.text.replace("\n", "").replace(" ", "")
    assert personas.client(personas.coordinator).get("/manage/case-figures").status_code == 403
    office = personas.client(personas.office)
    assert "Alle Kommunen" in office.get("/manage/case-figures").text
    assert office.get("/municipality/case-figures").status_code == 403
