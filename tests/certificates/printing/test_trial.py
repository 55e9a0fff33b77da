"""Designs are tried out before they are saved."""

from dataclasses import replace

import pytest

from certificates.printing.contents import contents_of
from certificates.printing.design import Fault, InvalidDesign, Signatory
from certificates.printing.fonts import require_coverage
from certificates.printing.shipped import CLASSIC, CLEAR, SHIPPED
from certificates.printing.trial import check_design, longest_data, sample_data
from tests.certificates.printing.test_contents import said
from tests.certificates.printing.test_rendering import PICTURE

WORDS = "Wort und Worte " * 60


@pytest.mark.parametrize("name", SHIPPED)
def test_the_designs_brought_along_can_be_printed(name):
    check_design(SHIPPED[name], logo=PICTURE)


def test_a_character_without_a_font_is_named_with_its_place():
    with pytest.raises(InvalidDesign) as refusal:
        check_design(said(notice="Gefördert von 日本"), logo=None)

    assert refusal.value.place == "texts.de.notice"
    assert refusal.value.fault is Fault.UNPRINTABLE
    assert refusal.value.detail == "日 本"


def test_a_signatory_is_looked_at_too():
    design = replace(CLEAR, signatories=(Signatory(), Signatory(name="Ali", function_en="市長")))

    with pytest.raises(InvalidDesign, match=r"^signatories\.2\.function_en: unprintable"):
        check_design(design, logo=None)


def test_more_text_than_leaves_a_long_certificate_on_its_page_is_refused():
    design = said(text=WORDS[:790], notice=WORDS[:390], before_name=WORDS[:190])

    with pytest.raises(InvalidDesign) as refusal:
        check_design(design, logo=PICTURE)

    assert refusal.value.place == "texts.de.text"
    assert refusal.value.fault is Fault.DOES_NOT_FIT


@pytest.mark.parametrize("language", ["de", "en"])
def test_samples_can_be_printed_and_are_in_the_language(language):
    for data in (sample_data(language), longest_data(language)):
        assert data.language == language
        require_coverage(contents_of(data, CLASSIC).all_texts())
