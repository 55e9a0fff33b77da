"""The document of an aid: what its file says and what its version keeps. Pure.

`variables` are what somebody fills in; `use` says what an aid is good for, `not_when` when it does
harm. `situations` are keys of topics.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.kernel.bilingual import Bilingual

#: What KommA knows by itself and need not be typed.
MUNICIPALITY, TODAY = "municipality", "date"


@dataclass(frozen=True)
class Variable:
    """One thing to fill in. `long` asks for several lines."""

    key: str
    label: Bilingual
    help: Bilingual
    required: bool = True
    long: bool = False


@dataclass(frozen=True)
class AidText:
    """All that an aid says."""

    kind: str
    tone: str
    audiences: tuple[str, ...]
    situations: tuple[str, ...]
    title: Bilingual
    summary: Bilingual
    text: Bilingual
    use: Bilingual
    not_when: Bilingual
    variables: tuple[Variable, ...]


def aid_text(document: Mapping[str, Any]) -> AidText:
    """The aid that a document describes, as `read_content` or a version gives it."""
    return AidText(
        kind=document["kind"],
        tone=document["tone"],
        audiences=tuple(document["audiences"]),
        situations=tuple(document["situations"]),
        variables=tuple(_variable(entry) for entry in document["variables"]),
        **{name: _text(document[name]) for name in _TEXTS},
    )


def as_document(aid: AidText) -> dict[str, Any]:
    """The document of `aid` as JSON holds it."""
    return {
        "kind": aid.kind,
        "tone": aid.tone,
        "audiences": list(aid.audiences),
        "situations": list(aid.situations),
        "variables": [
            {
                "key": one.key,
                "label": _plain(one.label),
                "help": _plain(one.help),
                "required": one.required,
                "long": one.long,
            }
            for one in aid.variables
        ],
        **{name: _plain(getattr(aid, name)) for name in _TEXTS},
    }


_TEXTS = ("title", "summary", "text", "use", "not_when")


def _variable(entry: Mapping[str, Any]) -> Variable:
    return Variable(
        key=entry["key"],
        label=_text(entry["label"]),
        help=_text(entry["help"]),
        required=entry.get("required", True),
        long=entry.get("long", False),
    )


def _text(value: Any) -> Bilingual:
    return value if isinstance(value, Bilingual) else Bilingual(de=value["de"], en=value["en"])


def _plain(text: Bilingual) -> dict[str, str]:
    return {"de": text.de, "en": text.en}
