"""Values go into the text; what is missing stays to be seen; what may be missing goes."""

from hypothesis import given
from hypothesis import strategies as st

from app.kernel.bilingual import Bilingual
from exchange.paper.blocks import BlockKind, plain_text, read_blocks
from exchange.toolbox.document import Variable
from exchange.toolbox.filling import fill, open_places, with_open_places_marked


def variable(key, label, *, required=True):
    text = Bilingual(de=label, en=f"{label} (en)")
    return Variable(key=key, label=text, help=text, required=required)


DAY, SUPPORT = variable("date", "Tag"), variable("support", "Beratung", required=False)
TEXT = "Am {date} war es.\n\nBeratung: {support}\n\nDanke. {other}"


def test_what_is_said_stands_in_the_text_and_what_is_missing_is_named():
    filled = fill(TEXT, (DAY, SUPPORT), {"date": "3. Mai", "support": "Haus 7"}, "de")
    assert filled == "Am 3. Mai war es.\n\nBeratung: Haus 7\n\nDanke. {other}"
    empty = fill(TEXT, (DAY, SUPPORT), {}, "de")
    assert empty == "Am {Tag} war es.\n\nDanke. {other}"
    assert open_places(empty) == ["Tag", "other"]
    assert open_places(fill(TEXT, (DAY, SUPPORT), {}, "en")) == ["Tag (en)", "other"]
    assert "**{Tag}**" in with_open_places_marked(empty)


def test_a_value_is_not_taken_for_a_variable():
    assert fill(
        "{date} {support}", (DAY, SUPPORT), {"date": "{support}", "support": "x"}, "de"
    ) == ("{support} x")


def test_a_text_becomes_paragraphs_lists_and_headings():
    text = (
        "## Titel\n\nEin **Wort** mit\nUmbruch.\n\n- eins\n- zwei\n\n  mehr\n\n1. a\n2. b\n\n"
        "> Zitat\n\n[Rat](https://example.org) <script>x</script>"
    )
    blocks = read_blocks(text)
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.HEADING, "Titel"),
        (BlockKind.PARAGRAPH, "Ein Wort mit Umbruch."),
        (BlockKind.BULLET, "eins"),
        (BlockKind.BULLET, "zwei"),
        (BlockKind.PARAGRAPH, "mehr"),
        (BlockKind.NUMBERED, "a"),
        (BlockKind.NUMBERED, "b"),
        (BlockKind.QUOTE, "Zitat"),
        (BlockKind.PARAGRAPH, "Rat (https://example.org) <script>x</script>"),
    ]
    assert [run.bold for run in blocks[1].runs] == [False, True, False, False, False]
    assert [block.number for block in blocks if block.kind is BlockKind.NUMBERED] == [1, 2]
    assert "– eins\n– zwei" in plain_text(blocks)
    assert "1. a\n2. b" in plain_text(blocks)


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=1))
def test_no_word_is_lost_on_the_way_to_paper(words):
    assert plain_text(read_blocks(" ".join(words))).split() == words


@given(st.text())
def test_any_text_can_be_read(text):
    assert all(block.text.strip() for block in read_blocks(text))
