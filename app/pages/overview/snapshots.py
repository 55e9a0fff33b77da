"""The state of the programme as a JSON document in both languages, and back again. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.kernel.progress import Stage, Standing
from app.pages.overview.state import Overview, Part, Place, Row

_WORDS_OF_PARTS = ("label", "milestone", "together")
_WORDS_OF_STANDINGS = ("figures", "next_step", "risk")


def document_of(by_language: Mapping[str, Overview]) -> dict[str, Any]:
    """The document of one state, told in each language."""
    first = next(iter(by_language.values()))
    return {
        "parts": [
            {
                "name": part.name,
                "module": part.module,
                **_words(_WORDS_OF_PARTS, {key: one.parts[at] for key, one in by_language.items()}),
            }
            for at, part in enumerate(first.parts)
        ],
        "rows": [
            {**vars(row.place), "standings": _standings(at, by_language)}
            for at, row in enumerate(first.rows)
        ],
    }


def overview_of(document: Mapping[str, Any], *, taken_at: datetime, language: str) -> Overview:
    """The state that the document tells, in one language."""
    return Overview(
        taken_at=taken_at,
        parts=[
            Part(
                one["name"],
                one["module"],
                **{key: one[key][language] for key in _WORDS_OF_PARTS},
            )
            for one in document["parts"]
        ],
        rows=[
            Row(
                Place(**{key: one[key] for key in Place.__dataclass_fields__}),
                {key: _standing(value, language) for key, value in one["standings"].items()},
            )
            for one in document["rows"]
        ],
    )


def _standings(at: int, by_language: Mapping[str, Overview]) -> dict[str, Any]:
    told = {key: one.rows[at].standings for key, one in by_language.items()}
    return {
        name: {
            "stage": standing.stage.value,
            "next_on": standing.next_on.isoformat() if standing.next_on else None,
            **_words(_WORDS_OF_STANDINGS, {key: one[name] for key, one in told.items()}),
        }
        for name, standing in next(iter(told.values())).items()
    }


def _standing(value: Mapping[str, Any], language: str) -> Standing:
    return Standing(
        stage=Stage(value["stage"]),
        next_on=date.fromisoformat(value["next_on"]) if value["next_on"] else None,
        **{key: value[key][language] for key in _WORDS_OF_STANDINGS},
    )


def _words(names: tuple[str, ...], by_language: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """Each of these texts by language."""
    return {
        name: {key: str(getattr(one, name)) for key, one in by_language.items()} for name in names
    }
