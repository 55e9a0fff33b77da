"""Definitions of instruments, short to write in a test. The items' texts are placeholders."""

import json
from typing import Any

from app.kernel.documents import DocumentError
from assessments.instruments.definition import Instrument, read_instrument

ANY_SOURCE = "a test"

COMMENTED = """
key: contract            # as the contract writes it
version: 1
title: {de: Beispiel, en: Example}
source: "A citation"
licence: "any"
validated: true
scale: {min: 0, max: 1, labels: {de: [no, Ja], en: [no, yes]}}
items:
  - {key: q1, text: {de: Eins, en: One}}
  - {key: q2, text: {de: Zwei, en: Two}, reverse: true}
scores:
  - {key: total, items: [q1, q2], method: mean, factor: 1.5, min_answered: 1}
  - {key: sum, items: [q2], method: sum}
bands: {total: [{below: 0.31, key: low, label: {de: a, en: b}}, {key: high, label: {de: c, en: d}}]}
reliability:
  total: {coefficient: 0.85, sd: 0.80, kind: retest, source: "A citation"}
  sum: {mdc: 23.6, source: "A citation"}
"""


def texts(words: str) -> dict[str, str]:
    """A text in both languages."""
    return {"de": f"{words} (de)", "en": f"{words} (en)"}


def item(key: str, **other: Any) -> dict[str, Any]:
    """An item whose text is a placeholder."""
    return {"key": key, "text": texts(f"Statement {key}"), **other}


def scale(lowest: int, highest: int) -> dict[str, Any]:
    """A scale with a label for each point."""
    points = range(lowest, highest + 1)
    labels = {language: [f"{point} {language}" for point in points] for language in ("de", "en")}
    return {"min": lowest, "max": highest, "labels": labels}


def definition(**other: Any) -> dict[str, Any]:
    """Two items, the second reversed, and their mean; `other` replaces or adds keys."""
    return {
        "key": "sample",
        "version": 1,
        "title": texts("Sample"),
        "source": ANY_SOURCE,
        "licence": "any",
        "validated": False,
        "scale": scale(1, 5),
        "items": [item("q1"), item("q2", reverse=True)],
        "scores": [{"key": "total", "items": ["q1", "q2"], "method": "mean"}],
        **other,
    }


def band(key: str, below: float | None = None) -> dict[str, Any]:
    """A band that is open unless `below` says where it ends."""
    return {"key": key, "label": texts(key)} | ({} if below is None else {"below": below})


def written(document: dict[str, Any]) -> bytes:
    """The definition as a file; JSON is YAML."""
    return json.dumps(document).encode()


def instrument(**other: Any) -> Instrument:
    """The instrument that such a definition describes."""
    return read_instrument(written(definition(**other)))


def fault(**other: Any) -> str:
    """What is wrong with such a definition, and at which place of it."""
    try:
        instrument(**other)
    except DocumentError as error:
        return f"{error.place}: {error.fault}"
    raise AssertionError("the definition was accepted")


def brief_scale() -> Instrument:
    """Scored as the Brief Resilience Scale is: a mean of six, every other one reversed.

    Bands: Smith et al. (2013), low below 3.00, normal to 4.30, high from 4.31.
    """
    keys = [f"q{number}" for number in range(1, 7)]
    return instrument(
        items=[item(key, reverse=key in ("q2", "q4", "q6")) for key in keys],
        scores=[{"key": "total", "items": keys, "method": "mean", "min_answered": 5}],
        bands={"total": [band("low", 3.0), band("normal", 4.31), band("high")]},
        reliability={
            "total": {"coefficient": 0.85, "sd": 0.80, "kind": "retest", "source": ANY_SOURCE}
        },
    )


def well_being_index() -> Instrument:
    """Scored as the WHO-5 is: a sum of five from 0 to 5, times four; 50 or less is low.

    Topp et al. (2015), Psychotherapy and Psychosomatics 84(3), call ten points a relevant change.
    """
    keys = [f"q{number}" for number in range(1, 6)]
    return instrument(
        scale=scale(0, 5),
        items=[item(key) for key in keys],
        scores=[{"key": "index", "items": keys, "method": "sum", "factor": 4, "min_answered": 4}],
        bands={"index": [band("low", 50.5), band("good")]},
        reliability={"index": {"mdc": 10, "source": ANY_SOURCE}},
    )
