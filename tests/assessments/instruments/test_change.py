"""Whether a change is more than an error of measurement."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.instruments.scoring import Change, change_of
from tests.assessments.instruments.definitions import (
    ANY_SOURCE,
    brief_scale,
    instrument,
    well_being_index,
)


def change(before: str, after: str, reliability: dict[str, Any] | None = None) -> Change:
    """The change of a score with this reliability."""
    known = {} if reliability is None else {"reliability": {"total": reliability}}
    score = instrument(**known).scores_by_key["total"]
    return change_of(score, Fraction(before), Fraction(after))


def coefficient(value: float, sd: float) -> dict[str, Any]:
    return {"coefficient": value, "sd": sd, "kind": "alpha", "source": ANY_SOURCE}


def detectable(mdc: float) -> dict[str, Any]:
    return {"mdc": mdc, "source": ANY_SOURCE}


def test_the_example_of_the_contract() -> None:
    score = brief_scale().scores_by_key["total"]

    document = change_of(score, Fraction("3.5"), Fraction("4.4")).as_document()

    assert document["difference"] == 0.9  # not 0.9000000000000004
    assert document["threshold"] == pytest.approx(0.8588, abs=0.0001)
    assert document["index"] == pytest.approx(2.0540, abs=0.0001)
    assert document["verdict"] == "increase"


def test_the_example_of_jacobson_and_truax() -> None:
    """(1991): 32.5 before, 47.5 after, sd 10, reliability 0.80: 15 / 6.32 = 2.37."""
    found = change("32.5", "47.5", coefficient(0.80, 10))

    assert found.index == pytest.approx(2.37, abs=0.005)
    assert found.threshold == pytest.approx(1.96 * 6.32, abs=0.01)
    assert found.verdict == "increase"


def test_a_detectable_change() -> None:
    score = well_being_index().scores_by_key["index"]

    found = change_of(score, Fraction(64), Fraction(40))

    assert found.as_document() == {
        "difference": -24.0,
        "threshold": 10.0,
        "index": pytest.approx(-4.704),
        "verdict": "decrease",
    }


def test_without_reliability_nothing_is_known() -> None:
    assert change("3.5", "4.4").as_document() == {
        "difference": 0.9,
        "threshold": None,
        "index": None,
        "verdict": "unknown",
    }


@pytest.mark.parametrize("reliability", [coefficient(0.5, 1), detectable(1.96)])
@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("2.5", "4.46", "no_reliable_change"),  # the threshold itself
        ("4.46", "2.5", "no_reliable_change"),
        ("2.5", "4.460000001", "increase"),
        ("4.460000001", "2.5", "decrease"),
        ("-1", "-1", "no_reliable_change"),
        ("-1", "-2.97", "decrease"),
    ],
)
def test_more_than_the_threshold_is_reliable(
    reliability: dict[str, Any], before: str, after: str, verdict: str
) -> None:
    assert change(before, after, reliability).verdict == verdict


numbers = st.decimals(-100, 100, places=2).map(str)


@given(
    before=numbers,
    after=numbers,
    value=st.decimals("0", "0.99", places=2),
    sd=st.decimals("0.01", "50", places=2),
)
def test_the_index_is_that_of_the_formula(
    before: str, after: str, value: Decimal, sd: Decimal
) -> None:
    found = change(before, after, coefficient(float(value), float(sd)))

    with localcontext() as context:
        context.prec = 60
        error = sd * Decimal(2).sqrt() * (1 - value).sqrt()
        index = (Decimal(after) - Decimal(before)) / error
        threshold = Decimal("1.96") * error
        # 60 digits are enough to tell on which side of 1.96 it is, but for 1.96 itself.
        limit = Decimal("1.96") + Decimal("1e-50")
    assert found.index == pytest.approx(float(index), rel=1e-12)
    assert found.threshold == pytest.approx(float(threshold), rel=1e-12)
    assert (found.verdict == "increase") == (index > limit)
    assert (found.verdict == "decrease") == (index < -limit)
