"""Pure cores: tags, what two versions say differently, and who is named in a file."""

from dataclasses import dataclass, field, replace
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from exchange.knowledge.articles.differences import differences
from exchange.knowledge.articles.tags import read_tags, tag_key
from exchange.knowledge.attachments.inspecting import names_in_properties


@dataclass(frozen=True)
class Said:
    """What is compared of a version."""

    title: str = "Titel"
    summary: str = "Kurz."
    body: str = "Eins.\n\nZwei.\n\nDrei."
    kind: str = "practice"
    size_class: str = "small"
    situations: list[str] = field(default_factory=list)
    competencies: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("", []),
        ("Außendienst, Personalrat", ["Außendienst", "Personalrat"]),
        ("Außendienst; AUSSENDIENST,aussen-dienst", ["Außendienst", "aussen-dienst"]),
        (" #Hass  im   Netz , , .", ["Hass im Netz"]),
        ("<b>fett</b>", ["b fett /b"]),
    ],
)
def test_tags_are_told_apart_by_what_is_read(typed, tags):
    assert read_tags(typed) == tags


@given(st.text(max_size=200))
def test_whatever_is_typed_reading_the_tags_again_finds_the_same(typed):
    tags = read_tags(typed)
    assert read_tags(", ".join(tags)) == tags
    assert len({tag_key(tag) for tag in tags}) == len(tags)
    assert all(tag_key(tag) for tag in tags)


def test_only_paragraphs_that_differ_are_shown():
    old = Said()
    assert not differences(old, old)
    new = replace(old, title="Neu", body="Eins.\n\nZwei, genauer.\n\nDrei.\n\nVier.")
    found = differences(old, new)
    assert found.fields == ("title",)
    assert found.paragraphs == (("Zwei.", "Zwei, genauer."), ("", "Vier."))


@given(st.lists(st.text("ab \n", max_size=8), max_size=6), st.lists(st.text("ab \n", max_size=8)))
def test_nothing_that_is_new_is_left_out(before, after):
    old, new = Said(body="\n\n".join(before)), Said(body="\n\n".join(after))
    shown = {text for _old, text in differences(old, new).paragraphs}
    kept = {part.strip() for part in old.body.split("\n\n")}
    for part in new.body.split("\n\n"):
        assert part.strip() in shown | kept | {""} or "\n" in part


def test_names_in_the_properties_of_a_file_are_found():
    document, written = Document(), BytesIO()
    document.core_properties.author, document.core_properties.last_modified_by = "Ada & Co", "Bela"
    document.save(written)
    assert names_in_properties(written.getvalue(), "docx") == ["Ada & Co", "Bela"]
    pdf, drawn = PdfWriter(), BytesIO()
    pdf.add_blank_page(10, 10)
    pdf.add_metadata({"/Author": "Chris"})
    pdf.write(drawn)
    assert names_in_properties(drawn.getvalue(), "pdf") == ["Chris"]
    assert names_in_properties(b"%PDF-1.7 broken", "pdf") == []
    assert names_in_properties(b"PK broken", "xlsx") == []
