"""Designs: read back as they were stored, and refused with place and fault."""

import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import pytest

from certificates.printing.design import Design, Fault, InvalidDesign, Signatory, filled
from certificates.printing.shipped import CLASSIC, SHIPPED

MIGRATION = Path(__file__).parents[3] / "migrations" / "versions" / "0001.py"


def test_what_was_stored_is_read_back_the_same():
    stored = json.loads(json.dumps(CLASSIC.to_json()))

    assert Design.from_json(stored) == CLASSIC


def test_the_migration_ships_the_designs_as_they_are():
    specification = importlib.util.spec_from_file_location("first_migration", MIGRATION)
    migration = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(migration)

    shipped = {name: design.to_json() for name, design in SHIPPED.items()}
    assert shipped == migration._DESIGNS


def with_text(**texts):
    return {"texts": {**CLASSIC.texts, "de": {**CLASSIC.texts["de"], **texts}}}


SIGNATORY = Signatory(name="Ali Öztürk")


@pytest.mark.parametrize(
    ("change", "place", "fault"),
    [
        ({"style": "baroque"}, "style", Fault.UNKNOWN),
        ({"colour": "#ff0000"}, "colour", Fault.UNKNOWN),
        ({"alignment": "right"}, "alignment", Fault.UNKNOWN),
        ({"blocks": ("title", "holder")}, "blocks", Fault.MISSING),
        ({"blocks": ("title", "holder", "facts", "title")}, "blocks", Fault.TWICE),
        ({"blocks": ("title", "holder", "facts", "check")}, "blocks", Fault.UNKNOWN),
        ({"foot": ("check",)}, "foot", Fault.MISSING),
        (with_text(title=" "), "texts.de.title", Fault.MISSING),
        (with_text(title="x" * 61), "texts.de.title", Fault.TOO_LONG),
        (with_text(text="{grade}"), "texts.de.text", Fault.VARIABLE),
        (with_text(text="{"), "texts.de.text", Fault.BRACE),
        (with_text(text="a } b"), "texts.de.text", Fault.BRACE),
        (with_text(text="siehe file:///etc/passwd"), "texts.de.text", Fault.ADDRESS),
        (with_text(notice="HTTP://example.org"), "texts.de.notice", Fault.ADDRESS),
        (with_text(notice="../../geheim"), "texts.de.notice", Fault.ADDRESS),
        (with_text(notice=None), "texts.de.notice", Fault.UNKNOWN),
        (with_text(footer="x"), "texts.de.footer", Fault.UNKNOWN),
        ({"texts": {"de": CLASSIC.texts["de"]}}, "texts.en", Fault.MISSING),
        ({"signatories": ()}, "signatories", Fault.MISSING),
        ({"signatories": (SIGNATORY,) * 4}, "signatories", Fault.TOO_MANY),
        (
            {"signatories": (Signatory(name="x" * 121),)},
            "signatories.1.name",
            Fault.TOO_LONG,
        ),
        (
            {"signatories": (SIGNATORY, Signatory(function_de="{trainer}"))},
            "signatories.2.function_de",
            Fault.VARIABLE,
        ),
    ],
)
def test_what_cannot_be_printed_is_refused_at_its_place(change, place, fault):
    with pytest.raises(InvalidDesign) as refusal:
        replace(CLASSIC, **change)

    assert (refusal.value.place, refusal.value.fault) == (place, fault)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"version": 2}, "version"),
        ({"blocks": "title"}, "blocks"),
        ({"blocks": [["title"], "holder", "facts"]}, "blocks"),
        ({"style": ["classic"]}, "style"),
        ({"signatories": ["Ali"]}, "signatories.1"),
        ({"signatories": [{"name": "Ali"}]}, "signatories.1.function_de"),
        ({"texts": []}, "texts"),
        ({"script": "x"}, "design.script"),
    ],
)
def test_what_was_not_stored_here_is_refused(change, place):
    with pytest.raises(InvalidDesign) as refusal:
        Design.from_json(CLASSIC.to_json() | change)

    assert refusal.value.place == place


@pytest.mark.parametrize("stored", [None, [], "x"])
def test_anything_but_an_object_is_refused(stored):
    with pytest.raises(InvalidDesign, match=r"^design: "):
        Design.from_json(stored)


def test_what_is_filled_in_is_not_looked_at_again():
    assert filled("{holder} in {course}", {"holder": "{course}", "course": "K"}) == "{course} in K"
