"""Reads the YAML content that packages ship: texts in both languages, checked while reading."""

from pathlib import Path
from typing import Any

import yaml

from app.kernel.i18n import Bilingual

# The same safe loader on libyaml, ten times as fast; not every build of PyYAML has it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_content(path: Path) -> Any:
    """The document at `path`, with every `{de, en}` mapping made a Bilingual text."""
    return _with_texts(yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER))  # noqa: S506


def _with_texts(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"de", "en"}:
            return Bilingual(de=value["de"].strip(), en=value["en"].strip())
        return {key: _with_texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_texts(inner) for inner in value]
    return value
