"""A browser in which somebody signed in before is known for their address, and for no other."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.accounts.devices import KNOWN_FOR, find_device, new_device
from tests.house.clock import START

KEY = "a key for tests"
EMAIL = "kim@example.org"


def find(value, email=EMAIL, key=KEY, now=START):
    return find_device(value, email, key=key, now=now)


def test_a_browser_is_known_for_the_address_however_it_is_written():
    value = new_device(EMAIL, key=KEY, now=START)
    assert find(value)
    assert find(value) == find(value, " KIM@example.org")


def test_each_browser_is_another():
    first, second = (new_device(EMAIL, key=KEY, now=START) for _ in range(2))
    assert find(first) != find(second)


def test_it_is_not_known_for_anybody_else_nor_with_another_key_nor_for_ever():
    value = new_device(EMAIL, key=KEY, now=START)
    assert find(value, email="bela@example.org") is None
    assert find(value, key="another key") is None
    assert find(value, now=START + KNOWN_FOR - timedelta(seconds=1))
    assert find(value, now=START + KNOWN_FOR) is None


def test_the_cookie_does_not_tell_whose_it_is():
    assert "kim" not in new_device(EMAIL, key=KEY, now=START)


@pytest.mark.parametrize("value", [None, "", ".", "..", "a.b.c", "a.1795635359.", "ä.1.ö"])
def test_what_we_did_not_give_is_no_device(value):
    assert find(value) is None


@given(st.data())
def test_a_changed_cookie_is_no_device(data):
    value = new_device(EMAIL, key=KEY, now=START)
    place = data.draw(st.integers(0, len(value) - 1))
    sign = data.draw(st.characters().filter(lambda sign: sign != value[place]))
    assert find(value[:place] + sign + value[place + 1 :]) is None


def test_what_no_text_can_hold_is_no_device():
    assert find(f"{new_device(EMAIL, key=KEY, now=START)}\ud800") is None
