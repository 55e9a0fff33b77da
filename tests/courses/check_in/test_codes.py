"""Codes and tickets: good for whom and when they were made for, and for nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.check_in.codes import (
    TICKET_IS_GOOD_FOR,
    InvalidCode,
    Ticket,
    make_code,
    make_ticket,
    read_code,
    read_ticket,
)

KEY, SESSION, PERSON = b"for tests only", "0123456789abcdef", "fedcba9876543210"
NOON = datetime(2026, 11, 26, 12, 0, 0, tzinfo=UTC)
INSTANTS = st.integers(0, 10**9).map(lambda seconds: NOON + timedelta(seconds=seconds))


@given(INSTANTS, st.integers(-600, 600))
def test_a_code_is_good_in_its_minute_and_the_next(made_at, seconds):
    read_at = made_at + timedelta(seconds=seconds)
    minutes = read_at.replace(second=0, microsecond=0) - made_at.replace(second=0, microsecond=0)
    code = make_code(KEY, SESSION, made_at)
    if minutes in {timedelta(), timedelta(minutes=1)}:
        assert read_code(KEY, code, read_at) == SESSION
    else:
        with pytest.raises(InvalidCode):
            read_code(KEY, code, read_at)


@given(INSTANTS, st.integers(-1200, 1200))
def test_a_ticket_is_good_for_ten_minutes(made_at, seconds):
    ticket, read_at = Ticket(SESSION, PERSON), made_at + timedelta(seconds=seconds)
    text = make_ticket(KEY, ticket, made_at)
    if 0 <= seconds <= TICKET_IS_GOOD_FOR.total_seconds():
        assert read_ticket(KEY, text, read_at) == ticket
    else:
        with pytest.raises(InvalidCode):
            read_ticket(KEY, text, read_at)


@pytest.mark.parametrize("position", range(0, 48, 3))
def test_no_character_of_a_code_can_be_changed(position):
    code = make_code(KEY, SESSION, NOON)
    other = "b" if code[position] == "a" else "a"
    with pytest.raises(InvalidCode):
        read_code(KEY, code[:position] + other + code[position + 1 :], NOON)


@given(st.text(max_size=80))
def test_what_we_did_not_make_is_refused(text):
    for read in (read_code, read_ticket):
        with pytest.raises(InvalidCode):
            read(KEY, text, NOON)


def test_one_is_not_the_other_and_another_key_opens_neither():
    code = make_code(KEY, SESSION, NOON)
    ticket = make_ticket(KEY, Ticket(SESSION, ""), NOON)
    for read, text in ((read_ticket, code), (read_code, ticket)):
        with pytest.raises(InvalidCode):
            read(KEY, text, NOON)
    for read, text in ((read_code, code), (read_ticket, ticket)):
        with pytest.raises(InvalidCode):
            read(b"another key", text, NOON)
