"""Descriptions become harmless HTML."""

import pytest

from courses.catalogue.markdown import render_markdown


def test_paragraphs_lists_emphasis_and_links_are_kept():
    html = render_markdown("Ein **Satz**.\n\n- eins\n- zwei\n\n[Mehr](https://example.org)")
    assert "<strong>Satz</strong>" in html
    assert html.count("<li>") == 2
    assert '<a href="https://example.org" rel="noreferrer noopener">Mehr</a>' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://example.org/spy.png)",
        '<p style="color:red" onclick="alert(1)">x</p>',
        "<iframe src=https://example.org></iframe>",
    ],
)
def test_nothing_that_acts_or_loads_gets_through(text):
    html = render_markdown(text)
    for forbidden in ("<script", "<img", "<iframe", "<p style", 'href="javascript'):
        assert forbidden not in html


def test_the_page_keeps_its_only_first_heading():
    assert "<h1" not in render_markdown("# Groß")
