"""What can be wrong in a design is said in words, and every part has its name."""

import pytest

from certificates.designs import wording
from certificates.designs.wording import fault_in_words
from certificates.printing.design import (
    ALIGNMENTS,
    BLOCKS,
    COLOURS,
    STYLES,
    TEXT_LENGTHS,
    VARIABLES,
    Fault,
    InvalidDesign,
)


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_words_of_its_own_but_what_is_unknown(fault):
    said = str(fault_in_words(InvalidDesign("texts.de.text", fault, "xyz")))
    assert said.startswith("Das gibt es hier nicht") == (fault is Fault.UNKNOWN)


def test_an_unknown_variable_is_named_with_those_there_are():
    said = str(fault_in_words(InvalidDesign("texts.de.text", Fault.VARIABLE, "kurs")))
    assert said.startswith("Die Variable {kurs} gibt es nicht. Es gibt: {holder}, {course}, ")


def test_characters_that_nobody_would_see_are_told_by_number():
    said = str(fault_in_words(InvalidDesign("texts.de.text", Fault.UNPRINTABLE, "日 \u202e")))
    assert said.endswith("日 U+202E")


def test_every_part_and_every_variable_has_its_words():
    assert set(wording.STYLES) == set(wording.STYLE_HINTS) == set(STYLES)
    assert set(wording.COLOURS) == set(COLOURS)
    assert set(wording.ALIGNMENTS) == set(ALIGNMENTS)
    assert set(wording.BLOCKS) == set(BLOCKS)
    assert set(wording.TEXTS) == set(TEXT_LENGTHS)
    assert set(wording.VARIABLE_MEANINGS) == set(VARIABLES)
    for language in ("de", "en"):
        assert set(wording.variable_samples(language)) == set(VARIABLES)
