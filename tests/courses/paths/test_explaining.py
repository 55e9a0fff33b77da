"""What a plan says of itself, in both languages: all that is to be said, once and right."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.documents import Field
from app.kernel.i18n import duration, force_locale, init_i18n
from courses.needs.presentation import LEVEL_NAMES
from courses.paths.explaining import Names, Sentences, sentences_of
from courses.paths.gains import cheapest_gain
from courses.paths.phrases import PERSON, listed, quoted, steps
from courses.paths.plan import OpenReason, OutReason
from courses.paths.planner import plan_path
from courses.paths.problem import read_problem
from tests.courses.paths.instances import COMPETENCIES, catalogue_problem, tangled_problem
from tools.locations import ROOT

speaking = Flask(__name__)
init_i18n(speaking, ROOT)

UNITS = {"press": "Pressetraining", "law": "Recht für alle", "talk": "Reden mit „Reichsbürgern“"}
TOPICS = {
    "crisis": "Krisenkommunikation",
    "law": "Recht und Fürsorgepflicht",
    "own": "Eigene Widerstandskraft",
}


@contextmanager
def in_language(language: str) -> Iterator[None]:
    with speaking.test_request_context(), force_locale(language):
        yield


def names(**changes: Any) -> Names:
    levels = {level: str(name) for level, name in LEVEL_NAMES.items()}
    return Names(**{"units": UNITS, "competencies": TOPICS, "levels": levels, **changes})


def closing(competency: str, start: int, end: int, learner: str = "me") -> dict[str, Any]:
    return {"learner": learner, "competency": competency, "from": start, "to": end}


def step(unit: str, *closes: dict[str, Any], enables: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"unit": unit, "run": None, "closes": list(closes), "enables": list(enables)}


def gap(reason: str, competency: str = "crisis", learner: str = "me", **levels: int):
    shown = {"level": 2, "target": 3, **levels}
    return {"learner": learner, "competency": competency, "reason": reason, **shown}


def plan(*planned: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "status": "optimal",
        "closed": 3,
        "possible": 3,
        "bound": 3,
        "steps": list(planned),
        "left_open": [],
        "left_out": [],
        **changes,
    }


def said(document: dict[str, Any], language: str, *, minutes: int = 480) -> Sentences:
    with in_language(language):
        mine = names(learners={"me": "Kim"})
        return sentences_of(document, mine, PERSON, budget_minutes=minutes)


BOTH = pytest.mark.parametrize("language", ["de", "en"])


STEPS = {
    "de": [
        "Schritt 1 ist nötig, damit Sie die Schritte 2 und 3 beginnen können.",
        "Schritt 2 bringt Sie in „Recht und Fürsorgepflicht“ von Stufe 1 auf 3 (handelt sicher) "
        "und damit ans Ziel. Außerdem ist er nötig, damit Sie Schritt 3 beginnen können.",
        "Schritt 3 bringt Sie weiter: in „Krisenkommunikation“ von Stufe 0 auf 2 (handelt mit "
        "Unterstützung) und in „Eigene Widerstandskraft“ von Stufe 0 auf 1 (kennt sich aus, Ziel "
        "erreicht).",
    ],
    "en": [
        "You need step 1 before you can begin steps 2 and 3.",
        "Step 2 takes you in “Recht und Fürsorgepflicht” from level 1 to 3 (acts with confidence), "
        "and so to your target. You also need it before you can begin step 3.",
        "Step 3 takes you further: in “Krisenkommunikation” from level 0 to 2 (acts with support) "
        "and in “Eigene Widerstandskraft” from level 0 to 1 (knows the basics, target reached).",
    ],
}


@BOTH
def test_steps(language):
    document = plan(
        step("law", enables=("press", "talk")),
        step("press", closing("law", 1, 3), enables=("talk",)),
        step("talk", closing("crisis", 0, 2), closing("own", 0, 1)),
        left_open=[gap("budget")],
    )
    assert [sentence.text for sentence in said(document, language).steps] == STEPS[language]


def test_a_step_on_the_way_to_a_target_does_not_claim_to_reach_it():
    document = plan(step("law", closing("law", 0, 1)), step("talk", closing("law", 1, 3)))
    on_the_way, reaching = (sentence.text for sentence in said(document, "de").steps)
    assert on_the_way.endswith("von Stufe 0 auf 1 (kennt sich aus).")
    assert reaching.endswith("von Stufe 1 auf 3 (handelt sicher) und damit ans Ziel.")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "de",
            "In „Krisenkommunikation“ stehen Sie am Ende auf Stufe 2, Ihr Ziel ist Stufe 3. Für "
            "Ihre Funktion führt noch kein Kurs bis zu dieser Stufe.",
        ),
        (
            "en",
            "In “Krisenkommunikation” you will be at level 2 at the end; your target is level 3. "
            "No course for your function leads to this level yet.",
        ),
    ],
)
def test_gaps(language, expected):
    [sentence] = said(plan(left_open=[gap("no_unit_reaches_it")]), language).left_open
    assert (sentence.about, sentence.text) == ("crisis", expected)


LEFT_OUT = {
    "de": {
        (0, 0): "„Pressetraining“ fehlt: Ihre Zeit von 8 Stunden ist mit anderen Kursen verplant.",
        (180, 2): "„Pressetraining“ fehlt: Ihre Zeit von 8 Stunden ist mit anderen Kursen "
        "verplant; mit 3 Stunden mehr ließen sich 2 weitere Stufen schließen.",
        (60, 1): "„Pressetraining“ fehlt: Ihre Zeit von 8 Stunden ist mit anderen Kursen verplant; "
        "mit 1 Stunde mehr ließe sich 1 weitere Stufe schließen.",
        (95, 0): "„Pressetraining“ fehlt: Ihre Zeit von 8 Stunden ist mit anderen Kursen verplant; "
        "mit 1 Std. 35 Min. mehr käme der Kurs dazu.",
    },
    "en": {
        (0, 0): "“Pressetraining” is left out: your time of 8 hours is planned for other courses.",
        (180, 2): "“Pressetraining” is left out: your time of 8 hours is planned for other "
        "courses; with 3 hours more, 2 further levels could be closed.",
        (60, 1): "“Pressetraining” is left out: your time of 8 hours is planned for other courses; "
        "with 1 hour more, 1 further level could be closed.",
        (95, 0): "“Pressetraining” is left out: your time of 8 hours is planned for other courses; "
        "with 1 hr 35 min more the course would come in.",
    },
}


@pytest.mark.parametrize("language", LEFT_OUT)
@pytest.mark.parametrize("more", [(0, 0), (180, 2), (60, 1), (95, 0)])
def test_what_time_is_missing_for(language, more):
    minutes, levels = more
    gain = {"minutes": minutes, "levels": levels, "units": ["press"]} if minutes else None
    document = plan(
        step("law", closing("law", 0, 3)),
        left_out=[{"unit": "press", "reason": "budget"}],
        more_time=gain,
    )
    [sentence] = said(document, language).left_out
    assert sentence.text == LEFT_OUT[language][more]


def test_only_the_courses_that_more_time_brings_say_so():
    document = plan(
        step("law", closing("law", 0, 3)),
        left_out=[{"unit": name, "reason": "budget"} for name in ("press", "talk")],
        more_time={"minutes": 45, "levels": 1, "units": ["talk"]},
    )
    sentences = said(document, "de")
    assert ["mehr" in sentence.text for sentence in sentences.left_out] == [False, True]
    assert sentences.more_time == "Mit 45 Minuten mehr ließe sich 1 weitere Stufe schließen."


def test_time_that_is_too_short_for_anything_and_none_at_all():
    document = plan(left_out=[{"unit": "press", "reason": "budget"}])
    short, none = said(document, "de", minutes=30), said(document, "de", minutes=0)
    assert short.left_out[0].text == (
        "„Pressetraining“ fehlt: Ihre Zeit von 30 Minuten reicht dafür nicht."
    )
    assert none.left_out[0].text == "„Pressetraining“ fehlt: Von Ihrer Zeit ist nichts mehr frei."


@BOTH
def test_every_reason_has_words_of_its_own(language):
    with in_language(language):
        open_reasons = [PERSON.why_open(reason) for reason in OpenReason]
        out = [PERSON.left_out("X", reason) for reason in OutReason if reason != OutReason.BUDGET]
    assert len({*open_reasons, *out}) == len(OpenReason) + len(OutReason) - 1
    assert all(quoted_in(language, "X") in sentence for sentence in out)


def quoted_in(language: str, title: str) -> str:
    return f"„{title}“" if language == "de" else f"“{title}”"


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, "Ein besserer Plan ist nicht möglich, das ist bewiesen."),
        (
            {"status": "feasible", "bound": 3},
            "Mehr Stufen sind nicht möglich. Vielleicht geht es mit weniger Zeit.",
        ),
        (
            {"status": "feasible", "bound": 4, "possible": 6},
            "Vielleicht gibt es einen besseren Plan: höchstens 1 weitere Stufe.",
        ),
        # With weights the bound is no number of levels; what is open is the most there can be.
        (
            {"status": "feasible", "bound": 5, "possible": 9},
            "Vielleicht gibt es einen besseren Plan: höchstens 3 weitere Stufen.",
        ),
    ],
)
def test_how_good_the_plan_is(figures, expected):
    document = plan(
        step("law", closing("law", 0, 3)),
        left_open=[gap("budget", level=0)] if figures.get("possible") else [],
        **figures,
    )
    assert said(document, "de").quality == expected


def test_titles_with_quotation_marks_and_lists_of_any_length():
    with in_language("de"):
        assert quoted(UNITS["talk"]) == "„Reden mit ‚Reichsbürgern‘“"
        assert quoted('Der "Fall" und der “andere”') == "„Der ‚Fall‘ und der ‚andere‘“"
        assert [listed("abc"[:count]) for count in (1, 2, 3)] == ["a", "a und b", "a, b und c"]
        assert [steps([4]), steps([2, 4, 7])] == ["Schritt 4", "die Schritte 2, 4 und 7"]
    with in_language("en"):
        assert quoted(UNITS["talk"]) == "“Reden mit ‘Reichsbürgern’”"
        assert listed("abc") == "a, b and c"


def test_a_per_cent_sign_in_a_title_is_only_a_sign():
    with in_language("de"):
        assert PERSON.left_out("100 % sicher %(x)s", OutReason.DONE) == (
            "„100 % sicher %(x)s“ haben Sie abgeschlossen."
        )


def test_what_has_no_name_any_more_is_passed_over():
    document = plan(
        step("law", closing("gone", 0, 3)),
        left_open=[gap("budget", "gone")],
        left_out=[{"unit": "gone", "reason": "done"}],
    )
    sentences = said(document, "de")
    assert [sentence.text for sentence in sentences.steps] == [
        "Schritt 1 gehört zu Ihrem Lernpfad."
    ]
    assert sentences.left_open == sentences.left_out == ()


def problem_of_one(dice: Random) -> dict[str, Any]:
    kind = dice.choice([catalogue_problem, tangled_problem])
    document = kind(dice.randint, units=dice.randint(3, 14))
    return {**document, "learners": document["learners"][:1]}


@pytest.mark.no_cover
@given(st.randoms(use_true_random=False).map(problem_of_one), st.sampled_from(["de", "en"]))
@settings(max_examples=40, deadline=None)
def test_every_step_gap_and_course_left_out_has_one_sentence_with_its_numbers(
    document: dict[str, Any], language: str
) -> None:
    problem = read_problem(Field(document))
    found = plan_path(problem)
    gain = cheapest_gain(problem, found, 5.0)
    written = found.as_document() | {"more_time": gain.as_document() if gain else None}
    for entry, planned in zip(written["steps"], found.steps, strict=True):
        entry["enables"] = list(planned.enables)
    named = Names(
        units={unit.id: f"Kurs {unit.id}" for unit in problem.units},
        competencies={name: f"Thema {name}" for name in COMPETENCIES},
        levels=dict.fromkeys(range(5), "…"),
        learners={problem.learners[0].id: "Kim"},
    )
    budget = problem.budget_minutes
    with in_language(language):
        sentences = sentences_of(written, named, PERSON, budget_minutes=budget)
        time = duration(budget)

    numbers = {planned.unit: number for number, planned in enumerate(found.steps, start=1)}
    assert [sentence.about for sentence in sentences.steps] == list(numbers)
    for sentence, planned in zip(sentences.steps, found.steps, strict=True):
        expected = [numbers[planned.unit], *(numbers[later] for later in planned.enables)]
        for piece in planned.closes:
            assert f"Thema {piece.competency}" in sentence.text
            expected += [piece.from_level, piece.to_level]
        assert sorted(map(int, re.findall(r"\d+", sentence.text))) == sorted(expected)
    assert [(one.about, f"Thema {one.about}" in one.text) for one in sentences.left_open] == [
        (left.competency, True) for left in found.left_open
    ]
    for sentence, left in zip(sentences.left_open, found.left_open, strict=True):
        assert list(map(int, re.findall(r"\d+", sentence.text))) == [left.level, left.target]
    assert [(one.about, f"Kurs {one.about}" in one.text) for one in sentences.left_out] == [
        (left.unit, True) for left in found.left_out
    ]
    for sentence, left in zip(sentences.left_out, found.left_out, strict=True):
        tells_time = left.reason is OutReason.BUDGET and budget > 0
        assert (time in sentence.text) >= tells_time
    assert bool(sentences.more_time) == (gain is not None)
