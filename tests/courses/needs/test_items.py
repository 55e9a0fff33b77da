"""The items that KommA ships, and what is wrong with faulty ones."""

import pytest
import yaml

from courses.needs.items import check_shipped_items, items, read_items, require_items


def text(words):
    return {"de": words, "en": words}


def write(path, *entries):
    path.write_text(yaml.safe_dump(list(entries)))
    return path


def entry(competency, options=5):
    return {
        "competency": competency,
        "scenario": text("scene"),
        "question": text("question?"),
        "options": [text(f"answer {number}") for number in range(options)],
    }


def test_every_shipped_competency_has_its_item():
    check_shipped_items()
    assert len(items()) == 10


def test_a_competency_without_an_item_is_named():
    with pytest.raises(ValueError, match="no needs-analysis item for courage, wit"):
        require_items(["wit", "own_resilience", "courage"], items())


def test_a_second_item_and_a_missing_answer_are_named(tmp_path):
    twice = write(tmp_path / "twice.yaml", entry("wit"), entry("wit"))
    with pytest.raises(ValueError, match=r"twice\.yaml: wit has two items"):
        read_items(twice)
    short = write(tmp_path / "short.yaml", entry("wit", options=4))
    with pytest.raises(ValueError, match=r"short\.yaml: wit needs an answer for each level"):
        read_items(short)
