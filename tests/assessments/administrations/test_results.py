"""What a result says: words, exactness, comparison; and what low values lead to."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.i18n import in_language
from app.kernel.outbox import OutboxMessage
from assessments.administrations.queries import Opened
from assessments.administrations.results import result_of
from assessments.administrations.sealed import Contents
from assessments.administrations.wording import (
    SUGGESTIONS_BETWEEN,
    SUGGESTIONS_WHEN_HIGH,
    SUGGESTIONS_WHEN_LOW,
)
from assessments.instruments.definition import DetectableChange, Method
from assessments.instruments.scoring import Verdict
from tests.assessments.administrations.filling import OWN, alike, answer, begin, take
from tests.house.databases import in_turn, on_sqlite_only

pytestmark = in_turn

MONDAY = date(2026, 11, 16)


def measured(mdc="0.7", **changes):
    """KommA's own as if its exactness were known, and with all statements worded alike."""
    score = replace(
        OWN.main_score, reliability=DetectableChange(Fraction(mdc), "invented"), **changes
    )
    items = tuple(replace(item, reverse=False) for item in OWN.items)
    return replace(OWN, items=items, scores=(score, *OWN.scores[1:]))


def opened(place, points, *, skipped=(), version=1):
    answers = {
        item.key: point
        for item, point in zip(OWN.items, points, strict=True)
        if item.key not in skipped
    }
    contents = Contents(OWN.key, version, answers)
    return Opened(f"at-{place}", MONDAY + timedelta(weeks=place), True, contents, None)


def results(instrument, *courses):
    taken = [opened(place, points) for place, points in enumerate(courses)]
    return result_of(taken[-1], taken, lambda _opened: instrument)


@on_sqlite_only
@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ([2] * 20, [3] * 20, Verdict.INCREASE),
        ([4] * 20, [3] * 20, Verdict.DECREASE),
        ([3] * 20, [3] * 19 + [4], Verdict.NO_RELIABLE_CHANGE),
    ],
)
def test_only_more_than_the_error_of_measurement_is_a_change(app, before, after, verdict):
    comparison = results(measured(), before, after).comparison
    assert comparison.verdict is verdict
    assert comparison.week == MONDAY


@on_sqlite_only
def test_the_last_one_with_a_value_that_means_the_same_is_compared(app):
    instrument = measured()
    changed = replace(instrument, version=2, scale=replace(OWN.scale, highest=6))

    def known(opened):
        return changed if opened.contents.instrument_version == 2 else instrument

    few = opened(1, [1] * 20, skipped={item.key for item in OWN.items[3:]})
    newer = opened(2, [1] * 20, version=2)
    now = opened(3, [5] * 20)
    taken = [opened(0, [2] * 20), few, newer, now]
    assert result_of(now, taken, known).comparison.before == "2"
    assert result_of(taken[0], taken, known).comparison is None
    assert result_of(few, taken, known).comparison is None
    assert results(OWN, [2] * 20, [5] * 20).comparison.verdict is Verdict.UNKNOWN


@on_sqlite_only
def test_a_value_is_shown_with_its_interval_within_the_scale(app):
    with in_language("de"):
        middle = results(measured("0.42"), [3] * 20).main
        assert (middle.interval.lowest, middle.interval.highest) == ("2,7", "3,3")
        top = results(measured("2"), [5] * 20).main
        assert (top.interval.lowest, top.interval.highest) == ("3,6", "5")
        assert (top.interval.end, top.place) == ("98%", "98%")
        points = measured("23.6", method=Method.SUM, factor=Fraction(4))
        high = results(points, [5] * 20).main
        assert (high.value, high.lowest, high.highest) == ("400", "80", "400")
    assert results(OWN, [3] * 20).main.interval is None


@on_sqlite_only
@pytest.mark.parametrize(
    ("point", "suggestions"),
    [(1, SUGGESTIONS_WHEN_LOW), (3, SUGGESTIONS_BETWEEN), (5, SUGGESTIONS_WHEN_HIGH)],
)
def test_each_band_has_three_things_to_do_next(app, point, suggestions):
    view = results(measured(), [point] * 20)
    assert view.suggestions == suggestions
    assert len(suggestions) == 3
    assert view.is_low == (point == 1)


@on_sqlite_only
def test_what_is_high_in_a_questionnaire_that_we_do_not_know_is_not_praised(app):
    unknown = replace(measured(), key="burden")
    assert results(unknown, [5] * 20).suggestions == SUGGESTIONS_BETWEEN


def test_a_low_result_leads_gently_to_help_and_is_reported_to_nobody(personas):
    owner = personas.client(personas.owner)
    draft = begin(owner)
    low = {n: "5" if item.reverse else "1" for n, item in enumerate(OWN.items, 1)}
    answer(owner, draft, low)
    result = owner.post(f"{draft}/finish", data={"note": ""}).location
    page = " ".join(owner.get(result).text.partition("</main>")[0].split())
    assert "keine Diagnose und kein Versagen" in page
    assert "Niemand erfährt davon" in page
    assert page.index("Hilfe jetzt") < page.index("Im Einzelnen")
    assert 'href="tel:' in page
    assert 'href="/coaching"' in page
    for model in (OutboxMessage, AuditEntry):
        assert db.session.query(model).count() == 0, model.__name__


def test_the_second_result_says_how_it_compares_and_too_few_answers_say_so(personas):
    owner = personas.client(personas.owner)
    take(owner, "3")
    page = owner.get(take(owner, "5").location).text
    assert "Im Vergleich zum letzten Mal" in page
    assert "noch nicht bekannt" in page
    draft = begin(owner)
    answer(owner, draft, alike("3", most=3))
    few = owner.get(owner.post(f"{draft}/finish").location).text
    assert "Für einen Gesamtwert sind das zu wenige." in few
    assert "Im Vergleich" not in few
