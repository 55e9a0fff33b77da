"""Suggestions are fitting, of many places, in reasonable number, and always the same."""

from hypothesis import given
from hypothesis import strategies as st

from exchange.peer_consultations.peers.matching import IDEAL, Peer, Search, suggest_peers

TOPIC = "situation:threat"


def peer(key, municipality=None, function="executive", **given):
    return Peer(
        key=key,
        municipality=key if municipality is None else municipality,
        function=function,
        topics=frozenset(given.get("topics", {TOPIC})),
        hours=frozenset(given.get("hours", {"morning"})),
        only_others=given.get("only_others", False),
    )


ME = peer(0)


def keys(candidates, **search):
    return [one.key for one in suggest_peers(Search(ME, TOPIC, **search), candidates)]


def test_who_has_another_topic_or_no_hour_in_common_does_not_fit():
    assert keys([peer(1, topics={"other"}), peer(2, hours={"evening"}), peer(3)]) == [3]


def test_the_same_function_goes_before_another_place_and_that_before_more_topics():
    staff = peer(1, function="staff")
    at_home = peer(2, municipality=0, topics={TOPIC, "more"})
    elsewhere = peer(3)
    assert keys([staff, at_home, elsewhere]) == [3, 2, 1]


def test_who_wants_only_others_never_meets_their_own_municipality():
    shy = peer(1, municipality=7, only_others=True)
    open_minded = peer(2, municipality=7)
    assert len(keys([shy, open_minded])) == 1
    assert keys([peer(3, municipality=0, only_others=True)]) == []


def test_members_count_and_are_not_suggested():
    there = tuple(peer(key) for key in range(1, IDEAL))
    assert keys([*there, peer(9)], members=there) == []
    assert keys([*there, peer(9)], members=there[1:]) in ([1], [9])


PEERS = st.builds(
    peer,
    st.integers(1, 40),
    st.integers(0, 6),
    st.sampled_from(["executive", "staff", None]),
    topics=st.sets(st.sampled_from([TOPIC, "a", "b"])),
    hours=st.sets(st.sampled_from(["morning", "evening"])),
    only_others=st.booleans(),
)
MANY = st.lists(PEERS, max_size=25, unique_by=lambda one: one.key)


@given(MANY, st.randoms(use_true_random=False), st.integers(2, 9))
def test_any_candidates_give_a_fitting_choice_in_whatever_order_they_come(many, random, most):
    search = Search(ME, TOPIC, salt="x")
    chosen = suggest_peers(search, many, most=most)
    shuffled = [*many]
    random.shuffle(shuffled)
    assert suggest_peers(search, shuffled, most=most) == chosen
    assert len(chosen) <= min(most, 7) - 1
    assert len({one.key for one in chosen}) == len(chosen)
    group = [ME, *chosen]
    for one in chosen:
        assert TOPIC in one.topics
        assert ME.hours & one.hours
        assert all(one.may_meet(other) for other in group if other is not one)
    left_out = [
        one for one in many if one not in chosen and TOPIC in one.topics and ME.hours & one.hours
    ]
    if len(chosen) < min(most, 7) - 1:
        assert not any(all(one.may_meet(each) for each in group) for one in left_out)
