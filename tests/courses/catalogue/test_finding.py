"""Which courses fit what somebody looks for, and what to drop where none does."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.finding import ANY_DATE, LENGTHS, Criteria, Drop, Findable, drops, find

SITUATIONS = {"rally": ["protection", "crisis"], "jokes": ["racism"]}


def course(id_: int, **given_: object) -> Findable:
    values: dict[str, object] = {
        "title": f"Kurs {id_}",
        "summary": "",
        "text": "",
        "format": "online",
        "minutes": 180,
        "languages": ["de"],
        "audience": [],
        "raises": {},
        "months": [],
    }
    return Findable(id=id_, **(values | given_))  # type: ignore[arg-type]


COURSES = [
    course(1, text="Was bei einem Shitstorm hilft", raises={"crisis": 2}),
    course(2, title="Der Shitstorm", minutes=120, raises={"crisis": 4, "protection": 1}),
    course(3, audience=["staff"], format="in_person", months=["2026-12", "2027-01"]),
    course(4, languages=["en", "de"], minutes=481, raises={"racism": 1}),
]


def ids(**wanted: str) -> list[int]:
    return [one.id for one in find(COURSES, Criteria(**wanted), SITUATIONS)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [1, 2, 3, 4]),
        ({"q": "shitstorm"}, [2, 1]),
        ({"q": "shitstorm hilft"}, [1]),
        ({"q": "…"}, [1, 2, 3, 4]),
        ({"competency": "crisis"}, [1, 2]),
        ({"situation": "rally"}, [2, 1]),
        ({"situation": "unknown"}, []),
        ({"function": "executive"}, [1, 2, 4]),
        ({"function": "staff"}, [1, 2, 3, 4]),
        ({"format": "in_person"}, [3]),
        ({"length": "two_hours"}, [2]),
        ({"length": "half_a_day"}, [1, 3]),
        ({"length": "longer"}, [4]),
        ({"language": "en"}, [4]),
        ({"when": ANY_DATE}, [3]),
        ({"when": "2027-01"}, [3]),
        ({"when": "2027-02"}, []),
    ],
)
def test_each_condition_decides(wanted, expected):
    assert ids(**wanted) == expected


def test_what_to_drop_is_told_with_what_it_brings_the_most_first():
    wanted = Criteria(q="shitstorm", format="in_person", function="staff")
    assert find(COURSES, wanted, SITUATIONS) == []
    assert drops(COURSES, wanted, SITUATIONS) == [Drop("format", 2), Drop("q", 1)]


def test_every_length_belongs_to_one_choice():
    for minutes in range(1, 1000):
        assert sum(low < minutes <= high for low, high in LENGTHS.values()) == 1


choices = {
    "q": st.sampled_from(["", "shitstorm", "kurs", "nichts"]),
    "competency": st.sampled_from(["", "crisis", "racism"]),
    "situation": st.sampled_from(["", *SITUATIONS]),
    "function": st.sampled_from(["", "staff", "executive"]),
    "format": st.sampled_from(["", "online", "in_person"]),
    "length": st.sampled_from(["", *LENGTHS]),
    "language": st.sampled_from(["", "de", "en"]),
    "when": st.sampled_from(["", ANY_DATE, "2026-12"]),
}


@given(st.builds(Criteria, **choices))
def test_dropping_a_condition_never_loses_a_course_and_drops_tell_the_truth(wanted):
    assert {field.name for field in fields(Criteria)} == choices.keys()
    found = {one.id for one in find(COURSES, wanted, SITUATIONS)}
    for name in wanted.given:
        assert found <= {one.id for one in find(COURSES, wanted.without(name), SITUATIONS)}
    for drop in drops(COURSES, wanted, SITUATIONS):
        assert drop.courses == len(find(COURSES, wanted.without(drop.name), SITUATIONS))
