"""What the checks of every page notice."""

import pytest

from tests.house.page_checks import page_faults

PAGE = """<!doctype html>
<html lang="de"><head><title>Probe</title></head>
<body><main><h1>Probe</h1>{}</main></body></html>
"""


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<p>Ein <b>Wort</p>", "HTML: "),
        ("<table><p>Wort</p></table>", "HTML: "),
        ("<p>Rat &und Tat</p>", "HTML: "),
        ('<p class="a" class="b">Wort</p>', "HTML: duplicate-attribute"),
        ("<h1>Noch eine</h1>", "2 first-level headings"),
        ('<p id="a">x</p><p id="a">y</p>', "id used 2 times: a"),
        ('<label for="a">Wort</label>', "for names no element: a"),
        ('<p style="color: red">rot</p>', "inline code in p: style"),
        ('<p onclick="x()">Wort</p>', "inline code in p: onclick"),
        ("<script>x()</script>", "inline script"),
        ('<img alt="" src="//example.org/a.png">', "loads from elsewhere: //example.org/a.png"),
        ('<img src="/a.png">', "image without alt: /a.png"),
        ('<form method="post" action="/a"></form>', "form without CSRF token: /a"),
    ],
)
def test_a_fault_is_named(content, fault):
    assert page_faults(PAGE.format("<p>Alles in Ordnung.</p>")) == []
    assert any(found.startswith(fault) for found in page_faults(PAGE.format(content)))


@pytest.mark.parametrize("without", ['lang="de"', "Probe"])
def test_language_and_title_are_missed(without):
    assert len(page_faults(PAGE.replace(without, ""))) == 1


def test_other_words_in_sound_markup_are_sound():
    assert page_faults(PAGE.format("<p title='Ein \"Wort\" > zwei'>Rat &amp; Tat</p>")) == []
    assert page_faults(PAGE.format("<p title='x > y'>Grüße &lt;3 an §\u00a011</p>")) == []


@pytest.mark.parametrize(
    "faulty", ["<p>Rat &und Tat</p>", "<p title=Wort id=>Rat</p>", "<p title='x > y'>Rat<b></p>"]
)
def test_a_fault_is_noticed_however_many_sound_pages_came_before(faulty):
    for word in ("eins", "zwei"):
        assert page_faults(PAGE.format(f"<p title='{word}'>Rat</p>")) == []
    for _ in range(2):
        assert page_faults(PAGE.format(faulty))
