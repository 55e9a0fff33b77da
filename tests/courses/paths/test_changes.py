"""What is different between two plans, and how it is said, in both languages."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.i18n import Bilingual, in_language
from courses.paths.change_sentences import sentences_of
from courses.paths.changes import Fate, compare, kept_of
from courses.paths.plan import OutReason
from tests.house.clock import START

TITLES = {unit: Bilingual(de=f"Kurs {unit}", en=f"Course {unit}") for unit in "abcd"}


def plan(*steps, left_out=(), open_levels=0):
    """A plan of units, each with a run (`unit/day`) and its date, or at one's own pace (`unit`)."""
    runs = [step for step in steps if "/" in step]
    days = {run: START + timedelta(days=int(run.split("/")[1])) for run in runs}
    return {
        "steps": [
            {"unit": step.split("/")[0], "run": step if "/" in step else None} for step in steps
        ],
        "dates": {run: day.isoformat() for run, day in days.items()},
        "left_out": [{"unit": unit, "reason": reason} for unit, reason in left_out],
        "left_open": [{"level": 0, "target": open_levels}] if open_levels else [],
    }


def told(app, former, new, language="de", **more):
    changes = compare(kept_of(former), new, **({"fates": {}} | more))
    with app.test_request_context(), in_language(language):
        return sentences_of(changes, TITLES)


@pytest.mark.parametrize(
    ("former", "new", "more", "de", "en"),
    [
        (
            plan("a/1", "b/20"),
            plan("a/8", "b/20"),
            {"fates": {"a/1": Fate.CANCELLED}},
            [
                "‚Kurs a‘ am Dienstag, 24. November 2026 ist abgesagt. Stattdessen schlägt Ihr "
                "Lernpfad Dienstag, 1. Dezember 2026 vor.",
                "Alles andere bleibt.",
            ],
            [
                "‘Course a’ on Tuesday, 24 November 2026 has been cancelled. Instead, your "
                "training path suggests Tuesday, 1 December 2026.",
                "Everything else stays.",
            ],
        ),
        (
            plan("a/1"),
            plan(left_out=[("a", OutReason.NO_DATE)], open_levels=2),
            {"fates": {"a/1": Fate.FULL}},
            [
                "‚Kurs a‘ am Dienstag, 24. November 2026 ist ausgebucht. Dieser Schritt fällt "
                "weg. Für diesen Kurs gibt es zurzeit keinen Termin, der frei ist und passt.",
                "Am Ende bleiben 2 Stufen mehr offen als vorher.",
            ],
            [
                "‘Course a’ on Tuesday, 24 November 2026 is fully booked. This step is dropped. "
                "At present this course has no date that is free and fits.",
                "At the end, 2 more levels stay open than before.",
            ],
        ),
        (
            plan("a", "b"),
            plan("b", "a", "c/3"),
            {},
            [
                "Neu dabei ist ‚Kurs c‘ ab Donnerstag, 26. November 2026.",
                "Die Reihenfolge Ihrer Schritte ist eine andere.",
            ],
            [
                "New: ‘Course c’ from Thursday, 26 November 2026.",
                "Your steps are in a different order.",
            ],
        ),
        (
            plan("a", open_levels=1),
            plan("b", left_out=[("a", OutReason.DONE)]),
            {},
            [
                "‚Kurs a‘ haben Sie abgeschlossen.",
                "Neu dabei ist ‚Kurs b‘.",
                "Am Ende bleibt 1 Stufe weniger offen als vorher.",
            ],
            [
                "You have completed ‘Course a’.",
                "New: ‘Course b’.",
                "At the end, 1 fewer level stays open than before.",
            ],
        ),
        (
            plan("a/1"),
            plan("a/8"),
            {"own_seats": ["a/8"]},
            [
                "Für ‚Kurs a‘ gilt jetzt der Termin, zu dem Sie angemeldet sind: "
                "Dienstag, 1. Dezember 2026."
            ],
            [
                "For ‘Course a’ the date that you are enrolled for counts now: "
                "Tuesday, 1 December 2026."
            ],
        ),
    ],
)
def test_what_is_different_is_said_with_its_cause(sqlite_app, former, new, more, de, en):
    assert told(sqlite_app, former, new, **more) == de
    assert told(sqlite_app, former, new, "en", **more) == en


def test_a_date_that_has_moved_is_told_with_its_time(sqlite_app):
    new = plan("a/1")
    new["dates"]["a/1"] = (START + timedelta(days=2, hours=1)).isoformat()
    [sentence] = told(sqlite_app, plan("a/1"), new)
    assert sentence == (
        "‚Kurs a‘ ist verlegt: bisher Dienstag, 24. November 2026, 10:00 Uhr, "
        "jetzt Mittwoch, 25. November 2026, 11:00 Uhr."
    )


def test_a_course_that_is_gone_for_good_is_passed_over(sqlite_app):
    assert told(sqlite_app, plan("gone"), plan()) == []


UNITS = st.permutations("abcd").flatmap(
    lambda units: st.integers(0, 4).flatmap(
        lambda number: st.lists(
            st.sampled_from(["", "/1", "/8", "/15"]), min_size=number, max_size=number
        ).map(lambda days: plan(*(unit + day for unit, day in zip(units, days, strict=False))))
    )
)


@given(UNITS, UNITS)
def test_every_difference_is_named_once_and_nothing_else(former, new):
    changes = compare(kept_of(former), new, fates={})
    before = {step["unit"]: step["run"] for step in former["steps"]}
    after = {step["unit"]: step["run"] for step in new["steps"]}
    units = before.keys() | after.keys()
    different = {unit for unit in units if before.get(unit, "") != after.get(unit, "")}
    assert sorted(change.unit for change in changes.steps) == sorted(different)
    assert changes.rest_stays == bool(after.keys() - different)
    assert bool(compare(kept_of(new), new, fates={})) is False
