"""What is measured before a certificate is laid out is what xhtml2pdf then needs."""

from dataclasses import replace
from datetime import date

import pytest

from certificates.printing import rendering
from certificates.printing.contents import contents_of
from certificates.printing.design import Signatory
from certificates.printing.document import CertificateModule
from certificates.printing.laying_out import page_count
from certificates.printing.shipped import CLASSIC, CLEAR
from certificates.printing.trial import longest_data, sample_data
from certificates.printing.typesetting import (
    DENSITIES,
    SEVERAL_PAGES,
    picture_size,
    possible_pages,
    set_page,
)
from tests.certificates.printing.test_rendering import CERTIFICATE, PICTURE, crowded

TEXT = (
    "Im Rahmen des Programms hat {holder} in {hours} gelernt, wie Verwaltungen Betroffene schützen "
    "und wie sie selbst besonnen bleiben.\n\nDas Programm wird in allen Kreisen angeboten."
)
SEVERAL = (Signatory(), Signatory(name="Dr. Katharina von Hohenstein", function_de="Landrätin"))


def with_text(design):
    texts = {language: {**texts, "text": TEXT} for language, texts in design.texts.items()}
    return replace(design, texts=texts, signatories=(*SEVERAL, Signatory(name="Ali Öztürk")))


def with_modules(count, title="Baustein"):
    modules = tuple(
        CertificateModule(title=f"{title} {number}", minutes=30) for number in range(count)
    )
    return replace(CERTIFICATE, modules=modules)


LONG_TITLE = "Zuständigkeiten und Partner innerhalb und außerhalb der Verwaltung, die schützen"
SHAPES = [
    (replace(with_modules(0), holder_name="Ay Ö"), CLASSIC, None),
    (with_modules(1), CLEAR, PICTURE),
    (with_modules(5), with_text(CLASSIC), None),
    (with_modules(14), CLASSIC, PICTURE),
    (replace(with_modules(9, LONG_TITLE), holder_name="Ελένη Παπαδοπούλου"), CLEAR, None),
    (longest_data("de"), with_text(CLEAR), PICTURE),
    (longest_data("en"), replace(CLASSIC, alignment="left"), None),
    (replace(CERTIFICATE, holder_name="W" * 120, course_title="Ü" * 300), CLASSIC, None),
    (crowded(10), replace(CLEAR, alignment="centre", blocks=CLASSIC.blocks), None),
]


@pytest.fixture
def passes(monkeypatch):
    """The documents that were laid out, with nothing done to them afterwards."""
    laid_out = []
    lay_out = rendering.lay_out

    def noted(*given, **named):
        laid_out.append(lay_out(*given, **named))
        return laid_out[-1]

    monkeypatch.setattr(rendering, "lay_out", noted)
    monkeypatch.setattr(rendering, "complete", lambda document, **_named: document)
    return laid_out


@pytest.mark.parametrize(("data", "design", "logo"), SHAPES)
def test_a_certificate_is_laid_out_once_and_fits_on_one_page(data, design, logo, passes):
    document = rendering.render_pdf(data, design, logo=logo)

    assert passes == [document]
    assert page_count(document) == 1


def test_what_needs_several_pages_is_laid_out_once_as_well(passes):
    document = rendering.render_pdf(crowded(40))

    assert passes == [document]
    assert page_count(document) > 1


def test_what_was_measured_wrong_is_set_more_closely(passes, monkeypatch):
    monkeypatch.setattr(rendering, "page_count", lambda _document: 2 if len(passes) < 3 else 1)

    assert rendering.render_pdf(CERTIFICATE) == passes[2]


def test_the_loosest_setting_that_fits_comes_first_and_the_one_on_several_pages_last():
    contents = contents_of(with_modules(8), CLASSIC)
    *on_one, several = possible_pages(contents, CLASSIC, None)

    assert all(page.rest >= 0 for page in on_one)
    assert several.rest < 0
    assert several.density == SEVERAL_PAGES
    assert tuple(page.density for page in on_one) == DENSITIES[-len(on_one) :]
    left_out = DENSITIES[: -len(on_one)]
    assert all(set_page(contents, CLASSIC, None, density).rest < 0 for density in left_out)


def test_gaps_grow_into_what_is_left_but_not_beyond_what_looks_right():
    for data in (sample_data("de"), longest_data("de"), with_modules(11)):
        page = next(possible_pages(contents_of(data, CLASSIC), CLASSIC, None))
        least, most = page.density.gap
        assert least <= page.gap <= most


def test_the_foot_takes_more_where_more_is_said_in_it():
    short = contents_of(CERTIFICATE, CLASSIC)
    long = contents_of(
        replace(CERTIFICATE, valid_until=date(2030, 1, 1), replaces="MFRG", notice="Wort " * 100),
        CLASSIC,
    )

    page, shorter = (set_page(contents, CLASSIC, None, DENSITIES[0]) for contents in (short, long))
    assert page.foot.height < shorter.foot.height
    assert page.foot_top > shorter.foot_top


def test_a_logo_keeps_its_proportions():
    picture = picture_size(PICTURE)

    assert picture.width == pytest.approx(2 * picture.height)
