"""Which time suits best: whatever people answer."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduling.polls.ranking import Tally, find_best, rank
from tests.house.clock import START

numbers = st.integers(min_value=0, max_value=6)
tallies = st.lists(
    st.builds(
        lambda day, yes, if_need_be, no: (day, yes, if_need_be, no),
        numbers,
        numbers,
        numbers,
        numbers,
    ),
    max_size=8,
).map(
    lambda rows: [
        Tally(number, START + timedelta(days=day), yes, if_need_be, no)
        for number, (day, yes, if_need_be, no) in enumerate(rows)
    ]
)


@given(tallies, numbers, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_they_come(given_tallies, quorum, random):
    ranked = rank(given_tallies, quorum=quorum)
    shuffled = random.sample(given_tallies, len(given_tallies))
    assert rank(shuffled, quorum=quorum) == ranked
    assert sorted(one.key for one in ranked) == sorted(one.key for one in given_tallies)


@given(tallies, numbers)
def test_enough_people_then_most_yes_then_fewest_no_then_the_earliest(given_tallies, quorum):
    ranked = rank(given_tallies, quorum=quorum)
    for better, worse in pairwise(ranked):
        assert better.reaches(quorum) or not worse.reaches(quorum)
        if better.reaches(quorum) == worse.reaches(quorum):
            assert better.yes >= worse.yes
            if better.yes == worse.yes:
                assert better.no <= worse.no
                if better.no == worse.no:
                    assert better.starts_at <= worse.starts_at


@given(tallies, numbers)
def test_the_best_can_take_place_or_there_is_none(given_tallies, quorum):
    best = find_best(rank(given_tallies, quorum=quorum), quorum=quorum)
    possible = [one for one in given_tallies if one.can_come and one.reaches(quorum)]
    if best is not None:
        assert best in possible
        assert best.yes == max(one.yes for one in possible)
    elif quorum:
        assert not possible


def test_one_more_yes_never_makes_it_worse():
    """Nor does a No that becomes an If-need-be."""
    other = Tally(2, START, yes=3, no=1)
    before = Tally(1, START + timedelta(days=1), yes=3, no=1)
    assert rank([before, other])[0] is other
    for better in (
        Tally(1, before.starts_at, yes=4, no=1),
        Tally(1, before.starts_at, yes=3, if_need_be=1),
    ):
        assert rank([better, other])[0] is better


def test_without_answers_nothing_is_best():
    assert find_best(rank([Tally(1, START)])) is None
    assert not Tally(1, START).suits_all_who_answered
    assert Tally(1, START, if_need_be=1).suits_all_who_answered
