"""Markdown as a mail of plain text says it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.desk.announcements.plain_text import plain_text


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("Eins **zwei** *drei* `vier`", "Eins zwei drei vier"),
        ("# Kopf\n\nText\nweiter\n\nEnde", "Kopf\n\nText\nweiter\n\nEnde"),
        ("Mit:\n\n- Stift\n- Heft\n\nDanke", "Mit:\n\n- Stift\n- Heft\n\nDanke"),
        ("3. drei\n4. vier", "3. drei\n4. vier"),
        ("- a\n  - b\n    1. c\n- d", "- a\n  - b\n    1. c\n- d"),
        ("[Hier](https://example.org/a)", "Hier (https://example.org/a)"),
        ("<https://example.org>", "https://example.org"),
        ("[Fragen](mailto:a@example.org)", "Fragen (a@example.org)"),
        ("![ein Bild](https://example.org/x.png)", "ein Bild"),
        ("> gesagt", "gesagt"),
        ("<b>roh</b>", "<b>roh</b>"),
        ("", ""),
    ],
)
def test_marks_go_and_words_stay(markdown, said):
    assert plain_text(markdown) == said


@given(st.lists(st.from_regex(r"[a-zäöü]{1,8}", fullmatch=True), min_size=1, max_size=6))
def test_no_word_is_lost_however_they_are_put(words):
    markdown = "\n\n".join(
        (f"**{words[0]}**", *(f"- {word}" for word in words), f"[{words[-1]}](https://x.example)")
    )
    said = plain_text(markdown)
    for word in words:
        assert word in said
    assert "**" not in said


@given(st.text(max_size=200))
def test_anything_can_be_said(markdown):
    assert isinstance(plain_text(markdown), str)
