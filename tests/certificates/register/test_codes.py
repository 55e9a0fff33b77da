"""Codes: random enough, and read as people type them."""

import pytest

from certificates.register.codes import ALPHABET, LENGTH, grouped_code, new_code, read_code

CODE = "7Q4M2XKD9F0T1ABC3DEF4GHJ5KMN"


def test_a_code_has_at_least_128_random_bits_and_is_safe_in_an_address():
    codes = {new_code() for _ in range(200)}

    assert LENGTH * (len(ALPHABET).bit_length() - 1) >= 128
    assert len(codes) == 200
    assert all(len(code) == LENGTH and code.isalnum() and code.isascii() for code in codes)


def test_a_printed_code_is_read_again():
    code = new_code()

    assert read_code(grouped_code(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        "7Q4M-2XKD-9F0T-1ABC-3DEF-4GHJ-5KMN",
        " 7q4m 2xkd 9f0t 1abc 3def 4ghj 5kmn\n",
        "7Q4M–2XKD–9F0T–1ABC–3DEF–4GHJ–5KMN",
        "7Q4M2XKD9FOT1ABC3DEF4GHJ5KMN",  # O for 0
        "7Q4M2XKD9F0TlABC3DEF4GHJ5KMN",  # l for 1
        "7Q4M2XKD9F0TIABC3DEF4GHJ5KMN",  # I for 1
        f"https://komma.example.org/verify/{CODE}",
        f"/verify/{CODE.lower()}/",
    ],
)
def test_what_is_unambiguous_is_understood(typed):
    assert read_code(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", " ", "-", CODE[:-1], CODE + "0", "U" * LENGTH, "ß" * LENGTH, "Ä" + CODE[1:]]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed) is None
