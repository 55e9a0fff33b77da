"""What may be published of a group, from what its people have given."""

import random

from hypothesis import given
from hypothesis import strategies as st

from courses.group_levels.figures import GivenLevels, figures_of

TEAMS, FUNCTIONS = ("bauamt", "jugendamt"), ("staff", "executive")
KEYS = ("law", "crisis")

people = st.lists(
    st.builds(
        GivenLevels,
        levels=st.dictionaries(st.sampled_from(KEYS), st.integers(0, 4)),
        keys=st.fixed_dictionaries(
            {"team": st.sampled_from(TEAMS), "function": st.sampled_from(FUNCTIONS)}
        ),
    ),
    max_size=24,
)


def published(group):
    return figures_of(group, competencies=KEYS, dimensions=("team", "function"), k=7)


@given(people)
def test_no_figure_is_of_fewer_than_seven_who_answered(group):
    figures = published(group)
    assert set(figures) == set(KEYS)
    for key in KEYS:
        answered = [one for one in group if key in one.levels]
        if figures[key]["total"] is not None:
            assert len(answered) >= figures[key]["total"]["n_at_least"] >= 7
        for dimension in ("team", "function"):
            for cell, figure in figures[key][dimension].items():
                number = sum(one.keys[dimension] == cell for one in answered)
                assert number >= figure["n_at_least"] >= 7


@given(people, st.randoms())
def test_the_order_in_which_people_came_makes_no_difference(group, dice: random.Random):
    mixed = dice.sample(group, len(group))
    assert published(mixed) == published(group)


def test_of_a_group_too_small_not_even_that_somebody_answered_is_said():
    seven = [
        GivenLevels({"law": number % 4}, {"team": "bauamt", "function": "staff"})
        for number in range(14)
    ]
    lonely = GivenLevels({"law": 4}, {"team": "jugendamt", "function": "executive"})
    figures = published([*seven, lonely])
    assert "jugendamt" not in str(figures)
    assert "executive" not in str(figures)
    nothing = {"total": None, "team": {}, "function": {}}
    assert published([]) == dict.fromkeys(KEYS, nothing)
