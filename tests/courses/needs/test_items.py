"""The items that KommA ships, what is wrong with faulty ones, and how long they take to read."""

import pytest
import yaml

from courses.needs.items.document import (
    EMPTY,
    PARTS,
    Piece,
    differences,
    document_from,
    document_of,
    item_of,
    missing_in,
    texts_of,
)
from courses.needs.items.reading_time import MOST_MINUTES, minutes_for
from courses.needs.items.shipped import check_shipped_items, items, read_items, require_items
from organisations.models import Function


def text(words):
    return {"de": words, "en": words}


def write(path, *entries):
    path.write_text(yaml.safe_dump(list(entries)))
    return path


def entry(competency, *functions, options=5):
    return {
        "competency": competency,
        "functions": list(functions),
        "scenario": text("scene"),
        "question": text("question?"),
        "options": [text(f"answer {number}") for number in range(options)],
    }


def asked_of(function):
    """The shipped items that somebody with `function` is asked."""
    special = {one.competency: one for one in items() if function in one.functions}
    return [special.get(one.competency, one) for one in items() if one.is_general]


def test_every_shipped_competency_has_its_item_and_each_function_some_of_its_own():
    check_shipped_items()
    for function in Function:
        asked = asked_of(function)
        assert len(asked) == 10
        assert any(one.functions for one in asked), function


def test_a_competency_without_a_general_item_is_named():
    general = {one.competency for one in items() if one.is_general}
    with pytest.raises(ValueError, match="no needs-analysis item for courage, wit"):
        require_items(["wit", "own_resilience", "courage"], general)


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ([entry("wit"), entry("wit")], r"f\.yaml: wit has two items for the same people"),
        (
            [entry("wit", "staff"), entry("wit", "executive", "staff")],
            r"f\.yaml: wit has two items for the same people",
        ),
        ([entry("wit", options=4)], r"f\.yaml: wit needs an answer for each level"),
        ([entry("wit", "king")], "king"),
    ],
)
def test_faulty_files_are_named(tmp_path, entries, fault):
    with pytest.raises(ValueError, match=fault):
        read_items(write(tmp_path / "f.yaml", *entries))


def test_a_special_item_stands_beside_the_general_one(tmp_path):
    path = write(
        tmp_path / "f.yaml", entry("wit"), entry("wit", "staff"), entry("wit", "executive")
    )
    assert [sorted(one.functions) for one in read_items(path)] == [[], ["staff"], ["executive"]]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("function", list(Function))
def test_the_whole_takes_less_than_ten_minutes(function, language):
    """By words, at 200 a minute.

    Adults read non-fiction at 238 words a minute in silence (Brysbaert 2019, "How many words do we
    read per minute?", Journal of Memory and Language 109, 104047); the rest is for choosing.
    """
    words = sum(one.item.words_in(language) for one in asked_of(function))
    assert 0 < words < 200 * (MOST_MINUTES - 1)
    assert 5 <= minutes_for(words) < MOST_MINUTES


def test_every_shipped_answer_reads_as_one_of_five_on_a_phone():
    """As short as the office's form asks for."""
    for one in items():
        for language in ("de", "en"):
            assert len(one.item.scenario.in_language(language)) <= 600
            assert all(len(option.in_language(language)) <= 300 for option in one.item.options)
            answers = [option.in_language(language) for option in one.item.options]
            assert len(set(answers)) == len(answers)


def test_a_document_says_what_its_item_says():
    for one in items():
        document = document_of(one.item)
        assert item_of(document) == one.item
        assert document_from(texts_of(document)) == document
        assert missing_in(document) == []
        assert differences(document, document) == []


def test_what_is_missing_is_named_as_forms_name_it():
    assert missing_in(EMPTY) == [
        f"{part}_{language}" for part in PARTS for language in ("de", "en")
    ]
    assert {option.de for option in item_of(EMPTY).options} == {"…"}


def test_differences_are_told_word_by_word():
    texts = texts_of(document_of(items()[0].item))
    before = texts | {"option_1_de": "Ich hole heute Hilfe."}
    after = texts | {"option_1_de": "Ich hole sofort Hilfe, auch abends."}
    [changed] = differences(document_from(before), document_from(after))
    assert (changed.part, changed.language) == ("option_1", "de")
    assert changed.pieces == (
        Piece("same", "Ich hole"),
        Piece("removed", "heute Hilfe."),
        Piece("added", "sofort Hilfe, auch abends."),
    )
